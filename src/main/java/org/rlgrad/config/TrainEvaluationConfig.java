package org.rlgrad.config;

import java.util.List;
import java.util.Optional;

/**
 * The {@code train_evaluation} block: how the model is evaluated during training.
 *
 * @param evalBatchSize rows that are generated together
 * @param generationKwargs decoding of validation and test; empty: that of the train split
 * @param splits rlgrad's own key: the splits that are evaluated (validation also during training)
 * @param maxSamples rlgrad's own key: most samples of a split, its first ones; negative: all
 */
public record TrainEvaluationConfig(
        int evalBatchSize,
        List<MetricConfig> metrics,
        Optional<GenerationConfig> generationKwargs,
        List<Split> splits,
        int maxSamples) {}
