package org.rlgrad.report;

import java.util.Arrays;

/**
 * The rewards of one input's samples under one metric, in numbers. The standard deviation is that of the reward under the
 * model's own outputs, the quantity of "Vanishing Gradients in Reinforcement Finetuning of Language Models"
 * (arXiv 2310.20703).
 *
 * @param trainIndex the input's index in the train split
 * @param metric the metric's key
 * @param n samples drawn
 * @param mean over the samples; not finite if a reward is not
 * @param std the unbiased estimate (divides by n - 1); NaN for one sample, or if a reward is not finite
 * @param stdPopulation the biased estimate (divides by n); NaN if a reward is not finite
 * @param min the smallest reward
 * @param max the largest reward
 * @param distinct how many different rewards there are (0.0 and -0.0 are one)
 */
public record RewardStatistics(
        int trainIndex,
        String metric,
        int n,
        double mean,
        double std,
        double stdPopulation,
        double min,
        double max,
        int distinct) {

    /** Computes them, in two passes around the first reward: equal rewards give exactly 0. */
    public static RewardStatistics of(int trainIndex, String metric, double[] rewards) {
        int n = rewards.length;
        if (n == 0) {
            throw new IllegalArgumentException("input " + trainIndex + ": no samples");
        }
        double first = rewards[0];
        double shift = 0;
        for (double reward : rewards) {
            shift += (reward - first) / n;
        }
        boolean finite = Arrays.stream(rewards).allMatch(Double::isFinite);
        double mean = finite ? first + shift : Arrays.stream(rewards).sum();
        double squares = 0;
        double rest = 0;
        for (double reward : rewards) {
            double deviation = (reward - first) - shift;
            squares += deviation * deviation;
            rest += deviation;
        }
        // The second term repairs the rounding of the mean (Chan, Golub, LeVeque 1983, equation 1.7).
        double sum = Math.max(0, squares - rest * rest / n);
        return new RewardStatistics(
                trainIndex,
                metric,
                n,
                mean,
                n == 1 || !finite ? Double.NaN : Math.sqrt(sum / (n - 1)),
                finite ? Math.sqrt(sum / n) : Double.NaN,
                Arrays.stream(rewards).min().orElseThrow(),
                Arrays.stream(rewards).max().orElseThrow(),
                (int) Arrays.stream(rewards)
                        .map(reward -> reward + 0.0)
                        .distinct()
                        .count());
    }

    /** Whether this input has both a mean and a standard deviation, so that it can enter a summary or a figure. */
    public boolean isComplete() {
        return Double.isFinite(mean) && Double.isFinite(std);
    }
}
