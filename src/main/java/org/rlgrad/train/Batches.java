package org.rlgrad.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.rlgrad.model.Continuation;

/** Rows of different lengths in batches of similar lengths, each small enough for the memory. */
final class Batches {
    /** Tokens of a batch, padding included. A T5-base pass with gradients keeps about 0.8 MB a token. */
    static final int MOST_TOKENS = 4096;

    private Batches() {}

    /** Places of rows, the longest first, cut so that no batch of several rows has more than the most tokens. */
    static List<int[]> byLength(List<Continuation> rows) {
        return byLength(rows, MOST_TOKENS);
    }

    static List<int[]> byLength(List<Continuation> rows, int mostTokens) {
        int[] longestFirst = IntStream.range(0, rows.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> -rows.get(i).length()))
                .mapToInt(Integer::intValue)
                .toArray();
        List<int[]> batches = new ArrayList<>();
        for (int start = 0; start < longestFirst.length; ) {
            int size = Math.max(1, mostTokens / rows.get(longestFirst[start]).length());
            int end = Math.min(start + size, longestFirst.length);
            batches.add(Arrays.copyOfRange(longestFirst, start, end));
            start = end;
        }
        return batches;
    }

    /** The wanted tokens of all rows, one row after the other. */
    static long[] targets(List<Continuation> rows) {
        return rows.stream()
                .flatMapToLong(row -> Arrays.stream(row.targets()).asLongStream())
                .toArray();
    }

    /** A row's number for each of its wanted tokens, the rows of a batch one after the other. */
    static float[] perToken(List<Continuation> all, int[] batch, double[] ofRow) {
        float[] flat = new float
                [Arrays.stream(batch).map(row -> all.get(row).wanted().length).sum()];
        int filled = 0;
        for (int row : batch) {
            int end = filled + all.get(row).wanted().length;
            Arrays.fill(flat, filled, end, (float) ofRow[row]);
            filled = end;
        }
        return flat;
    }

    /** Numbers of the wanted tokens, batch by batch, sorted back to their rows. */
    static float[][] perRow(List<Continuation> rows, Function<List<Continuation>, float[]> ofBatch) {
        float[][] result = new float[rows.size()][];
        for (int[] batch : byLength(rows)) {
            float[] flat =
                    ofBatch.apply(Arrays.stream(batch).mapToObj(rows::get).toList());
            int from = 0;
            for (int row : batch) {
                int wanted = rows.get(row).wanted().length;
                result[row] = Arrays.copyOfRange(flat, from, from + wanted);
                from += wanted;
            }
        }
        return result;
    }
}
