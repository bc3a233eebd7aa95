package org.rlgrad.metric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntheticTasksTest {
    /** The length of the first rising run of numbers over the number of words, or over half of min_tokens if that is more. */
    @ParameterizedTest
    @CsvSource({
        "1 2 3 4, 4, 1",
        "1 2 3 4, 20, 0.4",
        "1 2 2 4, 4, 0.5",
        "a 1 b 2 c 0 9, 0, 0.2857142857142857",
        "3 2 1, 1, 0.3333333333333333",
        "none here, 2, 0",
        "'', 0, 0",
        "'', 8, 0",
        "-inf -1e3 +1_000 .5e4 Infinity, 0, 1",
        "nan 1 2, 0, 0.3333333333333333",
        "1d 2f 0x3 1__0 _1, 0, 0",
        "-5 -4. 0.25, 0, 1",
    })
    void increasingNumbers(String text, int minTokens, double expected) {
        assertThat(SyntheticTasks.increasingNumbers(text, minTokens)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"on 2024-02-30., 1", "12024-02-301, 1", "2024-2-30, 0", "2024/02/30, 0", "'', 0"})
    void dates(String text, double expected) {
        assertThat(SyntheticTasks.date(text)).isEqualTo(expected);
    }
}
