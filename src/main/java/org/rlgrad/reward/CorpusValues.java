package org.rlgrad.reward;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import org.rlgrad.Failure;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.MetricConfig;
import org.rlgrad.data.Sample;
import org.rlgrad.metric.Bleu;
import org.rlgrad.metric.BleuTotto;
import org.rlgrad.metric.Chrf;
import org.rlgrad.metric.Diversity;
import org.rlgrad.metric.ParentTotto;
import org.rlgrad.metric.SacreBleu;
import org.rlgrad.metric.Ter;
import org.rlgrad.metric.TercomTokenizer;
import org.rlgrad.metric.TottoLines;
import org.rlgrad.metric.TottoSubset;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.tokenizer.Tokenizer;

/** A metric's values of a whole data set, by the keys that the reference logs. */
public final class CorpusValues {
    private final List<Sample> samples = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final List<Sample> inputs;

    /** Every output counts as one prediction. */
    private CorpusValues(List<RewardFunction.Outputs> all) {
        inputs = all.stream().map(RewardFunction.Outputs::sample).toList();
        for (RewardFunction.Outputs outputs : all) {
            for (String text : outputs.texts()) {
                samples.add(outputs.sample());
                texts.add(text);
            }
        }
    }

    /**
     * The values.
     *
     * @param rewards those of {@link RewardFunction#all}, {@code [inputs][outputs]} by key; most metrics are their means
     * @param device where the policy that {@code causal_perplexity} names runs
     * @throws Failure if a sample lacks what the metric needs, or a model is missing or damaged
     */
    public static Map<String, Double> of(
            MetricConfig config,
            Fidelity fidelity,
            List<RewardFunction.Outputs> inputs,
            Map<String, double[][]> rewards,
            Device device) {
        return of(
                config,
                fidelity,
                inputs,
                rewards,
                (perplexity, texts) -> CausalPerplexity.ofFolder(perplexity, texts, fidelity, device));
    }

    /**
     * Likewise, while a policy is in training: {@code causal_perplexity} is that of the policy in memory.
     *
     * @param tokenizer the policy's, or that of {@code tokenizer_id}
     */
    public static Map<String, Double> of(
            MetricConfig config,
            Fidelity fidelity,
            List<RewardFunction.Outputs> inputs,
            Map<String, double[][]> rewards,
            LanguageModel policy,
            Tokenizer tokenizer) {
        return of(
                config,
                fidelity,
                inputs,
                rewards,
                (perplexity, texts) -> CausalPerplexity.of(policy, tokenizer, texts, perplexity.stride(), fidelity));
    }

    private static Map<String, Double> of(
            MetricConfig config,
            Fidelity fidelity,
            List<RewardFunction.Outputs> inputs,
            Map<String, double[][]> rewards,
            ToDoubleBiFunction<MetricConfig.CausalPerplexity, List<String>> policyPerplexity) {
        CorpusValues all = new CorpusValues(inputs);
        if (config instanceof MetricConfig.Diversity diversity) {
            return Diversity.of(all.texts, diversity.windowSize()).byKey();
        } else if (config instanceof MetricConfig.CausalPerplexity perplexity) {
            List<String> scored = CausalPerplexity.texts(all.inputs, perplexity.useTextFromMetaData());
            return Map.of("fluency_metrics/perplexity", policyPerplexity.applyAsDouble(perplexity, scored));
        } else if (config instanceof MetricConfig.ParentTotto) {
            return all.parent(fidelity);
        } else if (config instanceof MetricConfig.BleuTotto) {
            Map<String, Double> values = new LinkedHashMap<>();
            BleuTotto.of(all.texts, all.tottoLines(), fidelity)
                    .forEach((subset, score) -> values.put("table_to_text/bleu_" + name(subset), score));
            return values;
        } else if (config instanceof MetricConfig.Bleu) {
            double score = Bleu.corpusScore(all.texts, all.prepared(Bleu::prepare), fidelity)
                    .orElse(Double.NaN);
            return Map.of("lexical/bleu", score);
        } else if (config instanceof MetricConfig.SacreBleu bleu) {
            SacreBleu metric = new SacreBleu(bleu.tokenize(), fidelity);
            return Map.of("lexical/sacrebleu", metric.corpusScore(all.texts, all.prepared(metric::prepare)));
        } else if (config instanceof MetricConfig.Chrf) {
            Chrf metric = Chrf.ofCharacters();
            return Map.of("lexical/chrf", metric.corpusScore(all.texts, all.prepared(metric::prepare)));
        } else if (config instanceof MetricConfig.Ter) {
            Ter metric = new Ter(TercomTokenizer.plain(), fidelity);
            return Map.of("lexical/ter", metric.corpusScore(all.texts, all.prepared(metric::prepare)));
        }
        Map<String, Double> means = new LinkedHashMap<>();
        rewards.forEach((key, values) -> means.put(
                key,
                Arrays.stream(values).flatMapToDouble(Arrays::stream).average().orElse(Double.NaN)));
        return means;
    }

    private <P> List<P> prepared(Function<List<String>, P> prepare) {
        IdentityHashMap<Sample, P> bySample = new IdentityHashMap<>();
        return samples.stream()
                .map(sample -> bySample.computeIfAbsent(sample, key -> prepare.apply(key.references())))
                .toList();
    }

    private List<TottoLines> tottoLines() {
        IdentityHashMap<Sample, TottoLines> bySample = new IdentityHashMap<>();
        return samples.stream()
                .map(sample -> bySample.computeIfAbsent(
                        sample, key -> TottoLines.of(key.metadata().path("raw_table"))))
                .toList();
    }

    private Map<String, Double> parent(Fidelity fidelity) {
        Map<String, Double> values = new LinkedHashMap<>();
        ParentTotto.of(texts, tottoLines(), fidelity).subsets().forEach((subset, score) -> {
            String prefix = "table_to_text/parent_" + name(subset);
            values.put(prefix + "/precision", score.precision());
            values.put(prefix + "/recall", score.recall());
            values.put(prefix + "_f_score", score.fScore());
        });
        return values;
    }

    private static String name(TottoSubset subset) {
        return subset.name().toLowerCase(Locale.ROOT);
    }
}
