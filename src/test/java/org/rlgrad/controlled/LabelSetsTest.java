package org.rlgrad.controlled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rlgrad.random.TorchRandom;

class LabelSetsTest {
    @ParameterizedTest
    @CsvSource({"10, 5", "6, 3", "10, 10", "2, 2", "100, 7", "10, 1", "10, 0"})
    void rows(int classes, int labels) {
        LabelSets sets = LabelSets.draw(classes, labels, new TorchRandom(192));
        assertThat(sets.classes()).isEqualTo(classes);
        for (int c = 0; c < classes; c++) {
            int[] row = sets.table()[c];
            assertThat(row).hasSize(Math.max(1, labels)).startsWith(c).doesNotHaveDuplicates();
            assertThat(Arrays.stream(row)).allMatch(label -> label >= 0 && label < classes);
            assertThat(IntStream.concat(Arrays.stream(row), Arrays.stream(sets.outside(c)))
                            .sorted())
                    .containsExactly(IntStream.range(0, classes).boxed().toArray(Integer[]::new));
            assertThat(sets.outside(c)).isSorted();
        }
    }

    /** A set of one label needs no draw, so the generator stands where it stood. */
    @Test
    void oneLabelDrawsNothing() {
        TorchRandom random = new TorchRandom(3);
        LabelSets.draw(10, 1, random);
        assertThat(random.rand(4)).containsExactly(new TorchRandom(3).rand(4));
    }

    @Test
    void everyOtherClassIsEquallyLikely() {
        int tables = 2000;
        long[] counts = new long[56];
        for (int seed = 0; seed < tables; seed++) {
            int[][] table = LabelSets.draw(8, 3, new TorchRandom(seed)).table();
            for (int c = 0; c < 8; c++) {
                for (int k = 1; k < 3; k++) {
                    int other = table[c][k];
                    counts[c * 7 + (other < c ? other : other - 1)]++;
                }
            }
        }
        // 56 cells of 8 rows; above with a probability of 1e-4 for 48 degrees of freedom
        assertThat(Draws.chiSquare(counts, tables * 2 / 7.0)).isLessThan(93);
    }
}
