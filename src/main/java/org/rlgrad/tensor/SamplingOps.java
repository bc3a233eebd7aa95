package org.rlgrad.tensor;

import ai.djl.ndarray.NDArray;

/** Operations on next-token scores {@code [N, V]}: banning, filtering, drawing. Methods named {@code ...InPlace} change them. */
public final class SamplingOps {
    private static final double MINUS_INFINITY = Double.NEGATIVE_INFINITY;

    /** Candidates beyond k that {@link #drawTopK} looks at for ties with the k-th. */
    private static final int SPARE = 16;

    private SamplingOps() {}

    /** Makes one token impossible in all rows. */
    public static void banInPlace(NDArray scores, int token) {
        TorchScriptOps.call("ban", scores, (long) token, MINUS_INFINITY).close();
    }

    /** Makes token {@code tokens[i]} impossible in row {@code rows[i]}. */
    public static void banEachInPlace(NDArray scores, long[] rows, long[] tokens) {
        NDArray banned = Ops.floats(scores.getManager(), Float.NEGATIVE_INFINITY);
        TorchScriptOps.call(
                        "ban_each",
                        scores,
                        Ops.longs(scores.getManager(), rows),
                        Ops.longs(scores.getManager(), tokens),
                        banned.squeeze())
                .close();
    }

    /** Divides positive and multiplies negative scores of the given entries, each given once, by the penalty (Keskar et al. 2019). */
    public static void penalizeRepetitionInPlace(NDArray scores, long[] rows, long[] tokens, double penalty) {
        TorchScriptOps.call(
                        "penalize_repetition",
                        scores,
                        Ops.longs(scores.getManager(), rows),
                        Ops.longs(scores.getManager(), tokens),
                        penalty)
                .close();
    }

    /** Scores with all below the k-th largest at minus infinity; ties with it stay. */
    public static NDArray keepTopK(NDArray scores, int k) {
        long bounded = Math.min(k, scores.getShape().get(1));
        return TorchScriptOps.call("keep_top_k", scores, bounded, MINUS_INFINITY);
    }

    /** Scores with only the smallest set of tokens left whose probability exceeds p (Holtzman et al. 2020). */
    public static NDArray keepTopP(NDArray scores, double p) {
        return TorchScriptOps.call("keep_top_p", scores, p, MINUS_INFINITY);
    }

    /**
     * One token per row from softmax(scores) by the inverse of its cumulative distribution, block by block.
     *
     * @param uniforms {@code [N, 1]} in [0, 1)
     */
    public static NDArray draw(NDArray scores, NDArray uniforms) {
        return TorchScriptOps.call("draw", scores, uniforms);
    }

    /** Whether {@link #drawTopK} can look beyond the k-th of so many scores; otherwise filtering all of them costs no more. */
    public static boolean canSearchTopK(NDArray scores, int k) {
        return (long) k + SPARE < scores.getShape().get(1);
    }

    /**
     * One token per row from the k largest scores, ties included, then the top-p of these: the same distribution as filtering
     * the whole vocabulary, for a fraction of the work.
     *
     * @param k such that {@link #canSearchTopK}
     * @return the tokens; -1 in a row where more tokens tie with the k-th than were looked at: filter its whole vocabulary
     */
    public static long[] drawTopK(NDArray scores, NDArray uniforms, int k, double temperature, double p) {
        return TorchScriptOps.call(
                        "draw_top_k",
                        scores,
                        uniforms,
                        (long) k,
                        (long) SPARE,
                        temperature,
                        p < 1 ? p : Double.MAX_VALUE, // a rounded sum of all probabilities may exceed 1
                        MINUS_INFINITY)
                .toLongArray();
    }

    /**
     * The best continuations of each prompt's beams.
     *
     * @param logProbs {@code [P x beams, V]}
     * @param beamScores {@code [P x beams, 1]}, added to them
     * @return {@code [2, P, count]} float64: totals in falling order, and their places in {@code beams x V}
     */
    public static double[] bestContinuations(NDArray logProbs, NDArray beamScores, int prompts, int count) {
        try (NDArray best =
                TorchScriptOps.call("best_continuations", logProbs, beamScores, (long) prompts, (long) count)) {
            return best.toDoubleArray();
        }
    }
}
