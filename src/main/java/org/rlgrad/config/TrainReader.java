package org.rlgrad.config;

/** A whole training file. */
final class TrainReader {
    private TrainReader() {}

    /** The blocks that every kind of training reads something of, and what has been read already. */
    record Blocks(
            BlockReader root,
            BlockReader alg,
            BlockReader evaluation,
            TokenizerConfig tokenizer,
            TrainEvaluationConfig evaluationConfig) {}

    static TrainConfig read(BlockReader root) {
        BlockReader alg = root.block("alg");
        BlockReader evaluation = root.block("train_evaluation");
        TokenizerConfig tokenizer = TokenizerReader.read(root.block("tokenizer"));
        TrainEvaluationConfig evaluationConfig = TrainEvaluationReader.read(evaluation);
        BlockReader datapool = root.block("datapool");
        TrainConfig config = new TrainConfig(
                tokenizer,
                datapool(datapool),
                AlgorithmReader.read(new Blocks(root, alg, evaluation, tokenizer, evaluationConfig)),
                evaluationConfig,
                root.choice("fidelity", Fidelity.class, Defaults.FIDELITY),
                root.integer("seed", Defaults.SEED, NumberRange.atLeast(0)));
        if (datapool.isSound("id")) {
            checkPool(config, root, evaluation);
        }
        root.refuse("evaluation", "belongs to an extraction; the block of a training is train_evaluation");
        alg.finish();
        evaluation.finish();
        root.finish();
        return config;
    }

    /** What metrics and reward read must be in the pool. */
    private static void checkPool(TrainConfig config, BlockReader root, BlockReader evaluation) {
        PoolArgs pool = config.datapool().args();
        config.trainEvaluation().metrics().stream()
                .flatMap(metric -> PoolNeeds.unmetBy(pool, metric).stream())
                .forEach(problem -> evaluation.error("metrics", problem));
        if (config.alg() instanceof AlgorithmConfig.OnPolicy algorithm) {
            PoolNeeds.unmetBy(pool, algorithm.onPolicy().rewardFn())
                    .ifPresent(problem -> root.error("reward_fn", problem));
        }
    }

    private static TrainDatapoolConfig datapool(BlockReader block) {
        TrainDatapoolConfig config = new TrainDatapoolConfig(
                PoolArgsReader.read(block),
                block.number("frac_train_samples", Defaults.FRAC_TRAIN_SAMPLES, NumberRange.ANY),
                block.integer("train_samples_rnd_seed", Defaults.TRAIN_SAMPLES_RND_SEED, NumberRange.atLeast(-1)),
                block.optionalPath("path"),
                block.choice("split", Split.class, Defaults.SPLIT));
        if (config.fracTrainSamples() > 1) {
            block.warning("frac_train_samples", "is above 1, which means all samples, in order");
        }
        // An extraction's key that the reference's trainers do not read either.
        if (block.integer("num_train_samples", Defaults.NUM_TRAIN_SAMPLES, NumberRange.ANY) > 0) {
            block.warning("num_train_samples", "has no effect in a training; use frac_train_samples");
        }
        block.finish();
        return config;
    }
}
