package org.rlgrad.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import org.rlgrad.tensor.Dropout;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Parameters;

/** The sublayers of one T5 block, {@code prefix + "0."} onwards. */
record T5Layers(T5Config config, Parameters parameters, String prefix) {

    /** T5 does not scale its scores: the initialisation does. */
    static final double SCALE = 1.0;

    NDArray norm(NDArray x, int layer) {
        return Ops.rmsNorm(x, parameters.get(prefix + layer + ".layer_norm.weight"), config.layerNormEpsilon());
    }

    /** A projection of attention {@code name} ({@code SelfAttention} or {@code EncDecAttention}). */
    NDArray project(NDArray x, int layer, String name, String projection) {
        return Ops.linear(x, parameters.get(prefix + layer + "." + name + "." + projection + ".weight"), null);
    }

    /** {@code [B, T, H x D]} to {@code [B, H, T, D]}. */
    NDArray split(NDArray x) {
        return Ops.splitHeads(x, config.heads());
    }

    /** {@code [N, H x D]} to {@code [N, H, D]}. */
    NDArray heads(NDArray x) {
        return x.reshape(-1, config.heads(), config.headWidth());
    }

    /** x plus self-attention of its normalised form: x {@code [B, T, E]}, mask broadcastable to {@code [B, H, T, T]}. */
    NDArray selfAttended(NDArray x, NDArray mask, Dropout dropout) {
        NDArray normed = norm(x, 0);
        NDArray mixed = Ops.maskedAttention(
                split(project(normed, 0, "SelfAttention", "q")),
                split(project(normed, 0, "SelfAttention", "k")),
                split(project(normed, 0, "SelfAttention", "v")),
                mask,
                SCALE,
                dropout.attention());
        return x.add(dropout.ofResidual(project(Ops.joinHeads(mixed), 0, "SelfAttention", "o")));
    }

    /** Dropout is between the two layers, and not yet at the end. */
    NDArray feedForward(NDArray x, int layer, Dropout dropout) {
        String dense = prefix + layer + ".DenseReluDense.";
        NDArray inner;
        if (config.gated()) {
            inner = Ops.geluTanh(Ops.linear(x, parameters.get(dense + "wi_0.weight"), null))
                    .mul(Ops.linear(x, parameters.get(dense + "wi_1.weight"), null));
        } else {
            inner = Activation.relu(Ops.linear(x, parameters.get(dense + "wi.weight"), null));
        }
        return Ops.linear(dropout.ofResidual(inner), parameters.get(dense + "wo.weight"), null);
    }
}
