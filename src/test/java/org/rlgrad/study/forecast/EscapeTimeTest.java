package org.rlgrad.study.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Closed forms against flows that are integrated step by step. */
class EscapeTimeTest {

    /** Rewards +1 and -1, from probability epsilon to one half; integrated independently, to six digits. */
    @ParameterizedTest
    @CsvSource({"0.1, 3.32083, 1.54306", "0.01, 27.0450, 2.79251", "0.001, 253.203, 3.95288"})
    void theTableOfTwoOutputs(double epsilon, double reinforcement, double supervision) {
        assertThat(EscapeTime.ofReinforcement(epsilon, 0.5, 2))
                .isCloseTo(reinforcement, Percentage.withPercentage(1e-3));
        assertThat(EscapeTime.ofSupervision(epsilon, 0.5)).isCloseTo(supervision, Percentage.withPercentage(1e-3));
    }

    @ParameterizedTest
    @CsvSource({"0.003, 0.9", "0.05, 0.5", "0.3, 1.7", "0.8, 0.2"})
    void halfOfTheGapOfAnyTwoRewards(double p, double difference) {
        double half = (1 + p) / 2;
        double reinforcement = integrate(p, half, q -> 2 * difference * q * (1 - q));
        double supervision = integrate(p, half, q -> 2 * (1 - q));
        assertThat(EscapeTime.ofReinforcement(p, half, difference))
                .isCloseTo(reinforcement, Percentage.withPercentage(0.01));
        assertThat(EscapeTime.ofSupervision(p, half)).isCloseTo(supervision, Percentage.withPercentage(0.01));
    }

    @Test
    void reinforcementIsQuadraticInTheDeviationSupervisionLogarithmic() {
        double tenth = EscapeTime.ofReinforcement(1e-5, 0.5, 2) / EscapeTime.ofReinforcement(1e-3, 0.5, 2);
        assertThat(tenth).isCloseTo(100, within(2.0)); // the deviation is a tenth
        assertThat(EscapeTime.ofSupervision(1e-5, 0.5) - EscapeTime.ofSupervision(1e-3, 0.5))
                .isCloseTo(Math.log(10), within(1e-2));
    }

    @Test
    void aRewardOfTwoValuesHasExactlyCantellisProbability() {
        double p = 0.07;
        double difference = 0.8;
        double std = difference * Math.sqrt(p * (1 - p));
        assertThat(EscapeTime.largestProbability(std, difference * (1 - p))).isCloseTo(p, within(1e-12));
        // three values: 0 with 0.6, 0.5 with 0.3, 1 with 0.1; mean 0.25, so that 1 lies 0.75 above it
        double variance = 0.3 * 0.25 + 0.1 - 0.25 * 0.25;
        assertThat(EscapeTime.largestProbability(Math.sqrt(variance), 0.75)).isGreaterThan(0.1);
        assertThat(EscapeTime.largestProbability(0, 0.75)).isZero();
    }

    /** Time in which p goes from one value to another under dz/dt = speed(p), z the log odds; Runge-Kutta of order 4. */
    private static double integrate(double from, double to, DoubleUnaryOperator speed) {
        double goal = Math.log(to / (1 - to));
        double z = Math.log(from / (1 - from));
        DoubleUnaryOperator slope = x -> speed.applyAsDouble(1 / (1 + Math.exp(-x)));
        double step = 1e-3;
        for (double time = 0; ; time += step) {
            double a = slope.applyAsDouble(z);
            double b = slope.applyAsDouble(z + step / 2 * a);
            double c = slope.applyAsDouble(z + step / 2 * b);
            double d = slope.applyAsDouble(z + step * c);
            double next = z + step / 6 * (a + 2 * b + 2 * c + d);
            if (next >= goal) {
                return time + step * (goal - z) / (next - z);
            }
            z = next;
        }
    }
}
