package org.rlgrad;

/** What the process tells the shell, after {@code sysexits.h}. */
public enum ExitCode {
    /** Done, or everything was already there. */
    OK(0),
    /** The command line itself is wrong. */
    USAGE(64),
    /** An input file was read, but what it says cannot be used. */
    BAD_DATA(65),
    /** An input file or folder is missing or may not be read. */
    NO_INPUT(66),
    /** Something outside is not there: the hub, the GPU. */
    UNAVAILABLE(69),
    /** A defect of rlgrad. */
    DEFECT(70),
    /** A result could not be written. */
    CANNOT_WRITE(73),
    /** Stopped on request; the same command with {@code --resume} goes on. */
    INTERRUPTED(75),
    /** The configuration file is wrong. */
    BAD_CONFIG(78);

    private final int status;

    ExitCode(int status) {
        this.status = status;
    }

    /** The process's exit status, 0 to 255. */
    public int status() {
        return status;
    }
}
