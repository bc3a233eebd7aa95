package org.rlgrad.model;

import ai.djl.ndarray.NDArray;

/** Self-attention in both directions, then feed-forward, each on the normalised input and added to it. */
record T5EncoderBlock(T5Layers layers) {

    /** x {@code [B, S, E]}; mask (position bias and padding) broadcastable to {@code [B, H, S, S]}. */
    NDArray forward(NDArray x, NDArray mask) {
        NDArray attended = layers.selfAttended(x, mask);
        return attended.add(layers.feedForward(layers.norm(attended, 1), 1));
    }
}
