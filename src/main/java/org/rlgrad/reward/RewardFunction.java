package org.rlgrad.reward;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.MetricConfig;
import org.rlgrad.data.Sample;
import org.rlgrad.hub.ModelLocation;
import org.rlgrad.metric.Bleu;
import org.rlgrad.metric.Chrf;
import org.rlgrad.metric.Meteor;
import org.rlgrad.metric.Parent;
import org.rlgrad.metric.RougeLMax;
import org.rlgrad.metric.SacreBleu;
import org.rlgrad.metric.Ter;
import org.rlgrad.metric.TercomTokenizer;
import org.rlgrad.metric.TottoLines;
import org.rlgrad.model.EncoderConfig;
import org.rlgrad.model.weights.Checkpoint;

/**
 * What a generated text is worth: the terminal reward r(x, y) of the paper, one number per (input, output).
 *
 * <p>Built once and used for the whole run. Safe to call from one thread at a time.
 */
public sealed interface RewardFunction extends AutoCloseable
        permits TextReward,
                LearnedReward,
                BertScore,
                IntentAccuracy,
                IntentReward,
                RepeatPenalty,
                RougeReward,
                CiderReward {

    /** Outputs of one input, and what they are compared with. The prompt is the whole one, even if the policy saw less. */
    record Outputs(Sample sample, List<String> texts) {}

    /**
     * The rewards of a {@code metrics} entry: one for most, four for {@code rouge}, none for a metric that has a value of a
     * whole data set only ({@link CorpusValues} has that one).
     *
     * @param device where a model runs
     * @throws org.rlgrad.Failure if a model is missing or damaged
     */
    static List<RewardFunction> all(MetricConfig config, Fidelity fidelity, Device device) {
        if (config instanceof MetricConfig.Rouge rouge) {
            return RougeReward.all(rouge, fidelity);
        } else if (config instanceof MetricConfig.Diversity
                || config instanceof MetricConfig.CausalPerplexity
                || config instanceof MetricConfig.BleuTotto) {
            return List.of();
        }
        return List.of(of(config, fidelity, device));
    }

    /**
     * The reward of a {@code metrics} entry that has exactly one.
     *
     * @throws org.rlgrad.Failure as above
     */
    static RewardFunction of(MetricConfig config, Fidelity fidelity, Device device) {
        if (config instanceof MetricConfig.LearnedReward learned) {
            return LearnedReward.load(learned, ModelLocation.resolveOfMetric(learned.modelName()), device);
        } else if (config instanceof MetricConfig.BertScore bertScore) {
            return BertScore.load(
                    ModelLocation.resolveOfMetric(bertScore.modelName()),
                    bertScore.language().layer(),
                    device);
        } else if (config instanceof MetricConfig.IntentAccuracy intent) {
            return IntentAccuracy.load(ModelLocation.resolveOfMetric(intent.modelName()), device);
        } else if (config instanceof MetricConfig.MeteorCommonGenRepeatPenalty) {
            return RepeatPenalty.overMeteor(meteor(fidelity));
        } else if (config instanceof MetricConfig.Cider) {
            return new CiderReward();
        }
        return ofTexts(config, fidelity);
    }

    private static RewardFunction ofTexts(MetricConfig config, Fidelity fidelity) {
        if (config instanceof MetricConfig.Meteor) {
            return meteor(fidelity);
        } else if (config instanceof MetricConfig.RougeLMax rouge) {
            RougeLMax metric = new RougeLMax(rouge, fidelity);
            return TextReward.ofReferences("lexical/rouge_l_max", references -> {
                RougeLMax.Prepared prepared = metric.prepare(references);
                return text -> metric.score(text, prepared);
            });
        } else if (config instanceof MetricConfig.SacreBleu bleu) {
            SacreBleu metric = new SacreBleu(bleu.tokenize(), fidelity);
            return TextReward.ofReferences("lexical/sacrebleu", references -> {
                SacreBleu.Prepared prepared = metric.prepare(references);
                return text -> metric.score(text, prepared);
            });
        } else if (config instanceof MetricConfig.Bleu) {
            return TextReward.ofReferences("lexical/bleu", references -> {
                Bleu.Prepared prepared = Bleu.prepare(references);
                return text -> Bleu.score(text, prepared, fidelity).orElse(Double.NaN);
            });
        } else if (config instanceof MetricConfig.Chrf) {
            Chrf metric = Chrf.ofCharacters();
            return TextReward.ofReferences("lexical/chrf", references -> {
                Chrf.Prepared prepared = metric.prepare(references);
                return text -> metric.score(text, prepared);
            });
        } else if (config instanceof MetricConfig.Ter) {
            Ter metric = new Ter(TercomTokenizer.plain(), fidelity);
            return TextReward.ofReferences("lexical/ter", references -> {
                Ter.Prepared prepared = metric.prepare(references);
                return text -> metric.score(text, prepared);
            });
        } else if (config instanceof MetricConfig.ParentTotto) {
            return new TextReward("table_to_text/parent_overall_f_score", sample -> {
                Parent.Prepared prepared =
                        Parent.prepare(TottoLines.of(sample.metadata().path("raw_table")), fidelity);
                return text -> Parent.score(text, prepared).fScore();
            });
        }
        throw new IllegalArgumentException("no single reward for " + config);
    }

    private static RewardFunction meteor(Fidelity fidelity) {
        return TextReward.ofReferences("lexical/meteor", references -> {
            Meteor.Prepared prepared = Meteor.prepare(references, fidelity);
            return text -> Meteor.score(text, prepared);
        });
    }

    /**
     * Checks what can be checked of a {@code metrics} entry without loading a model's weights.
     *
     * @throws org.rlgrad.Failure as loading it would
     */
    static void check(MetricConfig config) {
        if (config instanceof MetricConfig.LearnedReward learned) {
            LearnedReward.check(learned, ModelLocation.resolveOfMetric(learned.modelName()));
        } else if (config instanceof MetricConfig.BertScore || config instanceof MetricConfig.IntentAccuracy) {
            Path folder = ModelLocation.resolveOfMetric(config.model().orElseThrow());
            EncoderConfig.of(folder);
            Checkpoint.files(folder);
        }
    }

    /** The key, or the first of key_2, key_3, ... that nothing bears yet: for a metric that is asked for twice. */
    static String freeKey(String key, Set<String> taken) {
        String free = key;
        for (int n = 2; taken.contains(free); n++) {
            free = key + "_" + n;
        }
        return free;
    }

    /** The name that results bear, as in the reference. */
    String key();

    /** Rewards {@code [inputs][outputs]}. */
    double[][] score(List<Outputs> inputs);

    @Override
    default void close() {}
}
