package org.rlgrad.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import org.rlgrad.tensor.Ops;

/** Attention masks as the reference writes them (1 = real), turned into what the models take. */
final class Masks {
    private Masks() {}

    static NDArray scores(NDManager manager, long[][] mask) {
        float[] scores = new float[mask.length * mask[0].length];
        for (int row = 0; row < mask.length; row++) {
            for (int column = 0; column < mask[row].length; column++) {
                scores[row * mask[row].length + column] = mask[row][column] == 1 ? 0 : Ops.MASKED;
            }
        }
        return Ops.floats(manager, scores).reshape(mask.length, 1, 1, mask[0].length);
    }

    static long[][] ones(long[][] like) {
        long[][] ones = new long[like.length][like[0].length];
        for (long[] row : ones) {
            Arrays.fill(row, 1);
        }
        return ones;
    }

    static long[][] columns(long[][] like) {
        long[][] columns = new long[like.length][like[0].length];
        for (long[] row : columns) {
            Arrays.setAll(row, i -> i);
        }
        return columns;
    }
}
