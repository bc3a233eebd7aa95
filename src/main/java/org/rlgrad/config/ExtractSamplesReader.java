package org.rlgrad.config;

import java.util.List;
import java.util.OptionalInt;

/** A whole extract-samples file. */
final class ExtractSamplesReader {
    private static final List<String> TRAINING_BLOCKS = List.of("reward_fn", "env", "train_evaluation");

    private ExtractSamplesReader() {}

    static ExtractSamplesConfig read(BlockReader root) {
        BlockReader alg = root.block("alg");
        BlockReader evaluation = root.block("evaluation");
        ExtractSamplesConfig config = new ExtractSamplesConfig(
                TokenizerReader.read(root.block("tokenizer")),
                DatapoolReader.read(root.block("datapool")),
                ModelReader.read(alg),
                ExtractionReader.read(evaluation),
                root.choice("fidelity", Fidelity.class, Defaults.FIDELITY),
                root.integer("seed", Defaults.SEED, NumberRange.atLeast(0)));
        for (String block : TRAINING_BLOCKS) {
            root.refuse(block, "belongs to a training configuration, this should be one of an extraction");
        }
        checkTogether(config, alg, evaluation);
        root.finish();
        return config;
    }

    /** What no key is to blame for alone. */
    private static void checkTogether(ExtractSamplesConfig config, BlockReader alg, BlockReader evaluation) {
        GenerationConfig generation = config.alg().generationKwargs();
        boolean causal = alg.isSound("model_type") && config.alg().modelType() == ModelConfig.ModelType.CAUSAL;
        if (causal && generation.maxNewTokens().isEmpty() && !leavesRoom(config)) {
            alg.error(
                    "generation_kwargs",
                    "max_new_tokens is missing: for a causal model max_length (" + generation.maxLength()
                            + ") counts the padded prompt and leaves no room for new tokens");
        }
        if (alg.isSound("generation_kwargs") && generation.doSample() && generation.numBeams() > 1) {
            alg.error(
                    "generation_kwargs",
                    "num_beams " + generation.numBeams()
                            + " with do_sample: true (beam sampling) is not supported in an"
                            + " extraction; set num_beams: 1");
        }
        boolean tooLong = generation.maxNewTokens().isPresent()
                && generation.minLength() > generation.maxNewTokens().getAsInt();
        if (alg.isSound("generation_kwargs") && tooLong) {
            alg.warning(
                    "generation_kwargs",
                    "min_length " + generation.minLength() + " is above max_new_tokens "
                            + generation.maxNewTokens().getAsInt() + ": no output can end by itself");
        }
        int samples = config.evaluation().numSamplesPerInput();
        if (alg.isSound("generation_kwargs") && !generation.doSample() && samples > 1) {
            evaluation.warning(
                    "num_samples_per_input",
                    "without do_sample: true all " + samples + " outputs of an input are the same text");
        }
    }

    private static boolean leavesRoom(ExtractSamplesConfig config) {
        OptionalInt prompt = config.tokenizer().maxLength();
        return prompt.isPresent() && config.alg().generationKwargs().maxLength() > prompt.getAsInt();
    }
}
