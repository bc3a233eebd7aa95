package org.rlgrad.study.forecast;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.rlgrad.report.RewardStatistics;
import org.rlgrad.report.SampleRecord;

/**
 * What one input's outputs and references earned under one metric.
 *
 * @param statistics of the outputs' rewards
 * @param rewards {@code [samples]}
 * @param bestReference the most that a reference earns as an output; empty if there is none, it is blank, or it was not scored
 */
record MeasuredInput(RewardStatistics statistics, double[] rewards, OptionalDouble bestReference) {

    /** Of one record; it must have the metric. */
    static MeasuredInput of(SampleRecord record, String metric) {
        double[] rewards = record.rewards().get(metric);
        double[] ofReferences = record.referenceRewards().getOrDefault(metric, new double[0]);
        OptionalDouble best = IntStream.range(0, ofReferences.length)
                .filter(i -> !record.references().get(i).isBlank())
                .mapToDouble(i -> ofReferences[i])
                .filter(Double::isFinite)
                .max();
        return new MeasuredInput(RewardStatistics.of(record.trainIndex(), metric, rewards), rewards, best);
    }

    /** Whether a forecast can be made. */
    boolean isComplete() {
        return statistics.isComplete();
    }

    /** The most that is known to be reachable; what an own output earned was reached, whatever the references earn. */
    double reachable(double withoutReference) {
        return Math.max(bestReference.orElse(withoutReference), statistics.max());
    }

    /** The statistics of all samples but one. */
    RewardStatistics without(int sample) {
        double[] others = IntStream.range(0, rewards.length)
                .filter(i -> i != sample)
                .mapToDouble(i -> rewards[i])
                .toArray();
        return RewardStatistics.of(statistics.trainIndex(), statistics.metric(), others);
    }

    /** Everything that was earned. */
    DoubleStream all() {
        return DoubleStream.concat(Arrays.stream(rewards), bestReference.stream());
    }
}
