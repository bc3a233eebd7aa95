package org.rlgrad.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The training subset that the reference draws with seed 7. */
class SubsetTest {
    /** The pools' published sizes and the first indices that NumPy draws of them. */
    @ParameterizedTest
    @CsvSource({
        "32747, 12110 22625 13797 9821 19813 16849",
        "120761, 101939 117800 70140 96694 98019 85935",
        "67389, 55458 2383 66736 7632 30366 20227",
        "206112, 50781 121036 50784 8386 20592 127292",
        "287113, 49913 162820 21400 67171 123935 51062",
        "9954, 3772 1899 1682 8949 5297 6896",
    })
    void firstIndicesOfThePaperPools(int poolSize, String first) {
        int[] chosen = Subset.choose(poolSize, 5000, 7);
        assertThat(chosen).hasSize(5000).doesNotHaveDuplicates();
        assertThat(chosen[0] + " " + chosen[1] + " " + chosen[2] + " " + chosen[3] + " " + chosen[4] + " " + chosen[5])
                .isEqualTo(first);
    }

    @Test
    void smallPoolsComeWholeButPermuted() {
        assertThat(Subset.choose(10, 5000, 7)).containsExactly(8, 5, 0, 2, 1, 9, 7, 3, 6, 4);
        assertThat(Subset.choose(10, 3, 7)).containsExactly(8, 5, 0);
    }

    @Test
    void noNumberMeansAllInOrder() {
        assertThat(Subset.choose(4, 0, 7)).containsExactly(0, 1, 2, 3);
        assertThat(Subset.choose(4, -1, -1)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void negativeSeedIsTheCallersToReplace() {
        assertThatThrownBy(() -> Subset.choose(10, 3, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
