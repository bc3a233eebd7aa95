package org.rlgrad.train;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.rlgrad.model.Continuation;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/**
 * What a language model thinks of tokens, over its whole vocabulary: neither top-k nor a minimum length enters (as in the
 * reference, where sampling is off-policy by just these).
 *
 * @param temperature that of the rollouts, which divides the logits
 */
public record TokenPolicy(LanguageModel model, double temperature) {

    /**
     * Of n tokens.
     *
     * @param logProbs log pi(a | s), {@code [n]}
     * @param entropies H(s), {@code [n]} in nats
     */
    public record Scores(NDArray logProbs, NDArray entropies) {}

    /**
     * Scores of the wanted tokens, one row after the other, with gradients where the thread records them.
     *
     * @param learnsEntropy whether entropies have gradients, too
     */
    Scores score(List<Continuation> rows, boolean learnsEntropy) {
        NDArray logits = logits(rows);
        NDArray entropies = Ops.entropy(learnsEntropy ? logits : Ops.detach(logits));
        return new Scores(Ops.tokenLogProbs(logits, targets(logits, rows)), entropies);
    }

    /** Logits over the temperature, {@code [n, V]}. */
    NDArray logits(List<Continuation> rows) {
        NDArray logits = model.head(model.states(rows));
        return temperature == 1 ? logits : Ops.divide(logits, temperature);
    }

    /** The wanted tokens, {@code [n]} int64, beside their logits. */
    static NDArray targets(NDArray logits, List<Continuation> rows) {
        return Ops.longs(logits.getManager(), Batches.targets(rows));
    }

    /** log pi of all tokens of each row, without gradients. */
    float[][] logProbs(List<Continuation> rows) {
        return Batches.perRow(
                rows,
                batch -> Scopes.step(() -> Torch.noGrad(() -> {
                    NDArray logits = logits(batch);
                    return Ops.tokenLogProbs(logits, targets(logits, batch)).toFloatArray();
                })));
    }
}
