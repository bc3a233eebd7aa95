package org.rlgrad;

/**
 * An end that the user can do something about: one clear message and an exit code, no stack trace.
 *
 * <p>Everything that can go wrong from outside (files, configurations, weights, devices) is thrown as a {@code Failure};
 * any other exception that reaches the command line is a defect of rlgrad.
 */
public final class Failure extends RuntimeException {
    private final ExitCode exitCode;

    /** The message is shown as it is: name the file or key, the problem, and the way out where there is one. */
    public Failure(ExitCode exitCode, String message) {
        this(exitCode, message, null);
    }

    /** As above; the cause appears only with {@code -vv}. */
    public Failure(ExitCode exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** An input was read, but cannot be used. */
    public static Failure badData(String message) {
        return new Failure(ExitCode.BAD_DATA, message);
    }

    /** An input is missing or may not be read. */
    public static Failure noInput(String message) {
        return new Failure(ExitCode.NO_INPUT, message);
    }

    /** The exit code that this failure ends the process with. */
    public ExitCode exitCode() {
        return exitCode;
    }
}
