package org.rlgrad.report;

import java.util.Optional;
import org.rlgrad.statistics.SquaredNorm;

/**
 * One input's expected gradient beside the deviation of its reward, as Theorem 1 of arXiv 2310.20703 compares them: a row of
 * {@code gradient_norms.csv}. Norms are Euclidean, over all parameters of the model.
 *
 * @param trainIndex the input's index in the train split
 * @param metric the reward's key
 * @param n outputs drawn
 * @param mean of their rewards
 * @param std of their rewards, divided by n - 1
 * @param squared the unbiased estimate of the squared norm of the expected reward's gradient; may be negative
 * @param standardError of {@code squared}
 * @param naive norm of the mean gradient, biased upwards by the noise
 * @param meanLength of the outputs in tokens, the end token included
 * @param maxLength L, the longest output there can be
 * @param rewardScale the bounds are those of rewards divided by this, which are in [-1, 1], scaled back; 1 where they are anyway
 * @param gamma largest norm of the logits' Jacobian that was found, a lower bound of the true one; NaN where it was not looked for
 */
public record GradientNorm(
        int trainIndex,
        String metric,
        int n,
        double mean,
        double std,
        double squared,
        double standardError,
        double naive,
        double meanLength,
        int maxLength,
        double rewardScale,
        double gamma) {

    /**
     * From rewards, lengths, and what is known of the gradient.
     *
     * @param scalarProducts of independent unbiased estimates of the gradient; empty where a reward is not finite
     */
    public static GradientNorm of(
            RewardStatistics statistics,
            Optional<double[][]> scalarProducts,
            double meanLength,
            int maxLength,
            double gamma) {
        SquaredNorm gradient =
                scalarProducts.map(SquaredNorm::of).orElse(new SquaredNorm(Double.NaN, Double.NaN, Double.NaN));
        double largest = Math.max(Math.abs(statistics.min()), Math.abs(statistics.max()));
        return new GradientNorm(
                statistics.trainIndex(),
                statistics.metric(),
                statistics.n(),
                statistics.mean(),
                statistics.std(),
                gradient.squared(),
                gradient.standardError(),
                gradient.naive(),
                meanLength,
                maxLength,
                Math.max(1, largest),
                gamma);
    }

    /** The norm's estimate; 0 where that of its square is negative. */
    public double norm() {
        return new SquaredNorm(squared, standardError, naive).norm();
    }

    /** Theorem 1, 6 L gamma STD^(2/3), for rewards in [-1, 1]; with R = rewardScale R * 6 L gamma (STD / R)^(2/3). */
    public double boundTheorem1() {
        return 6 * maxLength * gamma * Math.cbrt(std * std * rewardScale);
    }

    /** The tighter sqrt(L) gamma STD, which holds for rewards of any size. */
    public double boundD1() {
        return Math.sqrt(maxLength) * gamma * std;
    }

    /** Whether everything could be measured: all rewards are finite. */
    public boolean isComplete() {
        return Double.isFinite(std) && Double.isFinite(squared);
    }

    /** Whether the norm is above 0 by two standard errors of its square. */
    public boolean isResolved() {
        return squared > 2 * standardError;
    }

    /** Whether there are bounds. */
    public boolean hasGamma() {
        return Double.isFinite(gamma);
    }
}
