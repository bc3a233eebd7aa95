package org.rlgrad.statistics;

import java.util.stream.DoubleStream;

/**
 * Mean and standard deviation of repeated runs.
 *
 * @param n how many values there were
 * @param mean NaN without values
 * @param std of the population, divided by n; exactly 0 where all values are equal, NaN without values
 */
public record MeanAndSpread(int n, double mean, double std) {
    /** Of the values that are not NaN. */
    public static MeanAndSpread of(double... values) {
        double[] there =
                DoubleStream.of(values).filter(value -> !Double.isNaN(value)).toArray();
        if (there.length == 0) {
            return new MeanAndSpread(0, Double.NaN, Double.NaN);
        }
        double mean = DoubleStream.of(there).sum() / there.length;
        if (DoubleStream.of(there).allMatch(value -> value == there[0])) {
            return new MeanAndSpread(there.length, there[0], 0);
        }
        double squares = DoubleStream.of(there)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return new MeanAndSpread(there.length, mean, Math.sqrt(squares / there.length));
    }
}
