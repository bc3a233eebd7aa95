package org.rlgrad.controlled;

import ai.djl.ndarray.NDArray;
import org.rlgrad.tensor.Gradients;
import org.rlgrad.tensor.Ops;

/**
 * A forward and a backward pass over some samples.
 *
 * @param samples how many
 * @param gradients of their mean minimised objective
 * @param values means over them, {@code [Objective.VALUES]}
 * @param gradientNorm 0-d
 */
record Pass(int samples, Gradients gradients, NDArray values, NDArray gradientNorm) {

    static Pass of(int samples, Gradients gradients, NDArray values) {
        return new Pass(samples, gradients, values, gradients.norm());
    }

    /**
     * The pass over both groups of a batch from the passes over each, exact where no sample sees another: the gradient of a
     * mean is the weighted mean of the groups' gradients. Takes over the gradients of {@code a}.
     */
    static Pass join(Pass a, Pass b) {
        int samples = a.samples + b.samples;
        double share = (double) a.samples / samples;
        a.gradients.mix(share, b.gradients, 1 - share);
        NDArray values = Ops.scale(a.values, share).add(Ops.scale(b.values, 1 - share));
        return of(samples, a.gradients, values);
    }
}
