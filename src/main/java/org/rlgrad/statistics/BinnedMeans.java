package org.rlgrad.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Means of one quantity over stretches of another. */
public final class BinnedMeans {
    private BinnedMeans() {}

    /**
     * The pairs whose x lies between two neighbouring quantiles.
     *
     * @param count how many, at least 1
     * @param x their mean x
     * @param y their mean y
     */
    public record Bin(int count, double x, double y) {}

    /**
     * Bins whose upper edges, inclusive, are the quantiles of x at 1/parts, 2/parts, ...; where several of these are equal
     * there are fewer bins, and equal x are always in one.
     *
     * @param x finite, at least one
     * @param y as many
     * @return in the order of x
     */
    public static List<Bin> byQuantiles(double[] x, double[] y, int parts) {
        Correlations.requirePairs(x, y);
        double[] sorted = Arrays.stream(x).sorted().toArray();
        List<Bin> bins = new ArrayList<>();
        double below = Double.NEGATIVE_INFINITY;
        for (int part = 1; part <= parts; part++) {
            double edge = part == parts ? sorted[sorted.length - 1] : Quantiles.ofSorted(sorted, (double) part / parts);
            int count = 0;
            double sumX = 0;
            double sumY = 0;
            for (int i = 0; i < x.length; i++) {
                if (x[i] > below && x[i] <= edge) {
                    count++;
                    sumX += x[i];
                    sumY += y[i];
                }
            }
            if (count > 0) {
                bins.add(new Bin(count, sumX / count, sumY / count));
            }
            below = Math.max(below, edge);
        }
        return bins;
    }
}
