package org.rlgrad.train;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rlgrad.model.Continuation;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.tensor.Parameters;

/**
 * The models of an on-policy training.
 *
 * @param policy what is trained, at the temperature of its rollouts
 * @param reference what the KL penalty is taken to, never changed, at temperature 1 (as in the reference, where only the policy is
 *     tempered)
 * @param value V(s), trained too; empty where nothing is bootstrapped
 */
public record Actors(TokenPolicy policy, TokenPolicy reference, Optional<ValueModel> value) implements AutoCloseable {

    /**
     * Of a policy as it is now: a copy of it stays as the reference, another begins as the value model.
     *
     * @param temperature that of the rollouts
     * @param seed of the value model's head
     */
    public static Actors withValue(LanguageModel policy, double temperature, long seed) {
        return new Actors(
                new TokenPolicy(policy, temperature),
                new TokenPolicy(policy.copy(), 1),
                Optional.of(ValueModel.initialized(policy, seed)));
    }

    /** Likewise without a value model. */
    public static Actors withoutValue(LanguageModel policy, double temperature) {
        return new Actors(new TokenPolicy(policy, temperature), new TokenPolicy(policy.copy(), 1), Optional.empty());
    }

    /** The episodes with what these models think of their tokens, one teacher-forced pass each. */
    public List<Episode> score(List<Episode> episodes) {
        List<Continuation> rows = episodes.stream().map(Episode::continuation).toList();
        float[][] logProbs = policy.logProbs(rows);
        float[][] referenceLogProbs = reference.logProbs(rows);
        float[][] values = value.map(model -> model.valuesPerRow(rows)).orElseGet(() -> new float[episodes.size()][0]);
        List<Episode> scored = new ArrayList<>();
        for (int i = 0; i < episodes.size(); i++) {
            scored.add(episodes.get(i).scored(logProbs[i], referenceLogProbs[i], values[i]));
        }
        return scored;
    }

    /** What training changes: policy and value model under one optimizer and one clipping, as in the reference. */
    public Parameters trainable() {
        Map<String, Parameters> parts = new LinkedHashMap<>();
        parts.put("policy.", policy.model().parameters());
        value.ifPresent(model -> parts.put("value.", model.trainable()));
        return Parameters.joined(parts);
    }

    /** The value model's weights by the names of a checkpoint. */
    Map<String, NDArray> valueWeights() {
        Map<String, NDArray> weights = new LinkedHashMap<>();
        value.ifPresent(model -> model.weights().forEach((name, array) -> weights.put("value." + name, array)));
        return weights;
    }

    /** Frees what is not the caller's own: all but the policy. */
    @Override
    public void close() {
        reference.model().close();
        value.ifPresent(ValueModel::close);
    }
}
