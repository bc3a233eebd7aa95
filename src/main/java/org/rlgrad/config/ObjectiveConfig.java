package org.rlgrad.config;

/**
 * What training maximises or minimises.
 *
 * @param minReward reward of a wrong label
 * @param klRegularizationCoeff beta; 0: no penalty
 * @param klRegRefUnif the penalty's reference is the uniform distribution instead of the initial model
 */
public record ObjectiveConfig(
        OptMethod optMethod,
        RewardType rewardType,
        double minReward,
        double klRegularizationCoeff,
        boolean klRegRefUnif) {

    /** {@code opt_method} */
    public enum OptMethod {
        /** Cross entropy: SFT, and pretraining with several labels. */
        SUPERVISED,
        /** The policy gradient with one sampled label per input. */
        REINFORCE,
        /** The exact policy gradient, summed over all labels. */
        EXPECTED_REINFORCE
    }

    /** {@code reward_type}: the right label earns 1. */
    public enum RewardType {
        /** A wrong label earns {@code minReward}. */
        LABELS,
        /** A wrong label earns 0.5 where the sample's label was modified, else {@code minReward}. */
        LABELS_WITH_CUSTOM
    }
}
