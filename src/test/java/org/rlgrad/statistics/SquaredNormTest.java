package org.rlgrad.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The estimate from scalar products against the vectors themselves. */
class SquaredNormTest {
    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    private static double[][] gram(double[][] vectors) {
        return Arrays.stream(vectors)
                .map(a -> Arrays.stream(vectors).mapToDouble(b -> dot(a, b)).toArray())
                .toArray(double[][]::new);
    }

    private static double[] sum(double[][] vectors) {
        double[] sum = new double[vectors[0].length];
        for (double[] vector : vectors) {
            Arrays.setAll(sum, i -> sum[i] + vector[i]);
        }
        return sum;
    }

    /** By its definition, from the sum of the vectors. */
    private static double unbiased(double[][] vectors) {
        double[] sum = sum(vectors);
        double own = Arrays.stream(vectors).mapToDouble(v -> dot(v, v)).sum();
        return (dot(sum, sum) - own) / (vectors.length * (vectors.length - 1.0));
    }

    private static double[][] vectors(SplittableRandom random, int count, double... mean) {
        double[][] vectors = new double[count][mean.length];
        for (double[] vector : vectors) {
            Arrays.setAll(vector, i -> mean[i] + random.nextGaussian());
        }
        return vectors;
    }

    @Test
    void agreesWithTheVectors() {
        double[][] vectors = vectors(new SplittableRandom(1), 6, 0.5, -1, 0);
        SquaredNorm estimate = SquaredNorm.of(gram(vectors));
        assertThat(estimate.squared()).isCloseTo(unbiased(vectors), within(1e-12));
        double[] sum = sum(vectors);
        assertThat(estimate.naive()).isCloseTo(Math.sqrt(dot(sum, sum)) / 6, within(1e-12));
        double[] without = new double[6];
        for (int left = 0; left < 6; left++) {
            int out = left;
            without[left] = unbiased(IntStream.range(0, 6)
                    .filter(i -> i != out)
                    .mapToObj(i -> vectors[i])
                    .toArray(double[][]::new));
        }
        double mean = Arrays.stream(without).average().orElseThrow();
        double spread = Arrays.stream(without).map(u -> (u - mean) * (u - mean)).sum();
        assertThat(estimate.standardError()).isCloseTo(Math.sqrt(5 / 6.0 * spread), within(1e-12));
    }

    /** Vectors of mean (2, 1), whose squared norm is 5, and of mean 0. */
    @Test
    void isRightOnAverageAndKnowsItsError() {
        SplittableRandom random = new SplittableRandom(2);
        for (double[] mean : new double[][] {{2, 1}, {0, 0}}) {
            int trials = 4000;
            double total = 0;
            double squares = 0;
            double claimed = 0;
            int negative = 0;
            for (int trial = 0; trial < trials; trial++) {
                SquaredNorm estimate = SquaredNorm.of(gram(vectors(random, 8, mean)));
                total += estimate.squared();
                squares += estimate.squared() * estimate.squared();
                claimed += estimate.standardError() * estimate.standardError();
                negative += estimate.squared() < 0 ? 1 : 0;
                assertThat(estimate.norm()).isGreaterThanOrEqualTo(0).isLessThanOrEqualTo(estimate.naive());
            }
            double average = total / trials;
            double variance = squares / trials - average * average;
            assertThat(average).isCloseTo(dot(mean, mean), within(4 * Math.sqrt(variance / trials)));
            assertThat(claimed / trials / variance).isBetween(0.9, mean[0] == 0 ? 2.6 : 1.2);
            assertThat(negative > trials / 10).isEqualTo(mean[0] == 0);
        }
    }

    @Test
    void nothingGivesNothing() {
        assertThat(SquaredNorm.of(new double[4][4])).isEqualTo(new SquaredNorm(0, 0, 0));
        assertThatThrownBy(() -> SquaredNorm.of(new double[2][2])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneVectorAloneSaysNothingOfItsError() {
        SquaredNorm norm = SquaredNorm.of(new double[][] {{0, 0, 0}, {0, 4, 0}, {0, 0, 0}});
        assertThat(norm.squared()).isZero();
        assertThat(norm.standardError()).isNaN();
        assertThat(norm.naive()).isEqualTo(2 / 3.0);
        assertThat(SquaredNorm.of(new double[3][3]).standardError()).isZero();
    }
}
