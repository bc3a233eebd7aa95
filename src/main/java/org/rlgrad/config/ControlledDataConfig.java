package org.rlgrad.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Which samples a controlled experiment sees, and with which labels.
 *
 * @param path the dataset's folder ({@code path}, a key of ours); empty: {@code $RLGRAD_DATA/NAME}
 * @param tokenizer the folder or hub id of the BERT tokenizer ({@code tokenizer}, a key of ours); for STS-B only
 * @param numTrainSamples stratified subset of the train split; -1 or too large: all
 * @param numTestSamples likewise for the test split
 * @param samplesRndSeed seed of the subsets, label sets and modified labels; -1: the experiment's seed
 * @param numLabelsPerSample K, the size of a class's label set
 * @param useMultipleLabelsPerSample train on the uniform distribution over the K labels
 * @param fracSamplesToModifyLabels fraction of train samples with a new label from outside their label set
 */
public record ControlledDataConfig(
        Dataset dataset,
        Optional<Path> path,
        String tokenizer,
        int numTrainSamples,
        int numTestSamples,
        int samplesRndSeed,
        int numLabelsPerSample,
        boolean useMultipleLabelsPerSample,
        double fracSamplesToModifyLabels) {

    /** The datasets by their names in plan files. */
    public enum Dataset {
        MNIST,
        FMNIST,
        CIFAR10,
        CIFAR100,
        CIFAR100COARSE,
        STSB
    }
}
