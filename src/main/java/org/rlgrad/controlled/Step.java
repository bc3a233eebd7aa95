package org.rlgrad.controlled;

/**
 * What one training step measured: before the update, as means over the samples of a group.
 *
 * @param small over the samples with a modified label; null if the batch has none, or groups are not measured
 * @param large over the others, likewise
 * @param all over the batch
 * @param parametersNorm Euclidean norm of the parameters before the update
 */
record Step(Means small, Means large, Means all, double parametersNorm) {
    /**
     * @param samples over how many
     * @param values by the constants of {@link Objective}
     * @param gradientNorm of the gradient of the mean objective
     */
    @SuppressWarnings("ArrayRecordComponent") // a plain carrier, never compared
    record Means(int samples, double[] values, double gradientNorm) {}
}
