package org.rlgrad.config;

/**
 * The {@code alg.training_args} block of a supervised training, with the names and defaults of transformers'
 * {@code TrainingArguments}.
 *
 * @param warmupSteps steps over which the learning rate rises from 0; not for {@code CONSTANT}
 * @param weightDecay decoupled; not of biases and layer norms
 * @param maxSteps optimizer steps; if above 0 it overrides the epochs
 * @param loggingSteps steps between two log entries, each with a validation
 * @param saveSteps steps between two checkpoints
 * @param saveTotalLimit checkpoints that are kept, the newest; 0: all
 * @param dropout rlgrad's own key: whether the model's own dropout rates apply; true in the reference
 */
public record TrainingArguments(
        int perDeviceTrainBatchSize,
        double learningRate,
        Schedule lrSchedulerType,
        int warmupSteps,
        double weightDecay,
        double adamBeta1,
        double adamBeta2,
        double adamEpsilon,
        double maxGradNorm,
        int numTrainEpochs,
        int maxSteps,
        int loggingSteps,
        int saveSteps,
        int saveTotalLimit,
        boolean dropout) {
    /** How the learning rate changes over the steps. */
    public enum Schedule {
        CONSTANT,
        CONSTANT_WITH_WARMUP,
        LINEAR,
        COSINE
    }
}
