package org.rlgrad.study.forecast;

import java.util.List;
import org.rlgrad.report.RewardStatistics;
import org.rlgrad.statistics.Proportions;
import org.rlgrad.study.forecast.RiskRule.RewardRange;

/**
 * How likely good outputs can be without our having seen one. Each sample is left out in turn: where the other n - 1 make their input one at
 * risk, that is a trial, and a surprise if the sample left out lies at least half of their gap above their mean.
 *
 * <p>Inputs at risk are selected for not having shown a good output, so that their own samples say little of how likely one is: with n
 * equal samples its probability may be {@code 1 - 0.05^(1/n)} (26 % for n = 10) at 95 % confidence. Leaving out repeats the selection for every
 * sample, and the bound pools the inputs; for a single one it is the formula above. It is one of the mean probability of the inputs at risk; as
 * the time grows like 1 / p, their mean time is no shorter than the time at the bound. Trials of one input are not independent, so that 95 %
 * is nominal: in simulations of equally likely good outputs the bound held in 90 to 100 % of runs up to a probability of 5 %, and in 78 to 93 %
 * at 10 to 20 % (20 inputs or more), where little is slow anyway.
 *
 * @param trials over all inputs
 * @param surprises among them
 * @param pooled upper confidence bound of a good output's mean probability over the inputs at risk; 1 if nothing is known
 */
public record Resolution(long trials, long surprises, double pooled) {

    static Resolution of(List<MeasuredInput> inputs, double withoutReference, RewardRange range, RiskRule rule) {
        long trials = 0;
        long surprises = 0;
        for (MeasuredInput input : inputs) {
            double reachable = input.reachable(withoutReference);
            for (int sample = 0; sample < input.rewards().length; sample++) {
                RewardStatistics others = input.without(sample);
                if (rule.atRisk(others.mean(), others.std(), reachable, range)) {
                    trials++;
                    surprises += input.rewards()[sample] >= (others.mean() + reachable) / 2 ? 1 : 0;
                }
            }
        }
        return new Resolution(trials, surprises, Proportions.upperBound(surprises, trials, rule.confidence()));
    }

    /** Whether the pooled bound bounds anything. */
    boolean isKnown() {
        return pooled < 1;
    }
}
