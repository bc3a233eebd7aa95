package org.rlgrad.statistics;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The squared Euclidean norm of an expectation, estimated from m independent unbiased estimates G_1, ..., G_m of the vector.
 *
 * <p>The mean of G_i . G_j over all pairs i != j is unbiased, since independent vectors have no common noise; that of all
 * pairs, i = j included, is the squared norm of the mean vector, and too large by the noise's variance.
 *
 * @param squared the unbiased estimate; may be negative where the noise is larger than the vector
 * @param standardError of {@code squared}, by the jackknife over the vectors; where the expectation is near 0 it errs on the
 *     large side; NaN where all vectors but one are 0, for then nothing says how rare that one is
 * @param naive norm of the mean vector, biased upwards
 */
public record SquaredNorm(double squared, double standardError, double naive) {

    /**
     * From the vectors' scalar products.
     *
     * @param gram {@code [m][m]}, symmetric, m at least 3
     */
    public static SquaredNorm of(double[][] gram) {
        int m = gram.length;
        if (m < 3) {
            throw new IllegalArgumentException("a jackknife of " + m + " vectors");
        }
        double[] withOthers = IntStream.range(0, m)
                .mapToDouble(i -> IntStream.range(0, m)
                        .filter(j -> j != i)
                        .mapToDouble(j -> gram[i][j])
                        .sum())
                .toArray();
        double pairs = Arrays.stream(withOthers).sum();
        double all = pairs + IntStream.range(0, m).mapToDouble(i -> gram[i][i]).sum();
        double[] without = Arrays.stream(withOthers)
                .map(own -> (pairs - 2 * own) / ((m - 1.0) * (m - 2)))
                .toArray();
        double mean = Arrays.stream(without).average().orElseThrow();
        double spread = Arrays.stream(without).map(u -> (u - mean) * (u - mean)).sum();
        boolean alone = IntStream.range(0, m).filter(i -> gram[i][i] > 0).count() == 1;
        return new SquaredNorm(
                pairs / (m * (m - 1.0)),
                alone ? Double.NaN : Math.sqrt((m - 1.0) / m * spread),
                Math.sqrt(Math.max(0, all)) / m);
    }

    /** The norm: the root of the estimate, 0 where that is negative. */
    public double norm() {
        return Math.sqrt(Math.max(0, squared));
    }
}
