package org.rlgrad.config;

import java.util.List;

/** A whole extract-samples file. */
final class ExtractSamplesReader {
    private static final List<String> TRAINING_BLOCKS = List.of("reward_fn", "env", "train_evaluation");

    private ExtractSamplesReader() {}

    static ExtractSamplesConfig read(BlockReader root) {
        BlockReader alg = root.block("alg");
        BlockReader evaluation = root.block("evaluation");
        TokenizerConfig tokenizer = TokenizerReader.read(root.block("tokenizer"));
        BlockReader datapool = root.block("datapool");
        ExtractSamplesConfig config = new ExtractSamplesConfig(
                tokenizer,
                DatapoolReader.read(datapool),
                ModelReader.read(alg),
                ExtractionReader.read(evaluation),
                root.choice("fidelity", Fidelity.class, Defaults.FIDELITY),
                root.integer("seed", Defaults.SEED, NumberRange.atLeast(0)));
        for (String block : TRAINING_BLOCKS) {
            root.refuse(block, "belongs to a training configuration, this should be one of an extraction");
        }
        checkTogether(config, alg, evaluation);
        if (datapool.isSound("id")) {
            config.evaluation().metrics().stream()
                    .filter(metric -> metric.whyNotPerSample().isEmpty()) // the others are refused anyway
                    .flatMap(metric -> PoolNeeds.unmetBy(config.datapool().args(), metric).stream())
                    .forEach(problem -> evaluation.error("metrics", problem));
        }
        root.finish();
        return config;
    }

    /** What no key is to blame for alone. */
    private static void checkTogether(ExtractSamplesConfig config, BlockReader alg, BlockReader evaluation) {
        GenerationConfig generation = config.alg().generationKwargs();
        if (alg.isSound("model_type")) {
            GenerationChecks.leavesRoom(
                    alg,
                    generation,
                    config.alg().modelType(),
                    config.tokenizer().maxLength());
        }
        if (alg.isSound("generation_kwargs") && generation.doSample() && generation.numBeams() > 1) {
            alg.error(
                    "generation_kwargs",
                    "num_beams " + generation.numBeams()
                            + " with do_sample: true (beam sampling) is not supported in an"
                            + " extraction; set num_beams: 1");
        }
        GenerationChecks.canEnd(alg, generation);
        int samples = config.evaluation().numSamplesPerInput();
        if (alg.isSound("generation_kwargs") && !generation.doSample() && samples > 1) {
            evaluation.warning(
                    "num_samples_per_input",
                    "without do_sample: true all " + samples + " outputs of an input are the same text");
        }
    }
}
