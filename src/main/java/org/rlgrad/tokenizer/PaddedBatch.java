package org.rlgrad.tokenizer;

import java.util.Arrays;
import java.util.List;
import org.rlgrad.config.Side;

/**
 * Rows of tokens brought to one width.
 *
 * @param ids {@code [batch, width]}
 * @param mask {@code [batch, width]}, 1 for a token, 0 for padding; made from lengths, since the padding id may be an
 *     ordinary token (GPT-2 pads with its end token)
 */
@SuppressWarnings("ArrayRecordComponent") // plain carriers of model inputs, never compared
public record PaddedBatch(int[][] ids, int[][] mask) {
    /** Pads each row to {@code width}; an {@link IllegalArgumentException} if one is longer. */
    public static PaddedBatch of(List<int[]> rows, int width, int padId, Side side) {
        int[][] ids = new int[rows.size()][width];
        int[][] mask = new int[rows.size()][width];
        for (int i = 0; i < ids.length; i++) {
            int[] row = rows.get(i);
            if (row.length > width) {
                throw new IllegalArgumentException("row " + i + " has " + row.length + " tokens, more than " + width);
            }
            int start =
                    switch (side) {
                        case LEFT -> width - row.length;
                        case RIGHT -> 0;
                    };
            Arrays.fill(ids[i], padId);
            System.arraycopy(row, 0, ids[i], start, row.length);
            Arrays.fill(mask[i], start, start + row.length, 1);
        }
        return new PaddedBatch(ids, mask);
    }

    /** Pads to the longest row. */
    public static PaddedBatch toLongest(List<int[]> rows, int padId, Side side) {
        return of(rows, rows.stream().mapToInt(row -> row.length).max().orElse(0), padId, side);
    }
}
