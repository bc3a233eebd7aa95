package org.rlgrad.train;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.MetricConfig;
import org.rlgrad.config.Split;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.reward.CausalPerplexity;
import org.rlgrad.reward.CorpusValues;
import org.rlgrad.reward.RewardFunction;
import org.rlgrad.reward.RewardFunction.Outputs;
import org.rlgrad.tokenizer.Tokenizer;

/**
 * The metrics of a training, each built once for all its evaluations. One that is listed twice with the same arguments (the
 * reference's IWSLT files have {@code bleu} twice) counts once; with other arguments its keys get a number.
 *
 * <p>Differs from the reference: there a later metric replaces an earlier one of the same key, and supervised training builds
 * all of them anew for each evaluation.
 */
public final class EvaluationMetrics implements AutoCloseable {
    private final Fidelity fidelity;
    private final List<Loaded> metrics = new ArrayList<>();

    /** @param tokenizer of {@code causal_perplexity}; null for the policy's own */
    private record Loaded(MetricConfig config, List<RewardFunction> rewards, Tokenizer tokenizer)
            implements AutoCloseable {
        @Override
        public void close() {
            rewards.forEach(RewardFunction::close);
            if (tokenizer != null) {
                tokenizer.close();
            }
        }
    }

    private EvaluationMetrics(Fidelity fidelity) {
        this.fidelity = fidelity;
    }

    /**
     * Loads what the metrics run.
     *
     * @param device where their models run
     * @throws org.rlgrad.Failure if a model is missing or damaged
     */
    public static EvaluationMetrics load(List<MetricConfig> configs, Fidelity fidelity, Device device) {
        EvaluationMetrics loaded = new EvaluationMetrics(fidelity);
        try {
            for (MetricConfig config : configs.stream().distinct().toList()) {
                Tokenizer tokenizer = config instanceof MetricConfig.CausalPerplexity perplexity
                        ? CausalPerplexity.tokenizer(perplexity).orElse(null)
                        : null;
                loaded.metrics.add(new Loaded(config, RewardFunction.all(config, fidelity, device), tokenizer));
            }
        } catch (RuntimeException e) {
            loaded.close();
            throw e;
        }
        return loaded;
    }

    /**
     * Values of all outputs together and of each, by key.
     *
     * @param corpus in the order of the configuration
     * @param single {@code [inputs][outputs]}
     */
    record Values(Map<String, Double> corpus, Map<String, double[][]> single) {}

    /**
     * The values of a split's outputs. As in the reference, {@code causal_perplexity} has none on the train split.
     *
     * @param between called before each metric; may throw
     */
    Values of(List<Outputs> outputs, Split split, LanguageModel policy, Tokenizer tokenizer, Runnable between) {
        Values all = new Values(new LinkedHashMap<>(), new LinkedHashMap<>());
        for (Loaded metric : metrics) {
            if (metric.config() instanceof MetricConfig.CausalPerplexity && split == Split.TRAIN) {
                continue;
            }
            between.run();
            Map<String, double[][]> single = new LinkedHashMap<>();
            metric.rewards().forEach(reward -> single.put(reward.key(), reward.score(outputs)));
            Tokenizer own = metric.tokenizer() == null ? tokenizer : metric.tokenizer();
            CorpusValues.of(metric.config(), fidelity, outputs, single, policy, own)
                    .forEach((key, value) -> all.corpus()
                            .put(RewardFunction.freeKey(key, all.corpus().keySet()), value));
            single.forEach((key, values) ->
                    all.single().put(RewardFunction.freeKey(key, all.single().keySet()), values));
        }
        return all;
    }

    @Override
    public void close() {
        metrics.forEach(Loaded::close);
    }
}
