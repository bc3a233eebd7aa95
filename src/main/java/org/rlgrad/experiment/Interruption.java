package org.rlgrad.experiment;

import org.rlgrad.ExitCode;
import org.rlgrad.Failure;

/**
 * What SIGINT and SIGTERM do to a run: the process says what becomes of it and ends with exit code 75 at once.
 *
 * <p>Java's own way would be 130 or 143, which a script could not tell from a crash.
 */
final class Interruption implements AutoCloseable {
    private final Thread hook = new Thread(this::end, "interruption");
    private Runnable farewell =
            () -> System.err.println("rlgrad: interrupted while starting; the same command starts again");

    /** Watches from now on until closed. */
    static Interruption watch() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** What to do and say last, from now on; runs on a thread of its own. */
    synchronized void onSignal(Runnable action) {
        farewell = action;
    }

    /** Stops watching; false where a signal came first and the process is being ended. */
    boolean release() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /** Waits for the end that a signal has begun, and never returns. */
    void awaitEnd() {
        try {
            hook.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("the process outlived its end");
    }

    private synchronized void end() {
        int status = ExitCode.INTERRUPTED.status();
        try {
            farewell.run();
        } catch (Failure e) {
            System.err.println("rlgrad: " + e.getMessage());
            status = e.exitCode().status();
        }
        Runtime.getRuntime().halt(status);
    }

    @Override
    public void close() {
        release();
    }
}
