package org.rlgrad.study.comparison;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.rlgrad.Failure;
import org.rlgrad.report.RewardStatistics;
import org.rlgrad.report.RewardSummary;
import org.rlgrad.statistics.Bootstrap;
import org.rlgrad.statistics.Bootstrap.Interval;
import org.rlgrad.study.InputChange;
import org.rlgrad.study.forecast.Forecast;
import org.rlgrad.study.forecast.ForecastScore;

/**
 * The rewards of the same inputs before and after one finetuning, under one metric: section 4.1 of arXiv 2310.20703.
 *
 * @param run the name of the extraction after
 * @param label what was done, in words
 * @param metric the metric's key
 * @param inputs in the order of the runs
 * @param leftOut how many inputs more the runs have, of which a reward is not finite
 * @param before summary of {@code inputs}
 * @param after likewise
 * @param estimates of each {@link Quantity}
 * @param forecast whether the forecast made of the run before came true; empty where its samples are not there any more
 */
public record Comparison(
        String run,
        String label,
        String metric,
        List<InputChange> inputs,
        int leftOut,
        RewardSummary before,
        RewardSummary after,
        Map<Quantity, Estimate> estimates,
        Optional<ForecastScore> forecast) {

    /**
     * Compares two runs of the same inputs (see {@link Comparability}).
     *
     * @throws Failure {@code BAD_DATA} where no input has finite rewards in both
     */
    static Comparison of(
            ComparedRuns runs,
            ComparedRuns.After after,
            String metric,
            Optional<Forecast> forecast,
            Bootstrap bootstrap) {
        List<RewardStatistics> then = runs.before().of(metric);
        List<RewardStatistics> now = after.run().of(metric);
        List<InputChange> inputs = IntStream.range(0, then.size())
                .mapToObj(i -> new InputChange(then.get(i), now.get(i)))
                .filter(input -> input.before().isComplete() && input.after().isComplete())
                .toList();
        if (inputs.isEmpty()) {
            throw Failure.badData(after.run().folder() + ": no input has finite rewards under " + metric
                    + " both here and in " + runs.before().folder());
        }
        return new Comparison(
                after.name(),
                after.label(),
                metric,
                inputs,
                then.size() - inputs.size(),
                summary(inputs.stream().map(InputChange::before).toList()),
                summary(inputs.stream().map(InputChange::after).toList()),
                estimates(inputs, bootstrap),
                forecast.map(made -> ForecastScore.of(made, now)));
    }

    private static RewardSummary summary(List<RewardStatistics> rows) {
        return RewardSummary.of(rows).get(0);
    }

    /** All quantities over the same resamples; a quantity's value is that of drawing each input once. */
    private static Map<Quantity, Estimate> estimates(List<InputChange> inputs, Bootstrap bootstrap) {
        List<Quantity> quantities = List.of(Quantity.values());
        List<ToDoubleFunction<int[]>> functions =
                quantities.stream().map(quantity -> quantity.over(inputs)).toList();
        List<Interval> intervals = bootstrap.intervals(inputs.size(), functions);
        int[] once = IntStream.range(0, inputs.size()).toArray();
        Map<Quantity, Estimate> estimates = new EnumMap<>(Quantity.class);
        for (int i = 0; i < quantities.size(); i++) {
            estimates.put(quantities.get(i), new Estimate(functions.get(i).applyAsDouble(once), intervals.get(i)));
        }
        return Collections.unmodifiableMap(estimates);
    }

    /** One of {@link #estimates}. */
    public Estimate estimate(Quantity quantity) {
        return estimates.get(quantity);
    }

    /** How many inputs have a small standard deviation at first. */
    public long smallStd() {
        return inputs.stream()
                .filter(input -> input.before().std() <= RewardSummary.SHOWN_THRESHOLD)
                .count();
    }
}
