package org.rlgrad.train;

import ai.djl.ndarray.NDArray;
import org.rlgrad.tensor.MaskOps;
import org.rlgrad.tensor.Ops;

/**
 * What NLPO (Ramamurthy et al. 2023) puts in the place of a policy's log-probabilities and entropy when only some tokens were
 * allowed. Everything is differentiable in the policy's logits.
 *
 * <p>Notation: n (state, token) pairs, V tokens; pi the policy, Z the probability of the allowed tokens, pi~ = pi / Z on them;
 * {@code allowed} {@code [n, V]} boolean, with the token that was drawn in it.
 */
public final class MaskedPolicyObjectives {
    private MaskedPolicyObjectives() {}

    /**
     * The reference's log-probabilities under the mask, which it does not renormalise: log pi of the drawn tokens as PPO has
     * it, except that pi is kept within [2^-23, 1 - 2^-23], with no gradient outside.
     *
     * @param logProbs of drawn tokens, any shape
     */
    public static NDArray clampedLogProbs(NDArray logProbs) {
        return MaskOps.clampedLogProbs(logProbs);
    }

    /**
     * The reference's entropy under the mask, -sum pi~ log pi = H(pi~) - log Z, where log pi is clamped as above.
     *
     * @param logits {@code [n, V]}
     * @return {@code [n]} in nats
     */
    public static NDArray unnormalisedEntropy(NDArray logits, NDArray allowed) {
        return MaskOps.unnormalisedEntropy(logits, allowed);
    }

    /**
     * Log-probabilities of the distribution that is drawn from, log pi~ = log pi - log Z.
     *
     * @param logits {@code [n, V]}
     * @param tokens {@code [n]} int64
     * @return {@code [n]} in nats
     */
    public static NDArray renormalisedLogProbs(NDArray logits, NDArray allowed, NDArray tokens) {
        return Ops.tokenLogProbs(MaskOps.restricted(logits, allowed), tokens);
    }

    /**
     * The entropy of that distribution, H(pi~).
     *
     * @param logits {@code [n, V]}
     * @return {@code [n]} in nats
     */
    public static NDArray renormalisedEntropy(NDArray logits, NDArray allowed) {
        return MaskOps.restrictedEntropy(logits, allowed);
    }
}
