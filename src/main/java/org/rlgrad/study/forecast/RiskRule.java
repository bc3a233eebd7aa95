package org.rlgrad.study.forecast;

import org.rlgrad.report.RewardSummary;

/**
 * When the gradient of an input is at risk of vanishing, and what counts as having moved. All thresholds are ours; the paper's are not
 * known.
 *
 * <p>Rewards are placed in a range: the smallest interval that holds [0, 1] and every reward of the run. "Of what the references earn" is
 * counted from its lower end, and deviations are measured against its width, so that for rewards of [0, 1], which nearly all metrics give,
 * the thresholds are plain numbers, and for rewards of [-1, 1] they double.
 *
 * @param smallStd up to where, inclusive, a standard deviation (ddof 1) is small, as a fraction of the range's width
 * @param lowReward a mean below this fraction of the reachable reward is low: small deviation at low reward is a risk
 * @param worthClosing a gap from the mean to the reachable reward counts from this fraction of the latter on
 * @param moved the fraction of its gap that an input must close to have moved
 * @param confidence of the upper bound of a probability that was too small to be measured
 */
public record RiskRule(double smallStd, double lowReward, double worthClosing, double moved, double confidence) {
    /** The one rule that runs are judged by. */
    public static final RiskRule DEFAULT = new RiskRule(RewardSummary.SHOWN_THRESHOLD, 0.5, 0.25, 0.1, 0.95);

    /** Whether an input of this mean and deviation is at risk. */
    boolean atRisk(double mean, double std, double reachable, RewardRange range) {
        return isSmall(std, range) && range.above(mean) < lowReward * range.above(reachable);
    }

    boolean isSmall(double std, RewardRange range) {
        return std <= smallStd * range.width();
    }

    /** Whether so much is left to gain that an input which stays where it is has failed. */
    boolean isWorthClosing(double mean, double reachable, RewardRange range) {
        double whole = range.above(reachable);
        return whole > 0 && reachable - mean >= worthClosing * whole;
    }

    /** Where rewards lie. */
    public record RewardRange(double low, double high) {
        /** What a metric of [0, 1] may exceed its range by, for it adds up in floating point. */
        private static final double ROUNDING = 1e-9;

        /** The smallest one that holds [0, 1] and these rewards, up to rounding. */
        static RewardRange of(double least, double most) {
            return new RewardRange(least < -ROUNDING ? least : 0, most > 1 + ROUNDING ? most : 1);
        }

        double width() {
            return high - low;
        }

        double above(double reward) {
            return reward - low;
        }
    }
}
