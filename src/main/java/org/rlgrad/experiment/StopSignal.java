package org.rlgrad.experiment;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.rlgrad.report.Progress;

/**
 * What SIGINT and SIGTERM do to a training: it finishes the step or iteration at work and writes a checkpoint, if that takes no
 * longer than the patience, and the process ends with exit code 75.
 */
final class StopSignal implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final Interruption interruption = Interruption.watch();
    private final CountDownLatch left = new CountDownLatch(1);
    private volatile Stop stop = Stop.WHEN_DONE;

    /** What was asked for so far. */
    Stop stop() {
        return stop;
    }

    /** From now on there is something to save. */
    void watch(Progress progress) {
        interruption.onSignal(() -> {
            stop = Stop.AFTER_UNIT;
            progress.clear();
            System.err.println("rlgrad: interrupted; writing a checkpoint");
            try {
                if (!left.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    // No thread may be inside libtorch when the process ends: its static objects are gone then.
                    stop = Stop.AT_ONCE;
                    left.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // then the last checkpoint must do
            }
            System.err.println("rlgrad: the same command with --resume goes on");
        });
    }

    /** Says that everything is saved; where a signal came, the process ends here. */
    void leave() {
        left.countDown();
        if (stop != Stop.WHEN_DONE) {
            interruption.awaitEnd();
        }
    }

    @Override
    public void close() {
        interruption.close();
    }
}
