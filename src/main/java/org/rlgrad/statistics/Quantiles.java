package org.rlgrad.statistics;

/** Quantiles of a sample. */
public final class Quantiles {
    private Quantiles() {}

    /**
     * Linear between the two neighbouring order statistics, as NumPy's default.
     *
     * @param sorted ascending, at least one value
     * @param q in [0, 1]
     */
    public static double ofSorted(double[] sorted, double q) {
        double place = q * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
