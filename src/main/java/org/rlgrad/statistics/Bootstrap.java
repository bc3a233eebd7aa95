package org.rlgrad.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.rlgrad.random.NumpyRandomState;

/**
 * Percentile intervals from resampling with replacement (Efron and Tibshirani 1993, section 13.3). Draw for draw NumPy's:
 * {@code state = RandomState(seed)}, then {@code state.randint(0, n, size=n)} for each resample.
 *
 * @param resamples how many
 * @param confidence the fraction of resampled values that an interval holds
 * @param seed 0 to 2^32 - 1
 */
public record Bootstrap(int resamples, double confidence, long seed) {
    /** Resamples that are drawn before they are looked at, on all cores. */
    private static final int BLOCK = 256;

    /**
     * Between which bounds a quantity lies.
     *
     * @param low NaN where no resample has the quantity
     * @param high likewise
     * @param undefined how many resamples do not have it (a correlation, since a quantity is constant in them); the
     *     bounds are of the others
     */
    public record Interval(double low, double high, int undefined) {}

    /**
     * The intervals of several quantities over the same resamples.
     *
     * @param size how many things there are to draw from, at least 1
     * @param quantities of the drawn indices, NaN where undefined; called on several threads
     */
    public List<Interval> intervals(int size, List<ToDoubleFunction<int[]>> quantities) {
        NumpyRandomState state = new NumpyRandomState(seed);
        double[][] values = new double[quantities.size()][resamples];
        for (int start = 0; start < resamples; start += BLOCK) {
            int from = start;
            int[][] drawn = new int[Math.min(BLOCK, resamples - start)][];
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = state.choice(size, size, true);
            }
            IntStream.range(0, drawn.length).parallel().forEach(i -> {
                for (int quantity = 0; quantity < values.length; quantity++) {
                    values[quantity][from + i] = quantities.get(quantity).applyAsDouble(drawn[i]);
                }
            });
        }
        return Arrays.stream(values).map(this::interval).toList();
    }

    private Interval interval(double[] values) {
        double[] defined = Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        int undefined = values.length - defined.length;
        if (defined.length == 0) {
            return new Interval(Double.NaN, Double.NaN, undefined);
        }
        double tail = (1 - confidence) / 2;
        return new Interval(Quantiles.ofSorted(defined, tail), Quantiles.ofSorted(defined, 1 - tail), undefined);
    }
}
