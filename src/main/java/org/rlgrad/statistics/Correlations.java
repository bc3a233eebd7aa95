package org.rlgrad.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** How two quantities of the same things go together, in [-1, 1]. */
public final class Correlations {
    private Correlations() {}

    /** Pearson's r; NaN for fewer than two pairs, or where a quantity is constant. */
    public static double pearson(double[] x, double[] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException(x.length + " values against " + y.length);
        }
        double meanX = DoubleStream.of(x).sum() / x.length;
        double meanY = DoubleStream.of(y).sum() / y.length;
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int i = 0; i < x.length; i++) {
            double dx = x[i] - meanX;
            double dy = y[i] - meanY;
            xx += dx * dx;
            yy += dy * dy;
            xy += dx * dy;
        }
        boolean constant = isConstant(x) || isConstant(y);
        return constant ? Double.NaN : Math.max(-1, Math.min(1, xy / Math.sqrt(xx) / Math.sqrt(yy)));
    }

    /** Spearman's rho: Pearson's r of the ranks, equal values sharing their mean rank; NaN likewise. */
    public static double spearman(double[] x, double[] y) {
        return pearson(ranks(x), ranks(y));
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

    private static boolean isConstant(double[] values) {
        return DoubleStream.of(values).distinct().count() < 2;
    }
}
