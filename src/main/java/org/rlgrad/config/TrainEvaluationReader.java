package org.rlgrad.config;

import org.rlgrad.config.OnPolicyConfig.Iterations;
import org.rlgrad.config.OnPolicyConfig.Probe;

/** The {@code train_evaluation} block: evaluation, and how long an on-policy training is. */
final class TrainEvaluationReader {
    private static final NumberRange COUNT = NumberRange.atLeast(1);

    private TrainEvaluationReader() {}

    static TrainEvaluationConfig read(BlockReader block) {
        TrainEvaluationConfig config = new TrainEvaluationConfig(
                block.integer("eval_batch_size", COUNT),
                // Published files name one twice; its results have one name all the same.
                block.blocksOrNone("metrics").stream()
                        .map(MetricReader::read)
                        .distinct()
                        .toList(),
                block.value("generation_kwargs").map(value -> GenerationReader.read(block.block("generation_kwargs"))),
                block.choices("splits", Split.class, Defaults.EVALUATED_SPLITS),
                block.integer("max_samples", Defaults.MAX_EVALUATED_SAMPLES, NumberRange.atLeast(-1)));
        if (config.maxSamples() == 0 && block.isSound("max_samples")) {
            block.error("max_samples", "must be at least 1, or -1 for all");
        }
        return config;
    }

    static Iterations iterations(BlockReader block) {
        BlockReader probe = block.blockOrEmpty("probe");
        Iterations iterations = new Iterations(
                block.integer("n_iters", COUNT),
                block.integer("eval_every", COUNT),
                block.integer("save_every", Defaults.SAVE_EVERY, COUNT),
                block.integer("save_total_limit", Defaults.SAVE_TOTAL_LIMIT, NumberRange.atLeast(0)),
                new Probe(
                        probe.integer("prompts", Defaults.PROBE.prompts(), NumberRange.atLeast(0)),
                        probe.integer("samples", Defaults.PROBE.samples(), NumberRange.atLeast(2))));
        probe.finish();
        return iterations;
    }
}
