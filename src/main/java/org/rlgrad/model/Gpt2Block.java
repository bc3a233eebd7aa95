package org.rlgrad.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import java.util.function.BiConsumer;
import org.rlgrad.tensor.Dropout;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Parameters;

/** One block of GPT-2: x + attention(norm(x)), then x + feed-forward(norm(x)). */
final class Gpt2Block {
    private final Gpt2Config config;
    private final Parameters parameters;
    private final String prefix;
    private final double scale;

    Gpt2Block(Gpt2Config config, Parameters parameters, String prefix) {
        this.config = config;
        this.parameters = parameters;
        this.prefix = prefix;
        this.scale = 1 / Math.sqrt((double) config.width() / config.heads());
    }

    /** Which keys a query sees: queries, keys and values {@code [B, H, T, D]} to what is read, of the same shape. */
    interface Attention {
        NDArray read(NDArray q, NDArray k, NDArray v, double scale, double dropout);
    }

    /**
     * All positions at once.
     *
     * @param x {@code [B, T, E]}
     * @param cache receives keys and values {@code [B, H, T, D]}; may be null
     */
    NDArray forward(NDArray x, Attention attention, Dropout dropout, BiConsumer<NDArray, NDArray> cache) {
        NDList qkv = affine(norm(x, "ln_1"), "attn.c_attn").split(3, 2);
        NDArray q = Ops.splitHeads(qkv.get(0), config.heads());
        NDArray k = Ops.splitHeads(qkv.get(1), config.heads());
        NDArray v = Ops.splitHeads(qkv.get(2), config.heads());
        NDArray mixed = attention.read(q, k, v, scale, dropout.attention());
        if (cache != null) {
            cache.accept(Ops.contiguous(k), Ops.contiguous(v));
        }
        NDArray attended = x.add(dropout.ofResidual(affine(Ops.joinHeads(mixed), "attn.c_proj")));
        return attended.add(dropout.ofResidual(feedForward(norm(attended, "ln_2"))));
    }

    /** One new token per row: x {@code [N, E]}. */
    NDArray step(NDArray x, Decoding decoding, int layer) {
        NDList qkv = affine(norm(x, "ln_1"), "attn.c_attn").split(3, 1);
        Decoding.KeyValues own = decoding.append(
                layer, heads(qkv.get(1)).expandDims(2), heads(qkv.get(2)).expandDims(2));
        Decoding.KeyValues shared = decoding.shared[layer];
        NDArray mixed = Ops.jointAttention(
                heads(qkv.get(0)),
                shared.keys(),
                shared.values(),
                decoding.sharedMask,
                own.keys(),
                own.values(),
                decoding.groups,
                scale);
        NDArray attended = x.add(affine(mixed, "attn.c_proj"));
        return attended.add(feedForward(norm(attended, "ln_2")));
    }

    private NDArray heads(NDArray x) {
        return x.reshape(-1, config.heads(), config.width() / config.heads());
    }

    private NDArray feedForward(NDArray x) {
        NDArray inner = affine(x, "mlp.c_fc");
        NDArray activated =
                switch (config.activation()) {
                    case "gelu_new" -> Ops.geluTanh(inner);
                    case "gelu" -> Ops.gelu(inner);
                    default -> Activation.relu(inner);
                };
        return affine(activated, "mlp.c_proj");
    }

    private NDArray affine(NDArray x, String name) {
        return Ops.linearInOut(x, parameters.get(prefix + name + ".weight"), parameters.get(prefix + name + ".bias"));
    }

    private NDArray norm(NDArray x, String name) {
        return Ops.layerNorm(
                x,
                parameters.get(prefix + name + ".weight"),
                parameters.get(prefix + name + ".bias"),
                config.layerNormEpsilon());
    }
}
