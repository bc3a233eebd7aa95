package org.rlgrad.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.stream.IntStream;

/**
 * Operations on sets of allowed tokens: boolean arrays {@code [N, V]}, or the logit of each row's last allowed token (its
 * edge, {@code [N, 1]}). Those that take logits or log-probabilities and give floats are differentiable in them.
 */
public final class MaskOps {
    private static final double MINUS_INFINITY = Double.NEGATIVE_INFINITY;

    /** float32's machine epsilon: torch.distributions keeps probabilities so far away from 0 and 1. */
    private static final double EPSILON = 0x1p-23;

    /** Tokens that are looked at first, and by how many times more if these do not suffice. */
    private static final int FIRST_SEARCH = 128;

    private static final int GROWTH = 8;

    private MaskOps() {}

    /**
     * The smallest logit of each row's most probable tokens up to and including the one that brings their probability above
     * {@code mass}. Only as many tokens are sorted as it takes.
     *
     * @param logits {@code [N, V]}
     * @param mass in [0, 1); 0 for the {@code least} largest, 1 or more for all
     * @param least tokens of each row at the least
     * @return {@code [N, 1]}
     */
    public static NDArray nucleusEdges(NDArray logits, double mass, int least) {
        double bound = mass < 1 ? mass : Double.MAX_VALUE; // a rounded sum of all probabilities may exceed 1
        int vocabulary = (int) logits.getShape().get(1);
        return edges(logits, bound, Math.min(least, vocabulary), Math.max(least, FIRST_SEARCH));
    }

    private static NDArray edges(NDArray logits, double mass, int least, int search) {
        int vocabulary = (int) logits.getShape().get(1);
        int count = Math.min(search, vocabulary);
        NDArray edges = TorchScriptOps.call("nucleus_edge", logits, mass, (long) least, (long) count, Double.NaN);
        if (count == vocabulary) {
            return edges;
        }
        float[] found = edges.toFloatArray();
        int[] undecided = IntStream.range(0, found.length)
                .filter(row -> Float.isNaN(found[row]))
                .toArray();
        if (undecided.length > 0) {
            NDArray rows = Ops.indices(logits.getManager(), undecided);
            setRows(edges, rows, edges(Ops.select(logits, rows, 0), mass, least, GROWTH * count));
        }
        return edges;
    }

    /**
     * The tokens whose logit is no less than their row's edge, and some others.
     *
     * @param always tokens that are in every row's set
     */
    public static NDArray atLeast(NDArray logits, NDArray edges, int... always) {
        return TorchScriptOps.call("at_least", logits, edges, Ops.indices(logits.getManager(), always));
    }

    /**
     * Makes all other tokens impossible. A row in which no allowed token is possible keeps its scores: there must be something
     * to draw.
     */
    public static void restrictInPlace(NDArray scores, NDArray allowed) {
        TorchScriptOps.call("restrict", scores, allowed, MINUS_INFINITY).close();
    }

    /** The tokens that can be drawn from scores: those above minus infinity. */
    public static NDArray possible(NDArray scores) {
        return TorchScriptOps.call("possible", scores, MINUS_INFINITY);
    }

    /** Adds one token {@code [N]} (int64) to each row's set. */
    public static void allowEachInPlace(NDArray allowed, NDArray tokens) {
        TorchScriptOps.call("allow_each", allowed, tokens).close();
    }

    /** Sets without any token. */
    public static NDArray none(NDManager manager, long rows, long vocabulary) {
        return manager.zeros(new Shape(rows, vocabulary), DataType.BOOLEAN);
    }

    /** Overwrites rows of x, given by an int64 vector, by {@code values}. */
    public static void setRows(NDArray x, NDArray rows, NDArray values) {
        TorchScriptOps.call("set_rows", x, rows, values).close();
    }

    /** Logits with all other tokens at minus infinity. */
    public static NDArray restricted(NDArray logits, NDArray allowed) {
        return TorchScriptOps.call("restricted_logits", logits, allowed, MINUS_INFINITY);
    }

    /** The logarithm of probabilities kept within [epsilon, 1 - epsilon], epsilon = 2^-23; no gradient outside. */
    public static NDArray clampedLogProbs(NDArray logProbs) {
        return TorchScriptOps.call("clamped_log_probs", logProbs, EPSILON);
    }

    /** {@code -sum q log p} over the allowed tokens: p their clamped probabilities, q = p / sum p. {@code [N]} in nats. */
    public static NDArray unnormalisedEntropy(NDArray logits, NDArray allowed) {
        return TorchScriptOps.call("unnormalised_entropy", logits, allowed, EPSILON);
    }

    /** Entropy of the softmax over the allowed tokens alone, {@code [N]} in nats. */
    public static NDArray restrictedEntropy(NDArray logits, NDArray allowed) {
        return TorchScriptOps.call("restricted_entropy", logits, allowed, MINUS_INFINITY);
    }
}
