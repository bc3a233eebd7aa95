package org.rlgrad.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CorrelationsTest {
    private static final double NAN = Double.NaN;
    private static final double INF = Double.POSITIVE_INFINITY;

    @Test
    void equalValuesShareTheirMeanRank() {
        assertThat(Correlations.ranks(new double[] {3, 1, 3, -0.0, 0.0, 3})).containsExactly(5, 3, 5, 1.5, 1.5, 5);
    }

    @Test
    void twoPairsAreOnALine() {
        assertThat(Correlations.pearson(new double[] {1, 2}, new double[] {5, 9}))
                .isEqualTo(1);
        assertThat(Correlations.spearman(new double[] {1, 2}, new double[] {9, 5}))
                .isEqualTo(-1);
    }

    @Test
    void withoutVariationThereIsNoCorrelation() {
        double[] varied = {1, 2, 4};
        double[] constant = {0.1, 0.1, 0.1};
        assertThat(Correlations.pearson(constant, varied)).isNaN();
        assertThat(Correlations.pearson(varied, constant)).isNaN();
        assertThat(Correlations.spearman(constant, varied)).isNaN();
        assertThat(Correlations.pearson(new double[] {1}, new double[] {2})).isNaN();
        assertThat(Correlations.pearson(new double[0], new double[0])).isNaN();
        assertThat(Correlations.spearman(new double[0], new double[0])).isNaN();
    }

    @Test
    void whatIsNotANumberHasNoCorrelation() {
        double[] fine = {1, 2, 4};
        assertThat(Correlations.pearson(new double[] {1, NAN, 2}, fine)).isNaN();
        assertThat(Correlations.spearman(fine, new double[] {1, NAN, 2})).isNaN();
        assertThat(Correlations.pearson(new double[] {1, INF, 2}, fine)).isNaN();
        // An infinity has a rank like any other value.
        assertThat(Correlations.spearman(new double[] {1, 2, INF}, fine)).isEqualTo(1);
        int[] all = {0, 1, 2};
        assertThat(Resampled.spearman(new double[] {1, NAN, 2}, fine).applyAsDouble(all))
                .isNaN();
        assertThat(Resampled.spearman(new double[] {1, 2, INF}, fine).applyAsDouble(all))
                .isEqualTo(1);
    }

    @Test
    void neitherOffsetNorSizeCounts() {
        Random random = new Random(1);
        double[] x = random.doubles(100).map(v -> Math.rint(v * 64) / 64).toArray();
        double[] y = random.doubles(100).map(v -> Math.rint(v * 64) / 64).toArray();
        for (int i = 0; i < x.length; i++) {
            y[i] += x[i];
        }
        double plain = Correlations.pearson(x, y);
        assertThat(plain).isBetween(0.5, 0.9);
        double[] far = Arrays.stream(x).map(v -> v + 0x1p46).toArray(); // exact
        assertThat(Correlations.pearson(far, y)).isCloseTo(plain, within(1e-12));
        for (double scale : new double[] {0x1p-1000, 0x1p-600, 0x1p600, 0x1p1023}) {
            double[] scaled = Arrays.stream(x).map(v -> v * scale).toArray();
            assertThat(Correlations.pearson(scaled, y)).isCloseTo(plain, within(1e-12));
        }
        double[] huge = {-Double.MAX_VALUE, 0, Double.MAX_VALUE};
        assertThat(Correlations.pearson(huge, new double[] {-1, 0, 1})).isCloseTo(1, within(1e-12));
    }

    @Test
    void lengthsMustAgree() {
        assertThatThrownBy(() -> Correlations.pearson(new double[2], new double[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 values against 3");
    }
}
