package org.rlgrad.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.rlgrad.random.NumpyRandomState;
import org.rlgrad.statistics.BinnedMeans.Bin;
import org.rlgrad.statistics.Bootstrap.Interval;

class BootstrapTest {
    private static double[] at(double[] values, int[] indices) {
        return Arrays.stream(indices).mapToDouble(i -> values[i]).toArray();
    }

    /** Each resample, gathered and handed to the whole sample's function. */
    @Test
    void resampledCorrelationsAreThoseOfTheGatheredPairs() {
        Random random = new Random(5);
        double[] x = random.doubles(37).map(v -> Math.rint(v * 8) / 8).toArray();
        double[] y = random.doubles(37).map(v -> Math.rint(v * 30) / 30).toArray();
        ToDoubleFunction<int[]> pearson = Resampled.pearson(x, y);
        ToDoubleFunction<int[]> spearman = Resampled.spearman(x, y);
        NumpyRandomState state = new NumpyRandomState(2);
        for (int i = 0; i < 200; i++) {
            int[] drawn = state.choice(37, 37, true);
            assertThat(pearson.applyAsDouble(drawn)).isEqualTo(Correlations.pearson(at(x, drawn), at(y, drawn)));
            assertThat(spearman.applyAsDouble(drawn))
                    .isCloseTo(Correlations.spearman(at(x, drawn), at(y, drawn)), within(1e-14));
        }
    }

    @Test
    void resamplesWithoutTheQuantityAreCountedAndLeftOut() {
        double[] x = {0, 0, 1};
        double[] y = {1, 2, 4};
        List<Interval> intervals =
                new Bootstrap(1000, 0.95, 0).intervals(3, List.of(Resampled.pearson(x, y), drawn -> Double.NaN));
        // Constant where only the first two are drawn (8 of 27), or only the third (1 of 27).
        assertThat(intervals.get(0).undefined()).isBetween(280, 390);
        assertThat(intervals.get(0).low()).isBetween(0.5, 1.0);
        assertThat(intervals.get(1)).isEqualTo(new Interval(Double.NaN, Double.NaN, 1000));
    }

    @Test
    void theSameSeedGivesTheSameIntervalsOnAnyNumberOfThreads() {
        double[] x = new Random(1).doubles(300).toArray();
        double[] y = new Random(2).doubles(300).toArray();
        List<ToDoubleFunction<int[]>> quantities = List.of(Resampled.pearson(x, y), Resampled.spearman(x, y));
        List<Interval> once = new Bootstrap(700, 0.95, 4).intervals(300, quantities);
        assertThat(new Bootstrap(700, 0.95, 4).intervals(300, quantities)).isEqualTo(once);
        assertThat(new Bootstrap(700, 0.95, 5).intervals(300, quantities)).isNotEqualTo(once);
        assertThat(once.get(0).low()).isLessThan(once.get(0).high());
    }

    @Test
    void aMeanIsOfTheKeptOnes() {
        ToDoubleFunction<int[]> mean = Resampled.mean(new double[] {1, 5, 9}, new boolean[] {true, false, true});
        assertThat(mean.applyAsDouble(new int[] {0, 1, 2, 2})).isCloseTo(19.0 / 3, within(1e-15));
        assertThat(mean.applyAsDouble(new int[] {1, 1})).isNaN();
    }

    @Test
    void binsEndAtQuantilesAndKeepEqualValuesTogether() {
        double[] x = {0, 0, 0, 0, 0, 0, 1, 2, 3, 4};
        double[] y = {1, 1, 1, 1, 1, 7, 5, 6, 7, 8};
        assertThat(BinnedMeans.byQuantiles(x, y, 2)).containsExactly(new Bin(6, 0, 2), new Bin(4, 2.5, 6.5));
        assertThat(BinnedMeans.byQuantiles(x, y, 10).stream()
                        .mapToInt(Bin::count)
                        .sum())
                .isEqualTo(10);
        assertThat(BinnedMeans.byQuantiles(new double[] {3, 3}, new double[] {1, 2}, 10))
                .containsExactly(new Bin(2, 3, 1.5));
    }
}
