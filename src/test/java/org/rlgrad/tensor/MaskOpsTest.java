package org.rlgrad.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sets of allowed tokens against the same written as loops over Java arrays. */
class MaskOpsTest {
    private static final float NONE = Float.NEGATIVE_INFINITY;

    @ParameterizedTest
    @CsvSource({
        // vocabulary, least; flat rows of the larger ones need more than the first search
        "5, 1",
        "5, 100",
        "150, 20",
        "1000, 1",
        "1000, 100",
        "5003, 101",
        "20000, 100"
    })
    void edgesOfRandomLogits(int vocabulary, int least) {
        Random random = new Random(vocabulary + least);
        int rows = 12;
        float[][] logits = new float[rows][vocabulary];
        for (int row = 0; row < rows; row++) {
            double scale = new double[] {1e-3, 0.3, 1, 3, 10, 1000}[row % 6];
            for (int i = 0; i < vocabulary; i++) {
                double value = scale * random.nextGaussian();
                logits[row][i] =
                        (float) (row < 6 ? value : Math.rint(4 * value) / 4 + 0.0); // the second half has many ties
            }
        }
        for (double mass : new double[] {0, 0.1, 0.5, 0.9, 0.999, 1}) {
            float[] edges = edges(logits, mass, least);
            for (int row = 0; row < rows; row++) {
                float[] sorted = logits[row].clone();
                Arrays.sort(sorted);
                // the sum is rounded here and there: near a step both sizes are right
                float largest = sorted[vocabulary - size(sorted, mass - 2e-6, least)];
                float smallest = sorted[vocabulary - size(sorted, mass + 2e-6, least)];
                assertThat(edges[row])
                        .as("row %d, mass %s", row, mass)
                        .isBetween(mass == 1 ? sorted[0] : smallest, largest);
                if (mass == 0) {
                    assertThat(edges[row]).isEqualTo(sorted[vocabulary - Math.min(least, vocabulary)]);
                }
            }
        }
    }

    /** Tokens of an ascending row that the mass takes, at least {@code least}. */
    private static int size(float[] sorted, double mass, int least) {
        int vocabulary = sorted.length;
        double total = 0;
        for (float value : sorted) {
            total += Math.exp(value - sorted[vocabulary - 1]);
        }
        int size = 0;
        double cumulative = 0;
        while (size < vocabulary && (size == 0 || cumulative <= mass)) {
            size++;
            cumulative += Math.exp(sorted[vocabulary - size] - sorted[vocabulary - 1]) / total;
        }
        return Math.min(vocabulary, Math.max(size, least));
    }

    private static float[] edges(float[][] logits, double mass, int least) {
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            return Scopes.step(() ->
                    MaskOps.nucleusEdges(matrix(manager, logits), mass, least).toFloatArray());
        }
    }

    private static NDArray matrix(NDManager manager, float[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(rows[row], 0, flat, row * rows[0].length, rows[0].length);
        }
        return Ops.floats(manager, flat).reshape(rows.length, rows[0].length);
    }

    @Test
    void tiesAndSpecialTokensStay() {
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            NDArray logits = matrix(manager, new float[][] {{1, 3, 2, 2, 0, -5}, {0, 0, 0, 0, 0, 0}});
            NDArray allowed = MaskOps.atLeast(logits, MaskOps.nucleusEdges(logits, 0, 2), 5);
            assertThat(allowed.toBooleanArray())
                    .containsExactly(false, true, true, true, false, true, true, true, true, true, true, true);
            NDArray without = MaskOps.atLeast(logits, MaskOps.nucleusEdges(logits, 0.5, 1));
            assertThat(without.get(0).toBooleanArray()).containsExactly(false, true, false, false, false, false);
        }
    }

    @Test
    void bannedTokensStayBannedAndNoRowIsEmptied() {
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            NDArray allowed = matrix(manager, new float[][] {{9, 1, 9}, {1, 1, 9}})
                    .gt(matrix(manager, new float[][] {{5, 5, 5}}));
            NDArray scores = matrix(manager, new float[][] {{NONE, 1, 2}, {3, 4, NONE}});
            MaskOps.restrictInPlace(scores, allowed);
            assertThat(scores.toFloatArray()).containsExactly(NONE, NONE, 2, 3, 4, NONE);
            assertThat(MaskOps.possible(scores).toBooleanArray())
                    .containsExactly(false, false, true, true, true, false);
            MaskOps.allowEachInPlace(allowed, Ops.longs(manager, 1, 0));
            assertThat(allowed.toBooleanArray()).containsExactly(true, true, true, true, false, true);
        }
    }

    @Test
    void rowsAreOverwritten() {
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            NDArray sets = MaskOps.none(manager, 3, 2);
            MaskOps.setRows(
                    sets, Ops.longs(manager, 2, 0), MaskOps.possible(matrix(manager, new float[][] {{1, NONE}, {NONE, 1}
                    })));
            assertThat(sets.toBooleanArray()).containsExactly(false, true, false, false, true, false);
        }
    }
}
