package org.rlgrad.config;

/** {@code optimizer} with a constant learning rate; the decay is added to the gradient (L2, not AdamW). */
public sealed interface OptimizerConfig {
    /** {@code lr} */
    double learningRate();

    /** {@code weight_decay} */
    double weightDecay();

    /** Plain gradient descent: no momentum. */
    record Sgd(double learningRate, double weightDecay) implements OptimizerConfig {}

    /** Adam (Kingma and Ba 2015) with beta 0.9 and 0.999, epsilon 1e-8, bias corrected. */
    record Adam(double learningRate, double weightDecay) implements OptimizerConfig {}
}
