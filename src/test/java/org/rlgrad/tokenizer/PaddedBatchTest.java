package org.rlgrad.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.rlgrad.config.Side;

class PaddedBatchTest {
    private static final List<int[]> ROWS = List.of(new int[] {7, 9}, new int[0], new int[] {1, 2, 3});

    @Test
    void theMaskComesFromLengthsNotFromThePaddingId() {
        PaddedBatch batch = PaddedBatch.toLongest(ROWS, 9, Side.LEFT);
        assertThat(batch.ids()).isDeepEqualTo(new int[][] {{9, 7, 9}, {9, 9, 9}, {1, 2, 3}});
        assertThat(batch.mask()).isDeepEqualTo(new int[][] {{0, 1, 1}, {0, 0, 0}, {1, 1, 1}});
    }

    @Test
    void padsOnTheRightToAFixedWidth() {
        PaddedBatch batch = PaddedBatch.of(ROWS, 4, 0, Side.RIGHT);
        assertThat(batch.ids()).isDeepEqualTo(new int[][] {{7, 9, 0, 0}, {0, 0, 0, 0}, {1, 2, 3, 0}});
        assertThat(batch.mask()).isDeepEqualTo(new int[][] {{1, 1, 0, 0}, {0, 0, 0, 0}, {1, 1, 1, 0}});
        assertThatThrownBy(() -> PaddedBatch.of(ROWS, 2, 0, Side.RIGHT)).isInstanceOf(IllegalArgumentException.class);
    }
}
