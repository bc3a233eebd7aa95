package org.rlgrad.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MeanAndSpreadTest {
    @Test
    void dividesByTheNumberOfValues() {
        MeanAndSpread four = MeanAndSpread.of(1, 2, 3, 6);
        assertThat(four.n()).isEqualTo(4);
        assertThat(four.mean()).isEqualTo(3);
        assertThat(four.std()).isEqualTo(Math.sqrt(14 / 4.0), within(1e-15));
    }

    @Test
    void equalValuesHaveNoSpreadAtAll() {
        assertThat(MeanAndSpread.of(0.1, 0.1, 0.1)).isEqualTo(new MeanAndSpread(3, 0.1, 0));
    }

    @Test
    void whatWasNotMeasuredDoesNotCount() {
        assertThat(MeanAndSpread.of(Double.NaN, 2)).isEqualTo(new MeanAndSpread(1, 2, 0));
        assertThat(MeanAndSpread.of()).isEqualTo(new MeanAndSpread(0, Double.NaN, Double.NaN));
    }
}
