package org.rlgrad.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProportionsTest {
    /** SciPy 1.17: {@code beta.ppf(confidence, successes + 1, trials - successes)}. */
    @ParameterizedTest
    @CsvSource({
        "0, 10, 0.95, 0.258865550893",
        "0, 720, 0.95, 0.00415209538566",
        "5, 737, 0.95, 0.0142113344721",
        "1, 1045, 0.95, 0.00453145951859",
        "3, 4, 0.9, 0.974003746425",
        "400, 5000, 0.95, 0.0865941758195",
        "1200, 50000, 0.99, 0.0256403252897"
    })
    void theUpperBoundIsThatOfSciPy(long successes, long trials, double confidence, double expected) {
        assertThat(Proportions.upperBound(successes, trials, confidence)).isCloseTo(expected, within(1e-11));
    }

    @Test
    void withoutSuccessesItHasAClosedForm() {
        assertThat(Proportions.upperBound(0, 7, 0.95)).isCloseTo(1 - Math.pow(0.05, 1 / 7.0), within(1e-14));
        assertThat(Proportions.upperBound(7, 7, 0.95)).isEqualTo(1);
        assertThat(Proportions.upperBound(0, 0, 0.95)).isEqualTo(1);
        assertThatThrownBy(() -> Proportions.upperBound(2, 1, 0.95)).isInstanceOf(IllegalArgumentException.class);
    }
}
