package org.rlgrad.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Every operation that the models use beyond plain NDArray arithmetic.
 *
 * <p>No overload takes a Java number into an NDArray operator: DJL's {@code mul(Number)} and its kin give silently wrong
 * gradients when the JVM collects garbage between forward and backward. Numbers travel as TorchScript scalars instead.
 *
 * <p>Notation: B batch, T query length, S key length, H heads, D head width, E = H x D.
 */
public final class Ops {
    /** Added to the scores of masked keys. Finite, so that a row without any visible key gives no NaN. */
    public static final float MASKED = -1e9f;

    private Ops() {}

    /** Token ids on the device: {@code [rows, columns]} int64, owned by native memory. */
    public static NDArray ids(NDManager manager, long[][] rows) {
        int columns = rows[0].length;
        long[] flat = new long[rows.length * columns];
        for (int r = 0; r < rows.length; r++) {
            System.arraycopy(rows[r], 0, flat, r * columns, columns);
        }
        return longs(manager, flat).reshape(rows.length, columns);
    }

    /** An int64 vector on the device. */
    public static NDArray longs(NDManager manager, long... values) {
        ByteBuffer buffer =
                ByteBuffer.allocateDirect(values.length * Long.BYTES).order(ByteOrder.nativeOrder());
        buffer.asLongBuffer().put(values);
        return owned(manager, buffer, new Shape(values.length), DataType.INT64);
    }

    /** Row numbers as an int64 vector on the device. */
    public static NDArray indices(NDManager manager, int... rows) {
        return longs(manager, Arrays.stream(rows).asLongStream().toArray());
    }

    /** A float32 vector on the device. */
    public static NDArray floats(NDManager manager, float... values) {
        ByteBuffer buffer =
                ByteBuffer.allocateDirect(values.length * Float.BYTES).order(ByteOrder.nativeOrder());
        buffer.asFloatBuffer().put(values);
        return owned(manager, buffer, new Shape(values.length), DataType.FLOAT32);
    }

    /**
     * Copies a Java buffer into libtorch's own memory. {@code manager.create} alone would alias the buffer, and libtorch
     * holds no reference that would keep Java from freeing it.
     */
    public static NDArray owned(NDManager manager, ByteBuffer buffer, Shape shape, DataType type) {
        NDArray created = manager.create(buffer, shape, type);
        if (created.getDevice().isGpu()) {
            return created; // the way to the device is a copy already
        }
        try (created) {
            return created.duplicate();
        }
    }

    /** {@code x W^T + b}: x {@code [..., in]}, weight {@code [out, in]}, bias {@code [out]} or null. */
    public static NDArray linear(NDArray x, NDArray weight, NDArray bias) {
        return JniUtils.linear((PtNDArray) x, (PtNDArray) weight, (PtNDArray) bias);
    }

    /** {@code x W + b} with GPT-2's weight layout {@code [in, out]}. */
    public static NDArray linearInOut(NDArray x, NDArray weight, NDArray bias) {
        return TorchScriptOps.call("linear_in_out", x, weight, bias);
    }

    /** Rows of {@code table [V, E]} at {@code ids [...]}: {@code [..., E]}. */
    public static NDArray embedding(NDArray table, NDArray ids) {
        return JniUtils.embedding((PtNDArray) ids, (PtNDArray) table, false);
    }

    /** Layer normalisation over the last axis. */
    public static NDArray layerNorm(NDArray x, NDArray weight, NDArray bias, double epsilon) {
        NDList result = LayerNorm.layerNorm(x, weight.getShape(), weight, bias, (float) epsilon);
        return result.singletonOrThrow();
    }

    /** T5's layer norm: no mean, no bias. */
    public static NDArray rmsNorm(NDArray x, NDArray weight, double epsilon) {
        return TorchScriptOps.call("rms_norm", x, weight, epsilon);
    }

    /** GELU by the error function. */
    public static NDArray gelu(NDArray x) {
        return Activation.gelu(x);
    }

    /** GELU by the tanh approximation ({@code gelu_new}). */
    public static NDArray geluTanh(NDArray x) {
        return TorchScriptOps.call("gelu_tanh", x);
    }

    /** {@code factor * x}, safe under gradients. */
    public static NDArray scale(NDArray x, double factor) {
        return TorchScriptOps.call("scale", x, factor);
    }

    /** {@code x / divisor}, rounded as a division. */
    public static NDArray divide(NDArray x, double divisor) {
        return TorchScriptOps.call("divide", x, divisor);
    }

    /** Splits {@code [B, T, E]} into heads: {@code [B, H, T, D]}, a view. */
    public static NDArray splitHeads(NDArray x, int heads) {
        Shape shape = x.getShape();
        return x.reshape(shape.get(0), shape.get(1), heads, shape.get(2) / heads)
                .transpose(0, 2, 1, 3);
    }

    /** The inverse: {@code [B, H, T, D]} to {@code [B, T, E]}. */
    public static NDArray joinHeads(NDArray x) {
        Shape shape = x.getShape();
        return x.transpose(0, 2, 1, 3).reshape(shape.get(0), shape.get(2), shape.get(1) * shape.get(3));
    }

    /**
     * softmax(scale q k^T) v without a mask: q {@code [B, H, T, D]}, k, v {@code [B, H, S, D]}.
     *
     * @param dropout rate of the weights; 0: none
     */
    public static NDArray attention(NDArray q, NDArray k, NDArray v, double scale, double dropout) {
        return TorchScriptOps.call("attention", q, k, v, scale, dropout);
    }

    /** The same where position t sees positions 0 to t. */
    public static NDArray causalAttention(NDArray q, NDArray k, NDArray v, double scale, double dropout) {
        return TorchScriptOps.call("attention_causal", q, k, v, scale, dropout);
    }

    /**
     * The same with a float mask, broadcastable to {@code [B, H, T, S]}, added to the scores. A mask that takes part in
     * gradients (T5's relative bias) goes through the composed form: the fused kernel gives the mask no gradient.
     */
    public static NDArray maskedAttention(NDArray q, NDArray k, NDArray v, NDArray mask, double scale) {
        return maskedAttention(q, k, v, mask, scale, 0);
    }

    /** The same with dropout of the weights. */
    public static NDArray maskedAttention(NDArray q, NDArray k, NDArray v, NDArray mask, double scale, double dropout) {
        return JniUtils.isGradMode()
                ? TorchScriptOps.call("attention_composed", q, k, v, mask, scale, dropout)
                : TorchScriptOps.call("attention_masked", q, k, v, mask, scale, dropout);
    }

    /**
     * One query per row over the row's own keys: q {@code [N, H, D]}, k, v {@code [N, H, t, D]}, bias broadcastable to
     * {@code [N, H, 1, t]}. Returns {@code [N, E]}.
     */
    public static NDArray ownAttention(NDArray q, NDArray k, NDArray v, NDArray bias, double scale) {
        return TorchScriptOps.call("own_attention", q, k, v, bias, scale);
    }

    /**
     * One query per row over keys that the rows of a prompt share: q {@code [P x G, H, D]} in prompt order, k, v {@code [P,
     * H, S, D]}, mask {@code [P, 1, 1, S]}. Returns {@code [P x G, E]}.
     */
    public static NDArray sharedAttention(NDArray q, NDArray k, NDArray v, NDArray mask, double scale) {
        return TorchScriptOps.call("shared_attention", q, k, v, mask, scale);
    }

    /**
     * One query per row over its prompt's shared keys and its own keys in one softmax. Shapes as in the two operations
     * above; {@code groups} says how the rows fall into prompts. Returns {@code [N, E]}.
     */
    public static NDArray jointAttention(
            NDArray q,
            NDArray sharedKeys,
            NDArray sharedValues,
            NDArray mask,
            NDArray ownKeys,
            NDArray ownValues,
            RowGroups groups,
            double scale) {
        return TorchScriptOps.call(
                "joint_attention",
                q,
                sharedKeys,
                sharedValues,
                mask,
                ownKeys,
                ownValues,
                groups.rowOfSlot(),
                groups.slotOfRow(),
                groups.ragged(),
                scale);
    }

    /** Rows (or slices along {@code axis}) of x at an int64 index vector, copied. */
    public static NDArray select(NDArray x, NDArray index, int axis) {
        return TorchScriptOps.call("index_select", x, index, (long) axis);
    }

    /** Writes {@code value} into x at {@code [start, start + length)} of an axis, in place. */
    public static void setSlice(NDArray x, NDArray value, int axis, long start) {
        TorchScriptOps.call("set_slice", x, value, (long) axis, start).close();
    }

    /** A view of {@code [start, end)} along an axis. */
    public static NDArray slice(NDArray x, int axis, long start, long end) {
        return JniUtils.slice((PtNDArray) x, axis, start, end, 1);
    }

    /**
     * Causal attention of rows padded on the left as GPT-2 of transformers 4.18 has it: scores of later keys become -1e4, then
     * -1e4 is added to those of padded keys. For real queries either is as good as minus infinity. A padded query, however, sees
     * nothing but such keys: padding before it and <em>real tokens after it</em>, on a par.
     *
     * @param padding {@code [B, 1, 1, T]}: -1e4 at padded keys, 0 elsewhere
     */
    public static NDArray leftPaddedAttention(
            NDArray q, NDArray k, NDArray v, NDArray padding, double scale, double dropout) {
        return TorchScriptOps.call("attention_left_padded", q, k, v, padding, scale, dropout);
    }

    /** The sum of -log pi(target): logits {@code [n, V]}, targets {@code [n]} int64; a 0-d array in nats. */
    public static NDArray crossEntropySum(NDArray logits, NDArray targets) {
        return TorchScriptOps.call("cross_entropy_sum", logits, targets);
    }

    /** log pi(token): logits {@code [..., V]}, tokens {@code [...]} int64, result {@code [...]} in nats. */
    public static NDArray tokenLogProbs(NDArray logits, NDArray tokens) {
        return TorchScriptOps.call("token_log_probs", logits, tokens);
    }

    /** log softmax over the last axis. */
    public static NDArray logSoftmax(NDArray logits) {
        return TorchScriptOps.call("log_softmax", logits);
    }

    /** The same values, cut from the graph that made them. */
    public static NDArray detach(NDArray x) {
        return x.stopGradient();
    }

    /** Entropy of the distributions given by logits {@code [..., V]}: {@code [...]} in nats. */
    public static NDArray entropy(NDArray logits) {
        return TorchScriptOps.call("entropy", logits);
    }

    /** x in row-major order: a view is copied, so that later products need not copy it again and again. */
    public static NDArray contiguous(NDArray x) {
        return TorchScriptOps.call("contiguous", x);
    }

    /** Overwrites {@code target} by {@code value} of the same shape, in place and unrecorded: a leaf stays the same leaf. */
    public static void assign(NDArray target, NDArray value) {
        Torch.noGrad(() -> TorchScriptOps.call("assign", target, value)).close();
    }

    /** Adds 1 to x, in place and unrecorded. */
    static void increment(NDArray x) {
        Torch.noGrad(() -> TorchScriptOps.call("increment", x)).close();
    }

    /** Whether x holds neither NaN nor infinity. */
    public static boolean allFinite(NDArray x) {
        try (NDArray flag = TorchScriptOps.call("all_finite", x)) {
            return flag.getBoolean();
        }
    }
}
