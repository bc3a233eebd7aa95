package org.rlgrad.study.forecast;

import java.util.List;
import org.rlgrad.statistics.Proportions;
import org.rlgrad.study.forecast.RiskRule.RewardRange;

/**
 * Judges every input of a run and times it against those with a signal.
 *
 * @param best the largest reward of any sample
 */
record InputForecasts(
        List<MeasuredInput> inputs, double best, RewardRange range, Resolution resolution, RiskRule rule) {

    /** Until half of the gap is closed, by reinforcement and by supervision. */
    private record Times(double reinforcement, double supervision, boolean lowerBounds) {}

    List<InputForecast> all() {
        List<Times> withSignal = inputs.stream()
                .filter(input -> isWorthClosing(input) && !isQuiet(input))
                .map(this::times)
                .toList();
        double reinforcement = Forecast.median(withSignal.stream().mapToDouble(Times::reinforcement));
        double supervision = Forecast.median(withSignal.stream().mapToDouble(Times::supervision));
        return inputs.stream()
                .map(input -> {
                    Times times = isWorthClosing(input) ? times(input) : new Times(Double.NaN, Double.NaN, false);
                    return new InputForecast(
                            input.statistics(),
                            input.reachable(best),
                            isAtRisk(input),
                            isWorthClosing(input),
                            times.reinforcement / reinforcement,
                            times.supervision / supervision,
                            times.lowerBounds);
                })
                .toList();
    }

    private boolean isWorthClosing(MeasuredInput input) {
        return rule.isWorthClosing(input.statistics().mean(), input.reachable(best), range);
    }

    private boolean isQuiet(MeasuredInput input) {
        return rule.isSmall(input.statistics().std(), range);
    }

    private boolean isAtRisk(MeasuredInput input) {
        return rule.atRisk(input.statistics().mean(), input.statistics().std(), input.reachable(best), range);
    }

    /** The largest probability of a good output that may have gone unseen; 0 where the samples have a signal. */
    private double unseen(MeasuredInput input) {
        if (!isQuiet(input)) {
            return 0;
        }
        return isAtRisk(input) && resolution.isKnown()
                ? resolution.pooled()
                : Proportions.upperBound(0, input.statistics().n(), rule.confidence());
    }

    private Times times(MeasuredInput input) {
        double gap = input.reachable(best) - input.statistics().mean();
        double measured = EscapeTime.largestProbability(input.statistics().std(), gap);
        double unseen = unseen(input);
        double p = Math.max(measured, unseen);
        double half = (1 + p) / 2;
        return new Times(
                EscapeTime.ofReinforcement(p, half, gap / (1 - p)),
                EscapeTime.ofSupervision(p, half),
                measured < unseen);
    }
}
