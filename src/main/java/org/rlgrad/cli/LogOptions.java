package org.rlgrad.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.rlgrad.experiment.Verbosity;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** {@code -q}, {@code -v} and {@code -vv}, and {@code --help}, of every command. */
final class LogOptions {
    /** Read by logback.xml: how an exception is logged. */
    private static final String TRACE_PROPERTY = "rlgrad.log.exception";

    /** The two ends exclude each other. */
    static final class Loudness {
        @Option(
                names = {"-q", "--quiet"},
                order = 3,
                description = "Warnings and errors only, no progress bars.")
        private boolean quiet;

        @Option(
                names = {"-v", "--verbose"},
                order = 4,
                description = "Tell more; -vv everything, with stack traces.")
        private boolean[] verbose = new boolean[0];
    }

    @ArgGroup(exclusive = true)
    private Loudness loudness;

    @Option(
            names = {"-h", "--help"},
            order = 5,
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean help;

    Verbosity verbosity() {
        if (loudness == null) {
            return Verbosity.NORMAL;
        }
        if (loudness.quiet) {
            return Verbosity.QUIET;
        }
        return loudness.verbose.length > 1 ? Verbosity.TRACE : Verbosity.VERBOSE;
    }

    /** Sets the log up; called by a command before it does anything, so that help and version never load the logger. */
    Verbosity apply() {
        Verbosity verbosity = verbosity();
        if (verbosity == Verbosity.TRACE) {
            System.setProperty(TRACE_PROPERTY, "%ex");
        }
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Logger rlgrad = (Logger) LoggerFactory.getLogger("org.rlgrad");
        root.setLevel(verbosity == Verbosity.TRACE ? Level.DEBUG : Level.WARN);
        rlgrad.setLevel(
                switch (verbosity) {
                    case QUIET -> Level.WARN;
                    case NORMAL -> Level.INFO;
                    case VERBOSE -> Level.DEBUG;
                    case TRACE -> Level.TRACE;
                });
        return verbosity;
    }
}
