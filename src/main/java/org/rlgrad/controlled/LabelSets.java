package org.rlgrad.controlled;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.rlgrad.random.TorchRandom;

/**
 * The labels that pretraining makes equally likely: for each class itself and K-1 others (Razin et al. 2024, section 4.2).
 *
 * @param table {@code [C][K]}, row c begins with c
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its rows where it is compared
public record LabelSets(int[][] table) {
    /**
     * Draws them as the reference does: C x (C-1) uniform numbers, of which each row's order picks from the other classes in
     * ascending order.
     */
    static LabelSets draw(int classes, int labelsPerSample, TorchRandom random) {
        if (labelsPerSample <= 1) {
            return new LabelSets(
                    IntStream.range(0, classes).mapToObj(c -> new int[] {c}).toArray(int[][]::new));
        }
        float[] uniforms = random.rand(classes * (classes - 1));
        int[][] table = new int[classes][labelsPerSample];
        for (int c = 0; c < classes; c++) {
            int row = c;
            int[] order = IntStream.range(0, classes - 1)
                    .boxed()
                    .sorted(Comparator.comparingDouble(other -> uniforms[row * (classes - 1) + other]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            table[c][0] = c;
            for (int k = 1; k < labelsPerSample; k++) {
                int other = order[k - 1];
                table[c][k] = other < c ? other : other + 1;
            }
        }
        return new LabelSets(table);
    }

    /** The classes that are not in a class's set, ascending. */
    int[] outside(int label) {
        return IntStream.range(0, table.length)
                .filter(other -> Arrays.stream(table[label]).noneMatch(in -> in == other))
                .toArray();
    }

    /** Number of classes. */
    int classes() {
        return table.length;
    }
}
