package org.rlgrad.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How two quantities of the same things go together, in [-1, 1].
 *
 * <p>To the last digits whatever the values' offset and size: deviations from the mean are taken twice, so that the rounding of
 * the mean does not count, and are brought to a size of about 1, so that no square over- or underflows.
 */
public final class Correlations {
    private Correlations() {}

    /** Pearson's r; NaN for fewer than two pairs, where a quantity is constant, or where a value is not finite. */
    public static double pearson(double[] x, double[] y) {
        requirePairs(x, y);
        double[] dx = x.clone();
        double[] dy = y.clone();
        return standardise(dx) && standardise(dy) ? cosine(dx, dy) : Double.NaN;
    }

    /**
     * Spearman's rho: Pearson's r of the ranks, equal values sharing their mean rank; NaN for fewer than two pairs, where a
     * quantity is constant, or where a value is NaN.
     */
    public static double spearman(double[] x, double[] y) {
        requirePairs(x, y);
        boolean missing =
                DoubleStream.concat(DoubleStream.of(x), DoubleStream.of(y)).anyMatch(Double::isNaN);
        return missing ? Double.NaN : pearson(ranks(x), ranks(y));
    }

    /** Rank of each value from 1, the mean of their ranks for equal values. */
    public static double[] ranks(double[] values) {
        Integer[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .toArray(Integer[]::new);
        double[] ranks = new double[values.length];
        for (int from = 0, to; from < order.length; from = to) {
            to = from + 1;
            while (to < order.length && values[order[to]] == values[order[from]]) {
                to++;
            }
            double rank = (from + to + 1) / 2.0;
            Arrays.stream(order, from, to).forEach(i -> ranks[i] = rank);
        }
        return ranks;
    }

    static void requirePairs(double[] x, double[] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException(x.length + " values against " + y.length);
        }
    }

    /** Replaces values by deviations from their mean, the largest of which is 1 or -1; false where there is none. */
    static boolean standardise(double[] values) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (double value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
            sum += value;
        }
        if (!(low < high) || Double.isInfinite(low) || Double.isInfinite(high)) {
            return false; // NaN makes both bounds NaN
        }
        if (Double.isInfinite(sum) || high - low == Double.POSITIVE_INFINITY) {
            shrink(values);
            return standardise(values);
        }
        centre(values, sum / values.length);
        centre(values, sum(values) / values.length);
        double largest = largest(values);
        for (int i = 0; i < values.length; i++) {
            values[i] /= largest;
        }
        return true;
    }

    /** The cosine of the angle between two vectors, neither of them zero. */
    static double cosine(double[] x, double[] y) {
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int i = 0; i < x.length; i++) {
            xx += x[i] * x[i];
            yy += y[i] * y[i];
            xy += x[i] * y[i];
        }
        return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
    }

    /** By a power of two, so that nothing is rounded but what is too small to count. */
    private static void shrink(double[] values) {
        double factor = 1.0 / (4.0 * Integer.highestOneBit(values.length));
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }

    private static void centre(double[] values, double mean) {
        for (int i = 0; i < values.length; i++) {
            values[i] -= mean;
        }
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
