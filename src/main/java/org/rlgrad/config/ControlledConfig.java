package org.rlgrad.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One controlled experiment with nothing left implicit; the reference's field names in groups.
 *
 * @param experimentName names the run folder, unique in its plan
 * @param seed seed of the batch order and of sampled labels ({@code random_seed}; there -1 means unseeded, here 0)
 * @param initRndSeed seed of the weights' initialisation; -1: {@code seed}
 * @param logitsTemperature T: the model's probabilities are softmax(logits / T)
 * @param epochs passes over the train samples
 * @param batchSize of training and testing
 * @param validateEvery epochs between two evaluations on the test samples
 * @param checkpointEvery epochs between two checkpoints ({@code validate_every * save_every_num_val})
 * @param gpuIds empty: CPU or what {@code --device} says; the first is used
 * @param initialModel where the weights come from before training ({@code load_model_from_checkpoint})
 */
public record ControlledConfig(
        String experimentName,
        Fidelity fidelity,
        int seed,
        int initRndSeed,
        ControlledDataConfig data,
        ClassifierConfig model,
        double logitsTemperature,
        ObjectiveConfig objective,
        OptimizerConfig optimizer,
        int epochs,
        int batchSize,
        int validateEvery,
        int checkpointEvery,
        List<Integer> gpuIds,
        InitialModel initialModel) {

    /** The weights that training starts from. */
    public sealed interface InitialModel {
        /** Random ones (an empty {@code load_model_from_checkpoint}). */
        record Random() implements InitialModel {}

        /** Those of the pretraining run that fits ({@code auto}), found among the runs under the output folder. */
        record Pretrained() implements InitialModel {}

        /** Those of a run folder or of a model file. */
        record Saved(Path path) implements InitialModel {}
    }

    /** The same with other data and initial weights. */
    public ControlledConfig with(ControlledDataConfig newData, InitialModel newInitialModel) {
        return new ControlledConfig(
                experimentName,
                fidelity,
                seed,
                initRndSeed,
                newData,
                model,
                logitsTemperature,
                objective,
                optimizer,
                epochs,
                batchSize,
                validateEvery,
                checkpointEvery,
                gpuIds,
                newInitialModel);
    }

    /** Seed of the weights' initialisation. */
    public int initSeed() {
        return initRndSeed < 0 ? seed : initRndSeed;
    }

    /** Seed of the subsets, label sets and modified labels. */
    public int samplesSeed() {
        return data.samplesRndSeed() < 0 ? seed : data.samplesRndSeed();
    }

    /** Whether it trains on all labels of a sample's label set, as pretraining does. */
    public boolean isPretraining() {
        return data.useMultipleLabelsPerSample();
    }

    /** The GPU to run on, if one is named. */
    public Optional<Integer> gpu() {
        return gpuIds.stream().findFirst();
    }
}
