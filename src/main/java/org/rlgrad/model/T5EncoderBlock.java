package org.rlgrad.model;

import ai.djl.ndarray.NDArray;
import org.rlgrad.tensor.Ops;

/** Self-attention in both directions, then feed-forward, each on the normalised input and added to it. */
record T5EncoderBlock(T5Layers layers) {

    /** x {@code [B, S, E]}; mask (position bias and padding) broadcastable to {@code [B, H, S, S]}. */
    NDArray forward(NDArray x, NDArray mask) {
        NDArray normed = layers.norm(x, 0);
        NDArray mixed = Ops.maskedAttention(
                layers.split(layers.project(normed, 0, "SelfAttention", "q")),
                layers.split(layers.project(normed, 0, "SelfAttention", "k")),
                layers.split(layers.project(normed, 0, "SelfAttention", "v")),
                mask,
                T5Layers.SCALE);
        NDArray attended = x.add(layers.project(Ops.joinHeads(mixed), 0, "SelfAttention", "o"));
        return attended.add(layers.feedForward(layers.norm(attended, 1), 1));
    }
}
