package org.rlgrad.train;

import org.rlgrad.config.TrainingArguments.Schedule;

/**
 * The learning rate of each step, by the rules of transformers: a linear rise over the warm-up where the schedule has one, then
 * constant, a line down to 0, or half a cosine down to 0.
 *
 * @param base the highest rate
 * @param warmupSteps unused by {@link Schedule#CONSTANT}
 * @param totalSteps of the whole training, the warm-up included
 */
public record LearningRateSchedule(Schedule schedule, double base, int warmupSteps, int totalSteps) {

    /** The rate of a step, counted from 0. */
    public double at(int step) {
        return base * factor(step);
    }

    private double factor(int step) {
        if (schedule != Schedule.CONSTANT && step < warmupSteps) {
            return (double) step / warmupSteps;
        }
        double left = Math.max(0, (double) (totalSteps - step) / Math.max(1, totalSteps - warmupSteps));
        return switch (schedule) {
            case CONSTANT, CONSTANT_WITH_WARMUP -> 1;
            case LINEAR -> left;
            case COSINE -> 0.5 * (1 + Math.cos(Math.PI * (1 - left)));
        };
    }
}
