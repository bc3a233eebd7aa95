package org.rlgrad.statistics;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * y = factor x^exponent, by ordinary least squares of log y on log x.
 *
 * @param exponent NaN without two different x
 * @param standardError of the exponent, from the residuals; NaN for fewer than three points
 * @param points how many there were
 */
public record PowerLaw(double exponent, double standardError, double factor, int points) {

    /** Through points with positive coordinates. */
    public static PowerLaw fit(double[] x, double[] y) {
        int n = x.length;
        double[] u = DoubleStream.of(x).map(Math::log).toArray();
        double[] v = DoubleStream.of(y).map(Math::log).toArray();
        double meanU = DoubleStream.of(u).average().orElse(Double.NaN);
        double meanV = DoubleStream.of(v).average().orElse(Double.NaN);
        if (DoubleStream.of(x).distinct().count() < 2) {
            return new PowerLaw(Double.NaN, Double.NaN, Double.NaN, n);
        }
        double squares = 0;
        double products = 0;
        for (int i = 0; i < n; i++) {
            squares += (u[i] - meanU) * (u[i] - meanU);
            products += (u[i] - meanU) * (v[i] - meanV);
        }
        double slope = products / squares;
        double residuals = IntStream.range(0, n)
                .mapToDouble(i -> v[i] - meanV - slope * (u[i] - meanU))
                .map(residual -> residual * residual)
                .sum();
        double error = n < 3 ? Double.NaN : Math.sqrt(residuals / (n - 2) / squares);
        return new PowerLaw(slope, error, Math.exp(meanV - slope * meanU), n);
    }
}
