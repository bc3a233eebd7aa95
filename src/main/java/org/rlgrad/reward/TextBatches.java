package org.rlgrad.reward;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Texts of similar length together, so that little of a batch is padding. */
final class TextBatches {
    private TextBatches() {}

    /** Positions in {@code rows}, shortest row first, cut into batches. */
    static List<int[]> byLength(List<int[]> rows, int size) {
        int[] order = IntStream.range(0, rows.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> rows.get(i).length))
                .mapToInt(Integer::intValue)
                .toArray();
        List<int[]> batches = new ArrayList<>();
        for (int start = 0; start < order.length; start += size) {
            batches.add(Arrays.copyOfRange(order, start, Math.min(start + size, order.length)));
        }
        return batches;
    }

    /** The rows at these positions. */
    static List<int[]> rows(List<int[]> rows, int[] batch) {
        return Arrays.stream(batch).mapToObj(rows::get).toList();
    }

    static long[][] longs(int[][] rows) {
        return Arrays.stream(rows)
                .map(row -> Arrays.stream(row).asLongStream().toArray())
                .toArray(long[][]::new);
    }
}
