package org.rlgrad.generate;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rlgrad.config.ActionMaskConfig;
import org.rlgrad.config.ActionMaskConfig.MaskType;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.tensor.MaskOps;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Torch;

/** What a mask allows, row by row. */
class ActionMaskTest {
    private static final int[] NO_SPECIAL = {};

    private static ActionMask topP(double p, ModelType type, Fidelity fidelity) {
        return ActionMask.of(new ActionMaskConfig(MaskType.LEARNED_TOP_P, p, 100, 20), type, fidelity, NO_SPECIAL);
    }

    /** Counts of transformers' TopPLogitsWarper(p, min_tokens_to_keep=100); the encoder-decoder's floor as RL4LMs sets it. */
    @ParameterizedTest
    @CsvSource({
        "0.02, 0.5, 494, 494",
        "0.02, 0.9, 899, 899",
        "1.0, 0.5, 252, 252",
        "1.0, 0.9, 710, 710",
        "4.0, 0.5, 105, 105",
        "4.0, 0.9, 267, 267",
        "40.0, 0.5, 100, 101",
        "40.0, 0.9, 100, 101"
    })
    void countsOfTheReference(double scale, double p, int causal, int seq2seq) {
        float[] logits = new float[1000];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) (scale * Math.sin(0.37 * i * i + 0.11 * i));
        }
        assertThat(count(topP(p, ModelType.CAUSAL, Fidelity.REFERENCE), logits)).isEqualTo(causal);
        assertThat(count(topP(p, ModelType.SEQ2SEQ, Fidelity.REFERENCE), logits))
                .isEqualTo(seq2seq);
        assertThat(count(topP(p, ModelType.CAUSAL, Fidelity.CORRECTED), logits)).isEqualTo(causal);
        assertThat(count(topP(p, ModelType.SEQ2SEQ, Fidelity.CORRECTED), logits))
                .isEqualTo(causal);
    }

    private static int count(ActionMask mask, float[] logits) {
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            NDArray scores = manager.zeros(new Shape(1, logits.length));
            mask.restrictInPlace(scores, Ops.floats(manager, logits).expandDims(0));
            boolean[] allowed = MaskOps.possible(scores).toBooleanArray();
            return (int)
                    IntStream.range(0, allowed.length).filter(i -> allowed[i]).count();
        }
    }

    @Test
    void leastIsOneAtLeast() {
        for (Fidelity fidelity : Fidelity.values()) {
            for (int keep : new int[] {0, 1}) {
                ActionMaskConfig config = new ActionMaskConfig(MaskType.LEARNED_TOP_P, 0.5, keep, 1);
                assertThat(ActionMask.of(config, ModelType.SEQ2SEQ, fidelity, NO_SPECIAL)
                                .least())
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void topKMasksKeepAsManyAsTheySay() {
        float[] logits = {3, 1, 2, 5, 4};
        for (MaskType type : new MaskType[] {MaskType.LEARNED_TOP_K, MaskType.TOPK}) {
            ActionMask mask = ActionMask.of(
                    new ActionMaskConfig(type, 2, 100, 1), ModelType.SEQ2SEQ, Fidelity.REFERENCE, new int[] {1});
            assertThat(mask.learned()).isEqualTo(type == MaskType.LEARNED_TOP_K);
            assertThat(count(mask, logits)).isEqualTo(3);
        }
    }

    /** The end token is special, so the mask allows it always; the minimum length has the last word. */
    @Test
    void aBannedEndStaysBanned() {
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            float none = Float.NEGATIVE_INFINITY;
            NDArray scores = Ops.floats(manager, none, 1, 2, 3, 9, 1, 2, 3).reshape(2, 4);
            NDArray ranking = Ops.floats(manager, 9, 1, 0, 0, 0, 0, 0, 5).reshape(2, 4);
            new ActionMask(true, 0, 2, new int[] {0}).restrictInPlace(scores, ranking);
            assertThat(scores.toFloatArray()).containsExactly(none, 1, none, none, 9, 1, 2, 3);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1.0, true", "7, 0.7, true", "30, 1.3, true", "7, 1.0, false"})
    void allowedIsWhatCouldBeDrawn(int topK, double temperature, boolean learned) {
        Random random = new Random(topK);
        ActionMask mask = new ActionMask(learned, learned ? 0.8 : 0, 12, new int[] {3, 4});
        int rows = 10;
        int vocabulary = 60;
        float[] policy = new float[rows * vocabulary];
        float[] ranking = new float[rows * vocabulary];
        for (int i = 0; i < policy.length; i++) {
            policy[i] = (float) (2 * random.nextGaussian());
            ranking[i] = (float) (policy[i] + random.nextGaussian());
        }
        boolean[] banned = new boolean[rows];
        long[] drawn = new long[rows];
        for (int row = 0; row < rows; row++) {
            banned[row] = row % 2 == 0;
            drawn[row] = row; // as if it had been drawn
        }
        boolean[] actual;
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            NDArray logits = Ops.floats(manager, policy).reshape(rows, vocabulary);
            actual = mask.allowed(
                            logits,
                            Ops.floats(manager, ranking).reshape(rows, vocabulary),
                            banned,
                            4,
                            new TokenSampler(true, temperature, topK, 1),
                            drawn)
                    .toBooleanArray();
            assertThat(logits.toFloatArray()).isEqualTo(policy);
        }
        for (int row = 0; row < rows; row++) {
            int from = row * vocabulary;
            NaiveMaskedSampling naive = new NaiveMaskedSampling(
                    output -> Arrays.copyOfRange(policy, from, from + vocabulary),
                    output -> Arrays.copyOfRange(ranking, from, from + vocabulary),
                    mask,
                    4,
                    banned[row] ? 1 : 0,
                    1,
                    temperature,
                    topK);
            Set<Integer> expected = new TreeSet<>(naive.possible(List.of()));
            assertThat(expected).hasSizeLessThan(50);
            expected.add(row);
            List<Integer> found = new ArrayList<>();
            for (int token = 0; token < vocabulary; token++) {
                if (actual[from + token]) {
                    found.add(token);
                }
            }
            assertThat(found).containsExactlyElementsOf(expected);
        }
    }
}
