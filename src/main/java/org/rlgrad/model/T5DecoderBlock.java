package org.rlgrad.model;

import ai.djl.ndarray.NDArray;
import java.util.function.BiConsumer;
import org.rlgrad.tensor.Ops;

/** Causal self-attention, attention to the encoder, feed-forward, each on the normalised input and added to it. */
record T5DecoderBlock(T5Layers layers) {

    /** x {@code [B, T, E]}, mask {@code [B, H, T, T]} (bias, causality, padding), encoded {@code [B, S, E]}. */
    NDArray forward(NDArray x, NDArray mask, NDArray encoded, NDArray keyMask) {
        NDArray attended = layers.selfAttended(x, mask);
        NDArray query = layers.split(layers.project(layers.norm(attended, 1), 1, "EncDecAttention", "q"));
        NDArray keys = layers.split(layers.project(encoded, 1, "EncDecAttention", "k"));
        NDArray values = layers.split(layers.project(encoded, 1, "EncDecAttention", "v"));
        NDArray crossed = keyMask == null
                ? Ops.attention(query, keys, values, T5Layers.SCALE)
                : Ops.maskedAttention(query, keys, values, keyMask, T5Layers.SCALE);
        return finish(attended, layers.project(Ops.joinHeads(crossed), 1, "EncDecAttention", "o"));
    }

    /** The encoder's keys and values for this block, {@code [B, H, S, D]}, computed once for all steps. */
    void crossKeys(NDArray encoded, BiConsumer<NDArray, NDArray> cache) {
        cache.accept(
                Ops.contiguous(layers.split(layers.project(encoded, 1, "EncDecAttention", "k"))),
                Ops.contiguous(layers.split(layers.project(encoded, 1, "EncDecAttention", "v"))));
    }

    /** One new token per row: x {@code [N, E]}, bias {@code [1, H, 1, length + 1]}. */
    NDArray step(NDArray x, Decoding decoding, int layer, NDArray bias) {
        NDArray normed = layers.norm(x, 0);
        Decoding.KeyValues own = decoding.append(
                layer,
                layers.heads(layers.project(normed, 0, "SelfAttention", "k")).expandDims(2),
                layers.heads(layers.project(normed, 0, "SelfAttention", "v")).expandDims(2));
        NDArray query = layers.heads(layers.project(normed, 0, "SelfAttention", "q"));
        NDArray mixed = Ops.ownAttention(query, own.keys(), own.values(), bias, T5Layers.SCALE);
        NDArray attended = x.add(layers.project(mixed, 0, "SelfAttention", "o"));
        NDArray crossQuery = layers.heads(layers.project(layers.norm(attended, 1), 1, "EncDecAttention", "q"));
        NDArray crossed = decoding.attendShared(layer, crossQuery, T5Layers.SCALE);
        return finish(attended, layers.project(crossed, 1, "EncDecAttention", "o"));
    }

    private NDArray finish(NDArray attended, NDArray crossed) {
        NDArray sum = attended.add(crossed);
        return sum.add(layers.feedForward(layers.norm(sum, 2), 2));
    }
}
