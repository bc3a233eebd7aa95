package org.rlgrad.experiment;

import ai.djl.Device;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rlgrad.config.ExtractSamplesConfig;
import org.rlgrad.config.MetricConfig;
import org.rlgrad.reward.RewardFunction;

/** All rewards of a configuration, each built once, by the key that results bear. */
final class Rewards implements AutoCloseable {
    private final Map<String, RewardFunction> byKey = new LinkedHashMap<>();

    private Rewards() {}

    /** Builds them; a second metric of the same key (another tokenizer, say) gets a number behind it. */
    static Rewards load(ExtractSamplesConfig config, Device device) {
        Rewards rewards = new Rewards();
        try {
            for (MetricConfig metric : config.evaluation().metrics()) {
                for (RewardFunction function : RewardFunction.all(metric, config.fidelity(), device)) {
                    rewards.byKey.put(RewardFunction.freeKey(function.key(), rewards.byKey.keySet()), function);
                }
            }
        } catch (RuntimeException e) {
            rewards.close();
            throw e;
        }
        return rewards;
    }

    /** The key of the first metric's first reward. */
    String firstKey() {
        return byKey.keySet().iterator().next();
    }

    /** The same inputs with their rewards. */
    List<Scored> score(List<Scored> inputs) {
        List<RewardFunction.Outputs> outputs = inputs.stream()
                .map(input -> new RewardFunction.Outputs(input.sample(), input.texts()))
                .toList();
        byKey.forEach((key, function) -> {
            double[][] rewards = function.score(outputs);
            for (int i = 0; i < rewards.length; i++) {
                inputs.get(i).rewards().put(key, rewards[i]);
            }
        });
        return inputs;
    }

    /**
     * The same inputs with what their references earn as if they were outputs. They are scored by themselves, so that the batches of a
     * model that scores the outputs, and thus their last bits, do not depend on references.
     */
    List<Scored> scoreReferences(List<Scored> inputs) {
        List<RewardFunction.Outputs> references = inputs.stream()
                .map(input -> new RewardFunction.Outputs(
                        input.sample(), input.sample().references()))
                .toList();
        boolean any = references.stream().anyMatch(input -> !input.texts().isEmpty());
        byKey.forEach((key, function) -> {
            double[][] rewards = any ? function.score(references) : new double[inputs.size()][0];
            for (int i = 0; i < rewards.length; i++) {
                inputs.get(i).referenceRewards().put(key, rewards[i]);
            }
        });
        return inputs;
    }

    @Override
    public void close() {
        byKey.values().forEach(RewardFunction::close);
    }
}
