package org.rlgrad.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomStreamsTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 100, 5749})
    void aPermutationHoldsEachNumberOnce(int size) {
        for (int epoch = 1; epoch <= 3; epoch++) {
            assertThat(IntStream.of(new RandomStreams(4).permutation(epoch, size))
                            .sorted())
                    .containsExactly(IntStream.range(0, size).boxed().toArray(Integer[]::new));
        }
    }

    @Test
    void itDependsOnEpochAndSeedAlone() {
        int[] order = new RandomStreams(4).permutation(1, 1000);
        assertThat(new RandomStreams(4).permutation(1, 1000)).containsExactly(order);
        assertThat(same(order, new RandomStreams(4).permutation(2, 1000))).isLessThan(10);
        assertThat(same(order, new RandomStreams(5).permutation(1, 1000))).isLessThan(10);
        assertThat(same(order, IntStream.range(0, 1000).toArray())).isLessThan(10);
    }

    /** Places with the same number; between random orders about one. */
    private static long same(int[] a, int[] b) {
        return IntStream.range(0, a.length).filter(i -> a[i] == b[i]).count();
    }

    /** All 24 orders of four numbers, and every number at every place of seven, equally often. */
    @Test
    void allOrdersAreEquallyLikely() {
        int draws = 60_000;
        RandomStreams random = new RandomStreams(11);
        long[] orders = new long[256];
        long[] places = new long[49];
        for (int epoch = 0; epoch < draws; epoch++) {
            int[] four = random.permutation(epoch, 4);
            orders[four[0] * 64 + four[1] * 16 + four[2] * 4 + four[3]]++;
            int[] seven = random.permutation(epoch, 7);
            for (int i = 0; i < 7; i++) {
                places[7 * i + seven[i]]++;
            }
        }
        long[] possible = IntStream.range(0, 256)
                .filter(o -> orders[o] > 0)
                .mapToLong(o -> orders[o])
                .toArray();
        assertThat(possible).hasSize(24);
        // above these with a probability of 1e-4: chi-square of 23, and of 36 degrees of freedom
        assertThat(chiSquare(possible, draws / 24.0)).isLessThan(56);
        assertThat(chiSquare(places, draws / 7.0)).isLessThan(76);
    }

    @Test
    void uniformNumbersOfDifferentPlacesAreUnrelated() {
        int n = 100_000;
        RandomStreams random = new RandomStreams(0);
        long[] cells = new long[100];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            float a = random.uniform(i, 2, 7);
            float b = random.uniform(i, 2, 8);
            assertThat(a).isBetween(0f, Math.nextDown(1f));
            sum += a;
            int row = (int) (10 * a);
            int column = (int) (10 * b);
            cells[10 * row + column]++;
        }
        assertThat(sum / n).isCloseTo(0.5, within(5 / Math.sqrt(12.0 * n)));
        assertThat(chiSquare(cells, n / 100.0)).as("99 degrees of freedom").isLessThan(158);
    }

    /** The candidate with the largest sum is a draw from the softmax; mean and variance are the Gumbel distribution's. */
    @Test
    void gumbelNumbersDraw() {
        int n = 60_000;
        double[] logProbs = {Math.log(0.6), Math.log(0.3), Math.log(0.09), Math.log(0.01)};
        RandomStreams random = new RandomStreams(1L << 40);
        int[] wins = new int[4];
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            int best = 0;
            for (int c = 1; c < 4; c++) {
                best = logProbs[c] + random.gumbel(i, 0, 3, c) > logProbs[best] + random.gumbel(i, 0, 3, best)
                        ? c
                        : best;
            }
            wins[best]++;
            double number = random.gumbel(7, i, 0, 0);
            sum += number;
            squares += number * number;
        }
        double statistic = 0;
        for (int c = 0; c < 4; c++) {
            double expected = n * Math.exp(logProbs[c]);
            statistic += (wins[c] - expected) * (wins[c] - expected) / expected;
        }
        assertThat(statistic).as("3 degrees of freedom").isLessThan(21);
        assertThat(sum / n).isCloseTo(0.5772, within(0.025));
        assertThat(squares / n - sum / n * sum / n).isCloseTo(Math.PI * Math.PI / 6, within(0.07));
    }

    private static double chiSquare(long[] counts, double expected) {
        double sum = 0;
        for (long count : counts) {
            sum += (count - expected) * (count - expected) / expected;
        }
        return sum;
    }
}
