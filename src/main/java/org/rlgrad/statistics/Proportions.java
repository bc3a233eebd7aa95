package org.rlgrad.statistics;

/** How large a probability can be, from how often something happened. */
public final class Proportions {
    private static final int BISECTIONS = 60;

    private Proportions() {}

    /**
     * The upper confidence bound of a probability (Clopper and Pearson 1934, one-sided): the largest p under which as few
     * successes as these still have the probability {@code 1 - confidence}. Without successes it is
     * {@code 1 - (1 - confidence)^(1 / trials)}.
     *
     * @param successes in [0, trials]
     * @param confidence such as 0.95
     * @return 1 where every trial succeeded, or without trials
     */
    public static double upperBound(long successes, long trials, double confidence) {
        if (successes < 0 || successes > trials) {
            throw new IllegalArgumentException(successes + " successes of " + trials);
        }
        if (successes == trials) {
            return 1;
        }
        double below = (double) successes / trials;
        double above = 1;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (below + above) / 2;
            if (atMost(successes, trials, middle) > 1 - confidence) {
                below = middle;
            } else {
                above = middle;
            }
        }
        return above;
    }

    /** Probability of at most so many successes, for p in (0, 1); by logarithms, since the first terms underflow. */
    private static double atMost(long successes, long trials, double p) {
        double logTerm = trials * Math.log1p(-p);
        double logOdds = Math.log(p) - Math.log1p(-p);
        double sum = Math.exp(logTerm);
        for (long k = 1; k <= successes; k++) {
            logTerm += logOdds + Math.log((double) (trials - k + 1) / k);
            sum += Math.exp(logTerm);
        }
        return sum;
    }
}
