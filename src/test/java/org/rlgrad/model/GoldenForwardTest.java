package org.rlgrad.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rlgrad.GoldenTensors;
import org.rlgrad.Goldens;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Torch;

/** Logits and hidden states of the tiny checkpoints against PyTorch's, at real positions, every padding side. */
class GoldenForwardTest extends TorchTest {
    private static final double TOLERANCE = 2e-4;

    @Test
    void gpt2() {
        GoldenTensors golden = new GoldenTensors(Goldens.golden("gpt2-tiny/forward.safetensors"));
        Torch.noGrad(() -> {
            try (Gpt2 model =
                    (Gpt2) LanguageModel.load(Goldens.golden("models/gpt2-tiny"), ModelType.CAUSAL, Device.cpu())) {
                for (String name : golden.casesWith("logits")) {
                    long[][] mask = golden.longRows(name + "/attention_mask");
                    NDArray ids = Ops.ids(manager, golden.longRows(name + "/input_ids"));
                    NDArray positions = Ops.ids(manager, golden.longRows(name + "/position_ids"));
                    NDArray keyMask = Masks.scores(manager, mask);
                    assertRows(golden, name + "/logits", model.logits(ids, positions, keyMask), mask);
                    assertTokens(golden, name, model.logits(ids, positions, keyMask));
                    List<NDArray> states = model.hiddenStates(ids, positions, keyMask);
                    assertRows(golden, name + "/hidden_states_0", states.get(0), mask);
                    assertRows(golden, name + "/hidden_states_1", states.get(1), mask);
                    assertRows(golden, name + "/last_hidden_state", states.get(2), mask);
                    if (golden.has(name + "/logits_default_positions")) {
                        NDArray plain = Ops.ids(manager, Masks.columns(mask));
                        assertRows(golden, name + "/logits_default_positions", model.logits(ids, plain, keyMask), mask);
                    }
                }
            }
            return null;
        });
    }

    @Test
    void t5() {
        GoldenTensors golden = new GoldenTensors(Goldens.golden("t5-tiny/forward.safetensors"));
        Torch.noGrad(() -> {
            try (T5 model =
                    (T5) LanguageModel.load(Goldens.golden("models/t5-tiny"), ModelType.SEQ2SEQ, Device.cpu())) {
                for (String name : golden.casesWith("logits")) {
                    long[][] mask = golden.longRows(name + "/attention_mask");
                    long[][] decoderIds = golden.longRows(name + "/decoder_input_ids");
                    long[][] decoderMask = golden.has(name + "/decoder_attention_mask")
                            ? golden.longRows(name + "/decoder_attention_mask")
                            : Masks.ones(decoderIds);
                    NDArray keyMask = Masks.scores(manager, mask);
                    NDArray encoded = model.encode(Ops.ids(manager, golden.longRows(name + "/input_ids")), keyMask);
                    assertRows(golden, name + "/encoder_last_hidden_state", encoded, mask);
                    NDArray decoded = model.decode(
                            Ops.ids(manager, decoderIds), Masks.scores(manager, decoderMask), encoded, keyMask);
                    assertRows(golden, name + "/decoder_last_hidden_state", decoded, decoderMask);
                    assertRows(golden, name + "/logits", model.head(decoded), decoderMask);
                    if (golden.has(name + "/labels")) {
                        assertTokens(golden, name, model.head(decoded));
                    }
                }
            }
            return null;
        });
    }

    @Test
    void relativePositionBuckets() {
        GoldenTensors golden = new GoldenTensors(Goldens.golden("t5-tiny/forward.safetensors"));
        long[] relative = golden.longRows("buckets/relative_position")[0];
        for (boolean bidirectional : new boolean[] {true, false}) {
            long[] expected = golden.longRows("buckets/" + (bidirectional ? "bidirectional" : "causal"))[0];
            for (int i = 0; i < relative.length; i++) {
                assertThat(RelativePosition.bucket((int) relative[i], bidirectional, 32, 128))
                        .as("%s at %d", bidirectional, relative[i])
                        .isEqualTo((int) expected[i]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bert", "distilbert", "roberta"})
    void classifiers(String family) {
        GoldenTensors golden = new GoldenTensors(Goldens.golden(family + "-tiny/forward.safetensors"));
        Torch.noGrad(() -> {
            try (SequenceClassifier model =
                    SequenceClassifier.load(Goldens.golden("models/" + family + "-tiny"), Device.cpu())) {
                for (String name : golden.casesWith("logits")) {
                    long[][] ids = golden.longRows(name + "/input_ids");
                    long[][] mask = golden.longRows(name + "/attention_mask");
                    long[][] types =
                            golden.has(name + "/token_type_ids") ? golden.longRows(name + "/token_type_ids") : null;
                    assertClose(
                            name + "/logits",
                            model.logits(ids, mask, types).toFloatArray(),
                            golden.floats(name + "/logits"));
                    List<NDArray> states = model.hiddenStates(ids, mask, types);
                    assertRows(golden, name + "/hidden_states_0", states.get(0), mask);
                    assertRows(golden, name + "/hidden_states_1", states.get(1), mask);
                    assertRows(golden, name + "/last_hidden_state", states.get(states.size() - 1), mask);
                }
            }
            return null;
        });
    }

    /** Log-probabilities and entropies of the labels, and their mean: the loss. */
    private void assertTokens(GoldenTensors golden, String name, NDArray logits) {
        if (!golden.has(name + "/loss")) {
            return;
        }
        Loss loss = Loss.of(manager, golden, name, logits);
        float[] logProbs = Ops.tokenLogProbs(loss.logits(), loss.targets()).toFloatArray();
        float[] entropies = Ops.entropy(loss.logits()).toFloatArray();
        assertThat(loss.mean().getFloat())
                .as(name + "/loss")
                .isCloseTo(golden.floats(name + "/loss")[0], within(1e-5f));
        for (int i = 0; i < logProbs.length; i++) {
            if (loss.counted()[i]) {
                check(name + "/token_logprobs", i, logProbs[i], golden.floats(name + "/token_logprobs")[i]);
                check(name + "/entropy", i, entropies[i], golden.floats(name + "/entropy")[i]);
            }
        }
    }

    /** Compares {@code [B, T, *]} at positions whose mask is 1. */
    private static void assertRows(GoldenTensors golden, String name, NDArray actual, long[][] mask) {
        if (name.contains("hidden_state") && !golden.has(name)) {
            return; // the long cases store logits only
        }
        float[] expected = golden.floats(name);
        float[] values = actual.toFloatArray();
        assertThat(values).as(name).hasSameSizeAs(expected);
        int width = values.length / (mask.length * mask[0].length);
        for (int row = 0; row < mask.length; row++) {
            for (int column = 0; column < mask[row].length; column++) {
                for (int i = 0; mask[row][column] == 1 && i < width; i++) {
                    int at = (row * mask[row].length + column) * width + i;
                    check(name, at, values[at], expected[at]);
                }
            }
        }
    }

    private static void assertClose(String name, float[] actual, float[] expected) {
        assertThat(actual).as(name).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            check(name, i, actual[i], expected[i]);
        }
    }

    private static void check(String name, int at, float actual, float expected) {
        if (!(Math.abs(actual - expected) <= TOLERANCE + 1e-4 * Math.abs(expected))) {
            throw new AssertionError(name + "[" + at + "]: " + actual + " instead of " + expected);
        }
    }
}
