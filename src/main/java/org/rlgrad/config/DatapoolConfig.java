package org.rlgrad.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The {@code datapool} block.
 *
 * @param args id and arguments of the pool
 * @param numTrainSamples how many inputs are drawn; 0 or less: all, in order
 * @param trainSamplesRndSeed seed of the permutation that draws them; negative: the run's seed
 * @param path folder or file of the dataset in the hub's column layout; empty: the default place
 * @param split rlgrad's own key {@code datapool.split}: which split is measured
 */
public record DatapoolConfig(
        PoolArgs args, int numTrainSamples, int trainSamplesRndSeed, Optional<Path> path, Split split) {}
