package org.rlgrad.experiment;

/** How much a run tells on stderr. */
public enum Verbosity {
    /** {@code -q}: warnings, no progress bars. */
    QUIET,
    NORMAL,
    /** {@code -v}: also what is done step by step. */
    VERBOSE,
    /** {@code -vv}: everything, with stack traces. */
    TRACE
}
