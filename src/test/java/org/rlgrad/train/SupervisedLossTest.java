package org.rlgrad.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.rlgrad.GoldenTensors;
import org.rlgrad.Goldens;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.model.Continuation;
import org.rlgrad.model.Gpt2;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.tensor.Dropout;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;
import org.rlgrad.train.SupervisedExamples.Example;

/**
 * Losses of hand-made batches. The expected numbers were computed once in Python: row by row, or on the padded batch, with the
 * models of transformers (5.18, PyTorch 2.13); for GPT-2's padded batch with its formulas and the masking constants of
 * transformers 4.18, which reproduce the recorded logits of that version at padded positions to 5e-6.
 */
class SupervisedLossTest {
    private static final int END = 800;

    private static LanguageModel gpt2() {
        return LanguageModel.load(Goldens.shipped("models/gpt2-tiny"), ModelType.CAUSAL, Device.cpu());
    }

    private static LanguageModel t5() {
        return LanguageModel.load(Goldens.shipped("models/t5-tiny"), ModelType.SEQ2SEQ, Device.cpu());
    }

    private static Example example(int[] prompt, int... target) {
        return new Example(prompt, target);
    }

    private static int[] ids(int... ids) {
        return ids;
    }

    private static double loss(SupervisedRows rows) {
        return Scopes.step(() -> Torch.noGrad(() -> {
                    NDArray logits = rows.model().head(rows.states(Dropout.NONE));
                    NDArray labels = Ops.longs(logits.getManager(), Batches.targets(rows.rows()));
                    return (double) Ops.crossEntropySum(logits, labels).getFloat();
                }))
                / rows.targets();
    }

    private static void assertLoss(
            LanguageModel model, Fidelity fidelity, List<Example> batch, int targets, double expected) {
        try (model) {
            SupervisedRows rows = SupervisedRows.of(model, new SupervisedExamples(batch, END, fidelity), batch);
            assertThat(rows.targets()).isEqualTo(targets);
            assertThat(loss(rows)).isCloseTo(expected, within(2e-5));
            double parts = 0;
            List<SupervisedRows> split = rows.parts(8);
            assertThat(split).hasSizeGreaterThan(1);
            for (SupervisedRows part : split) {
                parts += loss(part) * part.targets() / targets;
            }
            assertThat(parts).isCloseTo(expected, within(2e-5));
        }
    }

    /** 12 targets: 6 + 1 + 5 - 1 within rows, one more for each of the two padded rows; the two end tokens are no targets. */
    @Test
    void gpt2Reference() {
        List<Example> batch = List.of(
                example(ids(), 12, 345, 67, END, 210, 5, 99),
                example(ids(), 401, 33, END),
                example(ids(), 7, 620, 14, 251, 3));
        assertLoss(gpt2(), Fidelity.REFERENCE, batch, 12, 11.845793724060059);
    }

    @Test
    void gpt2Corrected() {
        List<Example> batch = List.of(
                example(ids(12, 345, 67), 210, 5, 99, END),
                example(ids(401, 33), END),
                example(ids(7), 620, 14, 251, 3, END));
        assertLoss(gpt2(), Fidelity.CORRECTED, batch, 10, 11.185545206069946);
    }

    private static List<Example> pairs() {
        return List.of(
                example(ids(45, 310, 7, 88, 1), 301, 12, 1),
                example(ids(9, 1), 77, 150, 6, 33, 1),
                example(ids(500, 21, 64, 1), 1));
    }

    @Test
    void t5Reference() {
        assertLoss(t5(), Fidelity.REFERENCE, pairs(), 9, 8.605457305908203);
    }

    @Test
    void t5Corrected() {
        assertLoss(t5(), Fidelity.CORRECTED, pairs(), 9, 8.579671806759304);
    }

    /** Rows without anything to predict do not count: an empty one, a single longest token, padding tokens alone. */
    @Test
    void rowsWithoutTargetsAreLeftOut() {
        try (LanguageModel model = gpt2()) {
            List<Example> batch = List.of(example(ids()), example(ids(), END, END), example(ids(), 5, 6));
            SupervisedRows rows =
                    SupervisedRows.of(model, new SupervisedExamples(batch, END, Fidelity.REFERENCE), batch);
            assertThat(rows.targets()).isEqualTo(1);
            List<Example> lonely = List.of(example(ids(), 5));
            assertThat(SupervisedRows.of(model, new SupervisedExamples(lonely, END, Fidelity.REFERENCE), lonely)
                            .targets())
                    .isZero();
        }
    }

    /** Recorded logits of a left-padded batch, those at the last padded position included. */
    @Test
    void paddedPositionsOfGpt2() {
        GoldenTensors golden = new GoldenTensors(Goldens.golden("gpt2-tiny/forward.safetensors"));
        long[][] ids = golden.longRows("left/input_ids");
        long[][] mask = golden.longRows("left/attention_mask");
        int columns = ids[0].length;
        List<Continuation> rows = new ArrayList<>();
        int[] padding = new int[ids.length];
        List<Integer> places = new ArrayList<>();
        for (int r = 0; r < ids.length; r++) {
            padding[r] = (int) Arrays.stream(mask[r]).filter(m -> m == 0).count();
            int[] row = Arrays.stream(ids[r]).mapToInt(Math::toIntExact).toArray();
            int read = Math.max(1, padding[r]);
            rows.add(Continuation.whole(Arrays.copyOf(row, read), Arrays.copyOfRange(row, read, columns)));
            int first = r * columns;
            IntStream.range(read - 1, columns - 1).forEach(t -> places.add(first + t));
        }
        assertThat(padding).contains(0, 3, 7, 11);
        float[] expected = golden.floats("left/logits_default_positions");
        try (LanguageModel model = gpt2()) {
            float[] actual = Scopes.step(
                    () -> Torch.noGrad(() -> model.head(((Gpt2) model).leftPaddedStates(rows, padding, Dropout.NONE))
                            .toFloatArray()));
            int width = model.vocabularySize();
            assertThat(actual).hasSize(places.size() * width);
            for (int i = 0; i < actual.length; i++) {
                float wanted = expected[places.get(i / width) * width + i % width];
                assertThat(actual[i]).isCloseTo(wanted, within(1e-3f));
            }
        }
    }
}
