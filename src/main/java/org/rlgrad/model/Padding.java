package org.rlgrad.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.rlgrad.tensor.Ops;

/** Masks, and rectangles out of token sequences of different lengths: padded on the right with id 0, which the mask hides. */
final class Padding {
    private Padding() {}

    static int longest(List<int[]> sequences) {
        return sequences.stream().mapToInt(s -> s.length).max().orElseThrow();
    }

    /** Ids {@code [B, S]}. */
    static NDArray ids(NDManager manager, List<int[]> sequences) {
        long[][] rows = new long[sequences.size()][longest(sequences)];
        for (int r = 0; r < rows.length; r++) {
            int[] sequence = sequences.get(r);
            for (int c = 0; c < sequence.length; c++) {
                rows[r][c] = sequence[c];
            }
        }
        return Ops.ids(manager, rows);
    }

    /** Added to attention scores, {@code [B, 1, 1, S]}: 0 at real positions, {@link Ops#MASKED} at padding. */
    static NDArray scoreMask(NDManager manager, List<int[]> sequences) {
        int columns = longest(sequences);
        float[] mask = new float[sequences.size() * columns];
        for (int r = 0; r < sequences.size(); r++) {
            for (int c = sequences.get(r).length; c < columns; c++) {
                mask[r * columns + c] = Ops.MASKED;
            }
        }
        return Ops.floats(manager, mask).reshape(new Shape(sequences.size(), 1, 1, columns));
    }

    /** Added to attention scores, {@code [B, 1, 1, columns]}: {@code score} at each row's first columns, 0 elsewhere. */
    static NDArray leftScoreMask(NDManager manager, int[] padding, int columns, float score) {
        float[] mask = new float[padding.length * columns];
        for (int r = 0; r < padding.length; r++) {
            Arrays.fill(mask, r * columns, r * columns + padding[r], score);
        }
        return Ops.floats(manager, mask).reshape(new Shape(padding.length, 1, 1, columns));
    }

    /** Added to attention scores, {@code [1, 1, T, T]}: {@link Ops#MASKED} where the key comes after the query. */
    static NDArray causalMask(NDManager manager, int length) {
        float[] mask = new float[length * length];
        for (int query = 0; query < length; query++) {
            for (int key = query + 1; key < length; key++) {
                mask[query * length + key] = Ops.MASKED;
            }
        }
        return Ops.floats(manager, mask).reshape(1, 1, length, length);
    }

    static boolean equalLengths(List<int[]> sequences) {
        return sequences.stream().allMatch(s -> s.length == sequences.get(0).length);
    }
}
