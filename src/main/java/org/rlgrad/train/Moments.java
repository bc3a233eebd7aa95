package org.rlgrad.train;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Mean and population variance of some numbers; NaN of none.
 *
 * @param count how many
 */
record Moments(int count, double mean, double variance) {
    static Moments of(double... values) {
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        double variance = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(Double.NaN);
        return new Moments(values.length, mean, variance);
    }

    static Moments of(float... values) {
        return of(IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray());
    }

    double std() {
        return Math.sqrt(variance);
    }

    /** With the divisor n - 1. */
    double unbiasedStd() {
        return Math.sqrt(variance * count / (count - 1));
    }
}
