package org.rlgrad.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The {@code datapool} block of a training.
 *
 * @param args id and arguments of the pool
 * @param fracTrainSamples in (0, 1]: this fraction of a permutation of the train samples is used, in permuted order;
 *     otherwise all of them, in order
 * @param trainSamplesRndSeed seed of that permutation; negative: the run's seed
 * @param path folder or file of the dataset in the hub's column layout; empty: the default place
 * @param split rlgrad's own key: the split that is trained on
 */
public record TrainDatapoolConfig(
        PoolArgs args, double fracTrainSamples, int trainSamplesRndSeed, Optional<Path> path, Split split) {}
