package org.rlgrad.model;

import ai.djl.ndarray.NDArray;
import org.rlgrad.tensor.Dropout;

/** Self-attention in both directions, then feed-forward, each on the normalised input and added to it. */
record T5EncoderBlock(T5Layers layers) {

    /** x {@code [B, S, E]}; mask (position bias and padding) broadcastable to {@code [B, H, S, S]}. */
    NDArray forward(NDArray x, NDArray mask, Dropout dropout) {
        NDArray attended = layers.selfAttended(x, mask, dropout);
        return attended.add(dropout.ofResidual(layers.feedForward(layers.norm(attended, 1), 1, dropout)));
    }
}
