package org.rlgrad.study;

import org.rlgrad.report.RewardStatistics;

/**
 * What finetuning did to one input's reward.
 *
 * @param before under the initial model; mean and standard deviation are finite
 * @param after under the finetuned one, likewise
 */
public record InputChange(RewardStatistics before, RewardStatistics after) {
    /** Of the mean reward. */
    public double change() {
        return after.mean() - before.mean();
    }
}
