package org.rlgrad.config;

/** A whole training file. {@code fidelity} and {@code seed} are rlgrad's own top-level keys. */
public record TrainConfig(
        TokenizerConfig tokenizer,
        TrainDatapoolConfig datapool,
        AlgorithmConfig alg,
        TrainEvaluationConfig trainEvaluation,
        Fidelity fidelity,
        int seed) {

    /** Seed of the draw of inputs: {@code datapool.train_samples_rnd_seed}, or the run's seed where that is negative. */
    public int subsetSeed() {
        return datapool.trainSamplesRndSeed() >= 0 ? datapool.trainSamplesRndSeed() : seed;
    }
}
