package org.rlgrad.config;

import org.rlgrad.config.AlgorithmConfig.Supervised;
import org.rlgrad.config.AlgorithmConfig.Supervised.InitialWeights;

/** The {@code alg} block of a supervised training. */
final class SupervisedReader {
    private static final String NOT_ON_POLICY = "this training is supervised (alg.id)";

    private SupervisedReader() {}

    static Supervised read(TrainReader.Blocks blocks) {
        BlockReader alg = blocks.alg();
        Supervised config = new Supervised(
                alg.choice("model_type", ModelConfig.ModelType.class, null),
                ModelReader.modelName(alg),
                alg.choice("initial_weights", InitialWeights.class, InitialWeights.PRETRAINED),
                GenerationReader.read(alg.block("generation_kwargs")),
                TrainingArgumentsReader.read(alg.blockOrEmpty("training_args")));
        if (config.modelName().equals(AlgorithmConfig.AUTO)) {
            alg.error("model_name", "auto means a supervised run's model, and this is such a run; name a checkpoint");
        }
        checkGeneration(alg, config, config.generationKwargs(), blocks);
        blocks.evaluationConfig()
                .generationKwargs()
                .ifPresent(generation -> checkGeneration(blocks.evaluation(), config, generation, blocks));
        AlgorithmReader.warnOf(blocks.root(), NOT_ON_POLICY, "reward_fn", "env");
        AlgorithmReader.warnOf(alg, NOT_ON_POLICY, "args", "kl_div", "policy");
        AlgorithmReader.warnOf(
                blocks.evaluation(), NOT_ON_POLICY + "; num_train_epochs or max_steps say how long", "n_iters");
        AlgorithmReader.warnOf(blocks.evaluation(), NOT_ON_POLICY + "; logging_steps says how often", "eval_every");
        AlgorithmReader.warnOf(blocks.evaluation(), NOT_ON_POLICY + "; save_steps says how often", "save_every");
        AlgorithmReader.warnOf(
                blocks.evaluation(), NOT_ON_POLICY + "; the key of alg.training_args counts", "save_total_limit");
        AlgorithmReader.warnOf(blocks.evaluation(), NOT_ON_POLICY, "probe");
        return config;
    }

    private static void checkGeneration(
            BlockReader holder, Supervised config, GenerationConfig generation, TrainReader.Blocks blocks) {
        GenerationChecks.canEnd(holder, generation);
        if (blocks.alg().isSound("model_type")) {
            GenerationChecks.leavesRoom(
                    holder, generation, config.modelType(), blocks.tokenizer().maxLength());
        }
    }
}
