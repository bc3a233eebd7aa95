package org.rlgrad.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.rlgrad.config.AlgorithmConfig.PpoArgs;
import org.rlgrad.tensor.Ops;

/**
 * The loss of PPO with clipping (Schulman et al. 2017, equations 7 and 9) on some tokens of a minibatch, as sums, so that a
 * minibatch may be computed in parts.
 *
 * @param policy sum of -min(A rho, A clip(rho, 1 - epsilon, 1 + epsilon)), 0-d
 * @param value sum of (target - V)^2, V perhaps clipped around its old value, 0-d
 * @param entropy minus the sum of the entropies, or of their one-sample estimates -log pi(a), 0-d
 */
public record PpoLoss(NDArray policy, NDArray value, NDArray entropy) {

    /**
     * What a minibatch's tokens were when they were sampled.
     *
     * @param logProbs log pi_old(a)
     * @param advantages as used, that is normalised if they are to be
     * @param returns targets of the values
     */
    public record Old(float[] logProbs, float[] values, float[] advantages, float[] returns) {
        /** Those at some places. */
        Old at(int[] places) {
            return new Old(
                    pick(logProbs, places), pick(values, places), pick(advantages, places), pick(returns, places));
        }

        /** With advantages less their mean over their standard deviation (n - 1) + 1e-8; a single one stays. */
        Old normalized() {
            return new Old(logProbs, values, PpoLoss.normalized(advantages), returns);
        }

        private static float[] pick(float[] values, int[] places) {
            float[] picked = new float[places.length];
            for (int i = 0; i < picked.length; i++) {
                picked[i] = values[places[i]];
            }
            return picked;
        }
    }

    /**
     * The sums.
     *
     * @param logProbs {@code [n]}, with gradient, as the next two
     * @param values {@code [n]}
     * @param entropies {@code [n]} in nats
     */
    public static PpoLoss of(NDArray logProbs, NDArray values, NDArray entropies, Old old, PpoArgs args) {
        NDManager manager = logProbs.getManager();
        NDArray advantages = Ops.floats(manager, old.advantages());
        NDArray ratio = logProbs.sub(Ops.floats(manager, old.logProbs())).exp();
        NDArray clipped = ratio.clip(1 - args.clipRange(), 1 + args.clipRange());
        NDArray policy =
                advantages.mul(ratio).minimum(advantages.mul(clipped)).sum().neg();
        NDArray used = values;
        if (args.clipRangeVf().isPresent()) {
            NDArray before = Ops.floats(manager, old.values());
            double range = args.clipRangeVf().getAsDouble();
            used = before.add(values.sub(before).clip(-range, range));
        }
        NDArray error = Ops.floats(manager, old.returns()).sub(used);
        NDArray entropy = args.enforceTokenEntropyRegEstimate()
                ? logProbs.sum()
                : entropies.sum().neg();
        return new PpoLoss(policy, error.mul(error).sum(), entropy);
    }

    /** The scalar to differentiate: the weighted terms, divided by the minibatch's number of tokens. */
    public NDArray weighted(PpoArgs args, int tokens) {
        NDArray sum = policy.add(Ops.scale(value, args.vfCoef()));
        // a term of weight 0 would still be differentiated
        NDArray all = args.entCoef() == 0 ? sum : sum.add(Ops.scale(entropy, args.entCoef()));
        return Ops.divide(all, tokens);
    }

    static float[] normalized(float[] advantages) {
        if (advantages.length == 1) {
            return advantages;
        }
        Moments moments = Moments.of(advantages);
        float[] normalized = new float[advantages.length];
        for (int i = 0; i < normalized.length; i++) {
            normalized[i] = (float) ((advantages[i] - moments.mean()) / (moments.unbiasedStd() + 1e-8));
        }
        return normalized;
    }

    /** The estimate mean(rho - 1 - log rho) of KL(old || new), and the fraction of ratios outside the clip range. */
    public record Drift(double approximateKl, double clipFraction) {
        /** From log-probabilities before and after. */
        public static Drift of(float[] oldLogProbs, float[] newLogProbs, double clipRange) {
            double kl = 0;
            int outside = 0;
            for (int i = 0; i < oldLogProbs.length; i++) {
                double logRatio = newLogProbs[i] - oldLogProbs[i];
                double excess = Math.expm1(logRatio);
                kl += excess - logRatio;
                outside += Math.abs(excess) > clipRange ? 1 : 0;
            }
            return new Drift(kl / oldLogProbs.length, (double) outside / oldLogProbs.length);
        }
    }
}
