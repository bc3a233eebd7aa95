package org.rlgrad.study;

import java.util.List;
import org.rlgrad.config.TokenizerConfig;
import org.rlgrad.config.TrainConfig;
import org.rlgrad.config.TrainDatapoolConfig;

/**
 * What was done to a pretrained model, whatever the seeds: two runs are repetitions of each other if and only if their recipes
 * are equal.
 *
 * @param steps the trainings' configurations, oldest first, without seeds and without names of the checkpoints they start from
 */
record Recipe(List<TrainConfig> steps) {

    static Recipe of(Lineage lineage) {
        return new Recipe(lineage.trainings().stream()
                .map(training -> step(training.config()))
                .toList());
    }

    /** One training without seeds and names. */
    static TrainConfig step(TrainConfig config) {
        TokenizerConfig tokenizer = config.tokenizer();
        TrainDatapoolConfig pool = config.datapool();
        return new TrainConfig(
                new TokenizerConfig(
                        "",
                        tokenizer.paddingSide(),
                        tokenizer.truncationSide(),
                        tokenizer.padTokenAsEosToken(),
                        tokenizer.maxLength()),
                new TrainDatapoolConfig(pool.args(), pool.fracTrainSamples(), -1, pool.path(), pool.split()),
                config.alg().withModelName(""),
                config.trainEvaluation(),
                config.fidelity(),
                0);
    }
}
