package org.rlgrad.statistics;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * Quantities of a resample, given as the indices that were drawn, with repetitions. Each is what the whole sample's function
 * says of the drawn values.
 */
public final class Resampled {
    private Resampled() {}

    /** {@link Correlations#pearson} of the drawn pairs. */
    public static ToDoubleFunction<int[]> pearson(double[] x, double[] y) {
        Correlations.requirePairs(x, y);
        return drawn -> {
            double[] dx = gather(x, drawn);
            double[] dy = gather(y, drawn);
            return Correlations.standardise(dx) && Correlations.standardise(dy)
                    ? Correlations.cosine(dx, dy)
                    : Double.NaN;
        };
    }

    /**
     * {@link Correlations#spearman} of the drawn pairs, ranked anew within each resample: n + k steps for n pairs of k different
     * values, since the whole sample's order is known.
     */
    public static ToDoubleFunction<int[]> spearman(double[] x, double[] y) {
        Correlations.requirePairs(x, y);
        if (Arrays.stream(x).anyMatch(Double::isNaN) || Arrays.stream(y).anyMatch(Double::isNaN)) {
            return drawn -> Double.NaN;
        }
        Order orderX = Order.of(x);
        Order orderY = Order.of(y);
        return drawn -> {
            double[] dx = orderX.centredRanks(drawn);
            double[] dy = orderY.centredRanks(drawn);
            return Correlations.cosine(dx, dy); // 0 / 0 where all ranks are equal
        };
    }

    /** The mean of the drawn values among those that are kept; NaN if none of them was drawn. */
    public static ToDoubleFunction<int[]> mean(double[] values, boolean[] kept) {
        return drawn -> {
            double sum = 0;
            int count = 0;
            for (int index : drawn) {
                if (kept[index]) {
                    sum += values[index];
                    count++;
                }
            }
            return sum / count;
        };
    }

    private static double[] gather(double[] values, int[] drawn) {
        double[] gathered = new double[drawn.length];
        for (int i = 0; i < drawn.length; i++) {
            gathered[i] = values[drawn[i]];
        }
        return gathered;
    }

    /**
     * Places of values in their order.
     *
     * @param place of each value among the different ones, from 0
     * @param different how many different values there are
     */
    private record Order(int[] place, int different) {
        static Order of(double[] values) {
            // Adding 0 makes -0.0 and 0.0 one value.
            double[] sorted = Arrays.stream(values)
                    .map(value -> value + 0.0)
                    .sorted()
                    .distinct()
                    .toArray();
            int[] place = Arrays.stream(values)
                    .mapToInt(value -> Arrays.binarySearch(sorted, value + 0.0))
                    .toArray();
            return new Order(place, sorted.length);
        }

        /** Twice the distance of each drawn value's rank from the mean rank: whole numbers, so that nothing is rounded. */
        double[] centredRanks(int[] drawn) {
            int[] counts = new int[different];
            for (int index : drawn) {
                counts[place[index]]++;
            }
            double[] centred = new double[different];
            int below = 0;
            for (int i = 0; i < different; i++) {
                // The ranks of these are below + 1 to below + count, the mean of all is (n + 1) / 2.
                centred[i] = 2.0 * below + counts[i] - drawn.length;
                below += counts[i];
            }
            double[] ranks = new double[drawn.length];
            for (int i = 0; i < drawn.length; i++) {
                ranks[i] = centred[place[drawn[i]]];
            }
            return ranks;
        }
    }
}
