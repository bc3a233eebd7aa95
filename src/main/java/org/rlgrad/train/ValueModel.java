package org.rlgrad.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rlgrad.model.Continuation;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.random.TorchRandom;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Parameters;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/**
 * V(s): a whole language model of its own, whose last hidden state a linear map without bias reads (as in the reference; no
 * trunk is shared with the policy).
 *
 * @param head {@code weight [1, E]}
 */
public record ValueModel(LanguageModel trunk, Parameters head) implements AutoCloseable {
    /** Named by no gradient, since values need no logits. */
    private static final String UNUSED = "lm_head.weight";

    private static final String TRUNK = "model.";
    private static final String HEAD = "head.";

    /** A copy of the policy with a head drawn uniformly within 1/sqrt(E) of 0, from a seed (the reference has none). */
    public static ValueModel initialized(LanguageModel policy, long seed) {
        double bound = 1 / Math.sqrt(policy.width());
        float[] weight = new TorchRandom(seed).uniform(-bound, bound, policy.width());
        LanguageModel trunk = policy.copy();
        Parameters head =
                new Parameters(Torch.newManager(trunk.parameters().manager().getDevice()));
        Scopes.step(() -> {
            head.put("weight", Ops.floats(head.manager(), weight).reshape(new Shape(1, weight.length)));
            return null;
        });
        return new ValueModel(trunk, head);
    }

    /** Values before the wanted tokens, {@code [n]}, with gradients where the thread records them. */
    public NDArray values(List<Continuation> rows) {
        return Ops.linear(trunk.states(rows), head.get("weight"), null).squeeze(-1);
    }

    /** The same for each row, without gradients. */
    float[][] valuesPerRow(List<Continuation> rows) {
        return Batches.perRow(
                rows,
                batch -> Scopes.step(() -> Torch.noGrad(() -> values(batch).toFloatArray())));
    }

    /** What training changes, a view that the caller closes. */
    public Parameters trainable() {
        Map<String, Parameters> parts = new LinkedHashMap<>();
        parts.put(TRUNK, trunk.parameters().without(UNUSED::equals));
        parts.put(HEAD, head);
        return Parameters.joined(parts);
    }

    /** The same weights by the same names. */
    Map<String, NDArray> weights() {
        Map<String, NDArray> weights = new LinkedHashMap<>();
        trunk.parameters().asMap().forEach((name, weight) -> {
            if (!name.equals(UNUSED)) {
                weights.put(TRUNK + name, weight);
            }
        });
        head.asMap().forEach((name, weight) -> weights.put(HEAD + name, weight));
        return weights;
    }

    @Override
    public void close() {
        trunk.close();
        head.close();
    }
}
