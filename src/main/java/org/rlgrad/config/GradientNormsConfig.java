package org.rlgrad.config;

import java.nio.file.Path;
import java.util.Optional;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;

/**
 * What a measurement of gradient norms knows beside the extraction's configuration; it comes from the command line.
 *
 * @param metric id of the metric that is the reward; empty: the configuration's first
 * @param inputs how many inputs, at most
 * @param run a finished extraction, over whose reward deviations the inputs are spread; empty: the first inputs
 * @param samples outputs drawn for each input
 * @param groups of outputs that estimate the gradient independently
 * @param gamma how the Jacobian's norm is found
 * @param prefixes of each input's outputs, at which that is done
 */
public record GradientNormsConfig(
        Optional<String> metric, int inputs, Optional<Path> run, int samples, int groups, Gamma gamma, int prefixes) {

    /** The largest norm of the logits' Jacobian. */
    public enum Gamma {
        /** Not looked for: scales are fitted instead of bounds computed. */
        NONE,
        /** The largest over a few prefixes of sampled outputs, a lower bound. */
        SAMPLED
    }

    /** Throws {@link Failure} ({@code USAGE}) for numbers that cannot work together. */
    public GradientNormsConfig {
        atLeast(1, inputs, "--inputs");
        atLeast(3, groups, "--groups");
        atLeast(1, prefixes, "--prefixes");
        if (samples < 2L * groups || samples % groups != 0) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--samples " + samples + ": must be a multiple of --groups " + groups
                            + ", two per group at least, such as "
                            + Math.max(2, Math.round((double) samples / groups)) * (long) groups);
        }
    }

    private static void atLeast(int least, int value, String option) {
        if (value < least) {
            throw new Failure(ExitCode.USAGE, option + " " + value + ": must be at least " + least);
        }
    }
}
