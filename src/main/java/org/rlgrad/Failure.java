package org.rlgrad;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

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

    /** An input that is missing, may not be read, or fails while it is read, for the reason that the system gives. */
    public static Failure unreadable(Path file, IOException cause) {
        String reason;
        if (cause instanceof NoSuchFileException) {
            reason = "no such file or folder";
        } else if (cause instanceof AccessDeniedException) {
            reason = "may not be read (permission denied)";
        } else if (cause instanceof FileSystemException system && system.getReason() != null) {
            reason = "cannot be read: " + system.getReason();
        } else {
            reason = "cannot be read: "
                    + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
        }
        return new Failure(ExitCode.NO_INPUT, file + ": " + reason, cause);
    }

    /** The exit code that this failure ends the process with. */
    public ExitCode exitCode() {
        return exitCode;
    }
}
