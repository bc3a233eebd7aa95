package org.rlgrad.reward;

import ai.djl.Device;
import java.util.List;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.MetricConfig;
import org.rlgrad.data.Sample;
import org.rlgrad.hub.ModelLocation;
import org.rlgrad.metric.Meteor;
import org.rlgrad.metric.RougeLMax;
import org.rlgrad.metric.SacreBleu;

/**
 * What a generated text is worth: the terminal reward r(x, y) of the paper, one number per (input, output).
 *
 * <p>Built once and used for the whole run. Safe to call from one thread at a time.
 */
public sealed interface RewardFunction extends AutoCloseable permits TextReward, LearnedReward {

    /** Outputs of one input, and what they are compared with. The prompt is the whole one, even if the policy saw less. */
    record Outputs(Sample sample, List<String> texts) {}

    /**
     * The reward of a {@code metrics} entry.
     *
     * @param device where a classifier runs
     * @throws org.rlgrad.Failure if a classifier is missing or damaged
     */
    static RewardFunction of(MetricConfig config, Fidelity fidelity, Device device) {
        if (config instanceof MetricConfig.Meteor) {
            return new TextReward("lexical/meteor", references -> {
                Meteor.Prepared prepared = Meteor.prepare(references, fidelity);
                return text -> Meteor.score(text, prepared);
            });
        } else if (config instanceof MetricConfig.SacreBleu bleu) {
            SacreBleu metric = new SacreBleu(bleu.tokenize(), fidelity);
            return new TextReward("lexical/sacrebleu", references -> {
                SacreBleu.Prepared prepared = metric.prepare(references);
                return text -> metric.score(text, prepared);
            });
        } else if (config instanceof MetricConfig.RougeLMax rouge) {
            RougeLMax metric = new RougeLMax(rouge, fidelity);
            return new TextReward("lexical/rouge_l_max", references -> {
                RougeLMax.Prepared prepared = metric.prepare(references);
                return text -> metric.score(text, prepared);
            });
        } else if (config instanceof MetricConfig.LearnedReward learned) {
            return LearnedReward.load(learned, ModelLocation.resolve(learned.modelName()), device);
        }
        throw new IllegalArgumentException("no reward for " + config);
    }

    /**
     * Checks what can be checked of a {@code metrics} entry without loading a classifier's weights.
     *
     * @throws org.rlgrad.Failure as loading it would
     */
    static void check(MetricConfig config) {
        if (config instanceof MetricConfig.LearnedReward learned) {
            LearnedReward.check(learned, ModelLocation.resolve(learned.modelName()));
        }
    }

    /** The name that results bear, as in the reference. */
    String key();

    /** Rewards {@code [inputs][outputs]}. */
    double[][] score(List<Outputs> inputs);

    @Override
    default void close() {}
}
