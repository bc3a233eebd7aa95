package org.rlgrad.report;

/**
 * One input whose gradient is at risk of vanishing: a row of {@code at_risk.csv}.
 *
 * @param trainIndex its index in the train split
 * @param metric the metric's key
 * @param mean of its samples' rewards
 * @param std of these (ddof 1)
 * @param reachable the reward that its references show to be reachable
 * @param gap reachable less mean
 * @param slowdown estimated time of reinforcement finetuning, as a multiple of that of inputs with a signal; NaN if there are none
 * @param lowerBound whether the slowdown is at least that
 */
public record AtRiskRow(
        int trainIndex,
        String metric,
        double mean,
        double std,
        double reachable,
        double gap,
        double slowdown,
        boolean lowerBound) {}
