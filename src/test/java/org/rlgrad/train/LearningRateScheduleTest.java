package org.rlgrad.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.rlgrad.config.TrainingArguments.Schedule;

/** The schedules' corners, by hand; {@code GoldenOptimizerTest} follows recorded runs. */
class LearningRateScheduleTest {
    private static double[] rates(Schedule schedule, int warmup, int total) {
        LearningRateSchedule rates = new LearningRateSchedule(schedule, 0.5, warmup, total);
        double[] values = new double[total + 2];
        for (int step = 0; step < values.length; step++) {
            values[step] = rates.at(step);
        }
        return values;
    }

    @Test
    void constantIgnoresTheWarmup() {
        assertThat(rates(Schedule.CONSTANT, 3, 2)).containsOnly(0.5);
    }

    @Test
    void warmupRisesFromZero() {
        assertThat(rates(Schedule.CONSTANT_WITH_WARMUP, 2, 2)).containsExactly(0, 0.25, 0.5, 0.5);
        assertThat(rates(Schedule.CONSTANT_WITH_WARMUP, 0, 1)).containsOnly(0.5);
    }

    @Test
    void linearEndsAtZeroAndStaysThere() {
        assertThat(rates(Schedule.LINEAR, 1, 3)).containsExactly(0, 0.5, 0.25, 0, 0);
    }

    @Test
    void cosineIsHalfAtHalfTime() {
        double[] rates = rates(Schedule.COSINE, 0, 4);
        assertThat(rates[0]).isEqualTo(0.5);
        assertThat(rates[1]).isCloseTo(0.25 * (1 + Math.sqrt(0.5)), within(1e-15));
        assertThat(rates[2]).isCloseTo(0.25, within(1e-15));
        assertThat(rates[4]).isCloseTo(0, within(1e-15));
        assertThat(rates[5]).isCloseTo(0, within(1e-15));
    }

    @Test
    void aTrainingShorterThanItsWarmupOnlyRises() {
        assertThat(rates(Schedule.COSINE, 10, 2)).containsExactly(0, 0.05, 0.1, 0.15);
    }
}
