package org.rlgrad.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.Map;
import org.rlgrad.config.AlgorithmConfig.PpoArgs;
import org.rlgrad.tensor.AdamW;
import org.rlgrad.tensor.Gradients;
import org.rlgrad.tensor.Parameters;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/**
 * One optimizer step of PPO on a minibatch of transitions.
 *
 * <p>Exact, but with one pass for each <em>distinct</em> episode of the minibatch instead of one for each transition: dropout is off,
 * so teacher forcing gives the same log-probabilities, values and, by linearity, gradients. An episode is read up to its last
 * transition in the minibatch, and the vocabulary is looked at for these transitions alone.
 */
public final class PpoUpdate implements AutoCloseable {
    private final ValueModel value;
    private final PpoArgs args;
    private final Parameters trained;
    private final AdamW optimizer;

    /** @param weightDecay of what {@link WeightDecay#ofPolicy} names */
    public PpoUpdate(Actors actors, PpoArgs args, double weightDecay) {
        this.value = actors.value().orElseThrow();
        this.args = args;
        this.trained = actors.trainable();
        trained.requireGradients();
        this.optimizer = WeightDecay.policyOptimizer(trained, weightDecay);
    }

    /**
     * What a step did; losses are means over the minibatch's tokens.
     *
     * @param gradientNorm before clipping
     * @param taken false if the drift of the policy was too large, so that nothing was changed
     */
    public record Step(
            double policyLoss,
            double valueLoss,
            double entropyLoss,
            double loss,
            PpoLoss.Drift drift,
            double gradientNorm,
            boolean taken) {}

    /**
     * One update.
     *
     * @param minibatch places in the buffer
     */
    public Step step(RolloutBuffer.Transitions transitions, ActionScores scores, int[] minibatch) {
        return Scopes.step(() -> {
            PpoLoss.Old old = old(transitions, scores, minibatch);
            float[] newLogProbs = new float[minibatch.length];
            double[] sums = new double[3];
            Gradients gradients = Gradients.sum(
                    TransitionRows.of(transitions, minibatch), part -> gradients(part, old, scores, newLogProbs, sums));
            PpoLoss.Drift drift = PpoLoss.Drift.of(old.logProbs(), newLogProbs, args.clipRange());
            boolean taken = args.targetKl().isEmpty()
                    || drift.approximateKl() <= 1.5 * args.targetKl().getAsDouble();
            double norm = gradients.clip(args.maxGradNorm()).getFloat();
            if (taken) {
                optimizer.step(gradients, args.learningRate());
            }
            double policyLoss = sums[0] / minibatch.length;
            double valueLoss = sums[1] / minibatch.length;
            double entropyLoss = sums[2] / minibatch.length;
            double loss = policyLoss + args.entCoef() * entropyLoss + args.vfCoef() * valueLoss;
            return new Step(policyLoss, valueLoss, entropyLoss, loss, drift, norm, taken);
        });
    }

    /** Of some episodes of the minibatch; adds their losses to {@code sums}. */
    private Gradients gradients(
            TransitionRows part, PpoLoss.Old old, ActionScores scoring, float[] newLogProbs, double[] sums) {
        NDArray loss = Scopes.layer(() -> Torch.recording(() -> {
            TokenPolicy.Scores scores = scoring.of(part.rows(), part.transitions());
            PpoLoss terms = PpoLoss.of(
                    scores.logProbs(), value.values(part.rows()), scores.entropies(), old.at(part.places()), args);
            float[] logProbs = scores.logProbs().toFloatArray();
            for (int i = 0; i < logProbs.length; i++) {
                newLogProbs[part.places()[i]] = logProbs[i];
            }
            float[] read = NDArrays.stack(new NDList(terms.policy(), terms.value(), terms.entropy()))
                    .toFloatArray();
            for (int i = 0; i < sums.length; i++) {
                sums[i] += read[i];
            }
            return terms.weighted(args, newLogProbs.length);
        }));
        return Gradients.of(loss, trained);
    }

    /** What the minibatch's transitions were when they were sampled, in its order. */
    private PpoLoss.Old old(RolloutBuffer.Transitions transitions, ActionScores scores, int[] minibatch) {
        PpoLoss.Old old = new PpoLoss.Old(
                        scores.old(), transitions.values(), transitions.advantages(), transitions.returns())
                .at(minibatch);
        return args.normalizeAdvantage() ? old.normalized() : old;
    }

    Map<String, NDArray> optimizerState() {
        return optimizer.state();
    }

    /** Frees the optimizer's state. */
    @Override
    public void close() {
        trained.close();
    }
}
