package org.rlgrad.train;

import ai.djl.ndarray.NDArray;
import org.rlgrad.tensor.Ops;

/**
 * What policy-gradient training maximises, per input: one core for classifiers, which are policies of one action, and for
 * language models, which are policies of many.
 *
 * <p>Notation: B inputs, A actions that can be enumerated, log pi in nats. Everything is differentiable with respect to the
 * log-probabilities; means over inputs are left to the caller.
 */
public final class PolicyObjectives {
    private PolicyObjectives() {}

    /**
     * V(x) = sum_a pi(a|x) r(x, a), the exact expected reward (Razin et al. 2024, section 2). Its gradient is the expected
     * policy gradient, without any sampling.
     *
     * @param logProbs {@code [B, A]}
     * @param rewards {@code [B, A]}
     * @return {@code [B]}
     */
    public static NDArray expectedReward(NDArray logProbs, NDArray rewards) {
        return logProbs.exp().mul(rewards).sum(new int[] {-1});
    }

    /**
     * STD(x), the standard deviation of the reward under the policy, which bounds the gradient of V(x) (theorem 1 there).
     *
     * @return {@code [B]}
     */
    public static NDArray rewardStd(NDArray logProbs, NDArray rewards) {
        NDArray expected = expectedReward(logProbs, rewards).expandDims(-1);
        NDArray deviation = rewards.sub(expected);
        return logProbs.exp().mul(deviation).mul(deviation).sum(new int[] {-1}).sqrt();
    }

    /**
     * REINFORCE (Williams 1992): {@code advantage * log pi(action)}, whose gradient is an unbiased estimate of the expected
     * one. For a sequence both hold a value per token.
     *
     * @param actionLogProbs any shape
     * @param advantages the same shape, without gradient: reward, or reward minus a baseline
     */
    public static NDArray reinforce(NDArray actionLogProbs, NDArray advantages) {
        return advantages.mul(actionLogProbs);
    }

    /**
     * KL(pi || reference) = sum_a pi(a) (log pi(a) - log reference(a)).
     *
     * @param logProbs {@code [B, A]}
     * @param referenceLogProbs {@code [B, A]}, without gradient
     * @return {@code [B]}
     */
    public static NDArray kl(NDArray logProbs, NDArray referenceLogProbs) {
        return logProbs.exp().mul(logProbs.sub(referenceLogProbs)).sum(new int[] {-1});
    }

    /**
     * The k1 estimate of the same at sampled actions, log pi(a) - log reference(a). Differentiated as it stands its gradient
     * has zero mean; {@link #klScore} has the right one.
     */
    public static NDArray sampledKl(NDArray actionLogProbs, NDArray referenceLogProbs) {
        return actionLogProbs.sub(referenceLogProbs);
    }

    /** A surrogate with the KL's gradient in expectation: the log ratio, held constant, times log pi(a). */
    public static NDArray klScore(NDArray actionLogProbs, NDArray referenceLogProbs) {
        return reinforce(actionLogProbs, Ops.detach(sampledKl(actionLogProbs, referenceLogProbs)));
    }

    /**
     * Cross entropy to the uniform distribution over several right actions.
     *
     * @param logProbs {@code [B, A]}
     * @param actions {@code [B, K]} int64
     * @return {@code [B]}; log K at the least
     */
    public static NDArray crossEntropy(NDArray logProbs, NDArray actions) {
        return logProbs.gather(actions, -1).mean(new int[] {-1}).neg();
    }
}
