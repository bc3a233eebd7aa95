package org.rlgrad.study.forecast;

import org.rlgrad.report.RewardStatistics;

/**
 * What is expected of one input under reinforcement finetuning (RFT), before any training.
 *
 * @param statistics of its samples' rewards
 * @param reachable the most that its references or its own samples earn; where it has no reference, that any sample of the run earned
 * @param atRisk whether its deviation is small and its mean is low ({@link RiskRule})
 * @param worthClosing whether the gap is large enough to be missed
 * @param slowdown estimated time of RFT until half of the gap is closed, as a multiple of the median time of the inputs that have as much
 *     to gain and a signal (see {@link Forecast}); NaN if the gap is not worth closing, or no input has a signal
 * @param slowdownSupervised the same for supervised finetuning
 * @param lowerBound whether the slowdowns are only lower bounds, because good outputs are too rare to be seen in so few samples; for inputs
 *     at risk the bound is pooled, and holds for their mean
 */
public record InputForecast(
        RewardStatistics statistics,
        double reachable,
        boolean atRisk,
        boolean worthClosing,
        double slowdown,
        double slowdownSupervised,
        boolean lowerBound) {

    /** How much there is to gain, at least 0. */
    public double gap() {
        return reachable - statistics.mean();
    }
}
