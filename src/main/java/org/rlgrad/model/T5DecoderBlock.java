package org.rlgrad.model;

import ai.djl.ndarray.NDArray;
import java.util.function.BiConsumer;
import org.rlgrad.tensor.Dropout;
import org.rlgrad.tensor.Ops;

/** Causal self-attention, attention to the encoder, feed-forward, each on the normalised input and added to it. */
record T5DecoderBlock(T5Layers layers) {

    /**
     * What the encoder made of P prompts, for B rows that continue them.
     *
     * @param states {@code [P, S, E]}
     * @param keyMask {@code [P, 1, 1, S]} added to scores, or null if nothing is padded
     * @param promptOfRow {@code [B]} int64, or null where row i continues prompt i
     */
    record Encoded(NDArray states, NDArray keyMask, NDArray promptOfRow) {
        /** An array of prompts as one of rows. */
        NDArray perRow(NDArray perPrompt) {
            return promptOfRow == null ? perPrompt : Ops.select(perPrompt, promptOfRow, 0);
        }
    }

    /** x {@code [B, T, E]}, mask {@code [B, H, T, T]} (bias, causality, padding). */
    NDArray forward(NDArray x, NDArray mask, Encoded encoded, Dropout dropout) {
        NDArray attended = layers.selfAttended(x, mask, dropout);
        NDArray query = layers.split(layers.project(layers.norm(attended, 1), 1, "EncDecAttention", "q"));
        NDArray keys = encoded.perRow(layers.split(layers.project(encoded.states(), 1, "EncDecAttention", "k")));
        NDArray values = encoded.perRow(layers.split(layers.project(encoded.states(), 1, "EncDecAttention", "v")));
        NDArray crossed = encoded.keyMask() == null
                ? Ops.attention(query, keys, values, T5Layers.SCALE, dropout.attention())
                : Ops.maskedAttention(
                        query, keys, values, encoded.perRow(encoded.keyMask()), T5Layers.SCALE, dropout.attention());
        return finish(attended, layers.project(Ops.joinHeads(crossed), 1, "EncDecAttention", "o"), dropout);
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
        return finish(attended, layers.project(crossed, 1, "EncDecAttention", "o"), Dropout.NONE);
    }

    private NDArray finish(NDArray attended, NDArray crossed, Dropout dropout) {
        NDArray sum = attended.add(dropout.ofResidual(crossed));
        return sum.add(dropout.ofResidual(layers.feedForward(layers.norm(sum, 2), 2, dropout)));
    }
}
