package org.rlgrad.config;

/**
 * NLPO's keys of {@code alg.policy.args}: which tokens may be sampled.
 *
 * @param topMask top-p mass, or the k of a top-k
 * @param minTokensToKeep least tokens of a top-p mask
 * @param targetUpdateIterations how often the mask model becomes a copy of the policy (without effect under {@code fidelity:
 *     reference}, as in the reference)
 */
public record ActionMaskConfig(MaskType maskType, double topMask, int minTokensToKeep, int targetUpdateIterations) {
    public enum MaskType {
        /** The most probable tokens of the mask model. */
        LEARNED_TOP_K,
        /** The smallest set of the mask model's tokens with probability {@code topMask}. */
        LEARNED_TOP_P,
        /** The most probable tokens of the policy itself. */
        TOPK
    }
}
