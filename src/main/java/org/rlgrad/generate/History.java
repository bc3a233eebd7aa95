package org.rlgrad.generate;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The tokens of rows that are being continued: what repetition rules look back on.
 *
 * <p>Padding is no token here. (The reference's left padding counts as repetitions of the pad token.)
 *
 * @param tokens per row the prompt (causal) or the start token (seq2seq), then the new tokens
 */
record History(int[][] tokens) {

    int rows() {
        return tokens.length;
    }

    /** The distinct tokens of a row. */
    int[] distinct(int row) {
        return Arrays.stream(tokens[row]).distinct().toArray();
    }

    /** Tokens that would complete an n-gram that the row already has. */
    int[] completions(int row, int n) {
        int[] sequence = tokens[row];
        int length = sequence.length;
        int prefix = length - n + 1; // where the last n - 1 tokens begin
        return IntStream.rangeClosed(0, length - n)
                .filter(start -> Arrays.equals(sequence, start, start + n - 1, sequence, prefix, length))
                .map(start -> sequence[start + n - 1])
                .distinct()
                .toArray();
    }
}
