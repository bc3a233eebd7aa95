package org.rlgrad.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.training.GradientCollector;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rlgrad.GoldenTensors;
import org.rlgrad.Goldens;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Parameters;

/** Gradients of the loss by every parameter against PyTorch's, with a garbage collection between forward and backward. */
class GoldenGradientTest extends TorchTest {

    @ParameterizedTest
    @ValueSource(strings = {"right", "left"})
    void gpt2(String name) {
        GoldenTensors forward = new GoldenTensors(Goldens.golden("gpt2-tiny/forward.safetensors"));
        GoldenTensors gradients = new GoldenTensors(Goldens.golden("gpt2-tiny/grads.safetensors"));
        try (Gpt2 model =
                (Gpt2) LanguageModel.load(Goldens.golden("models/gpt2-tiny"), ModelType.CAUSAL, Device.cpu())) {
            check(gradients, name, model.parameters(), () -> {
                NDArray logits = model.logits(
                        Ops.ids(manager, forward.longRows(name + "/input_ids")),
                        Ops.ids(manager, forward.longRows(name + "/position_ids")),
                        Masks.scores(manager, forward.longRows(name + "/attention_mask")));
                return Loss.of(manager, forward, name, logits).mean();
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"right", "left"})
    void t5(String name) {
        GoldenTensors forward = new GoldenTensors(Goldens.golden("t5-tiny/forward.safetensors"));
        GoldenTensors gradients = new GoldenTensors(Goldens.golden("t5-tiny/grads.safetensors"));
        try (T5 model = (T5) LanguageModel.load(Goldens.golden("models/t5-tiny"), ModelType.SEQ2SEQ, Device.cpu())) {
            check(gradients, name, model.parameters(), () -> {
                NDArray keyMask = Masks.scores(manager, forward.longRows(name + "/attention_mask"));
                NDArray encoded = model.encode(Ops.ids(manager, forward.longRows(name + "/input_ids")), keyMask);
                NDArray decoded = model.decode(
                        Ops.ids(manager, forward.longRows(name + "/decoder_input_ids")), null, encoded, keyMask);
                return Loss.of(manager, forward, name, model.head(decoded)).mean();
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bert", "distilbert", "roberta"})
    void classifiers(String family) {
        GoldenTensors forward = new GoldenTensors(Goldens.golden(family + "-tiny/forward.safetensors"));
        GoldenTensors gradients = new GoldenTensors(Goldens.golden(family + "-tiny/grads.safetensors"));
        String name = "pair_right";
        try (SequenceClassifier model =
                SequenceClassifier.load(Goldens.golden("models/" + family + "-tiny"), Device.cpu())) {
            check(gradients, name, model.parameters(), () -> {
                NDArray logits = model.logits(
                        forward.longRows(name + "/input_ids"),
                        forward.longRows(name + "/attention_mask"),
                        forward.has(name + "/token_type_ids") ? forward.longRows(name + "/token_type_ids") : null);
                NDArray labels = Ops.longs(manager, forward.longRows(name + "/labels")[0]);
                return Ops.tokenLogProbs(logits, labels).mean().neg();
            });
        }
    }

    @Test
    void classifierForwardAgreesWithLoss() {
        GoldenTensors forward = new GoldenTensors(Goldens.golden("bert-tiny/forward.safetensors"));
        try (SequenceClassifier model = SequenceClassifier.load(Goldens.golden("models/bert-tiny"), Device.cpu())) {
            for (String name : forward.casesWith("loss")) {
                NDArray logits = model.logits(
                        forward.longRows(name + "/input_ids"),
                        forward.longRows(name + "/attention_mask"),
                        forward.longRows(name + "/token_type_ids"));
                NDArray labels = Ops.longs(manager, forward.longRows(name + "/labels")[0]);
                assertThat(-Ops.tokenLogProbs(logits, labels).mean().getFloat())
                        .isCloseTo(forward.floats(name + "/loss")[0], within(1e-5f));
            }
        }
    }

    private static void check(GoldenTensors golden, String name, Parameters parameters, Supplier<NDArray> loss) {
        parameters.requireGradients();
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray value = loss.get();
            assertThat(value.getFloat()).isCloseTo(golden.floats(name + "/__loss__")[0], within(1e-5f));
            System.gc(); // arrays that libtorch only borrows would now be overwritten
            collector.backward(value);
        }
        int compared = 0;
        double squares = 0;
        for (String parameter : parameters.names()) {
            float[] actual;
            try (NDArray gradient = parameters.get(parameter).getGradient()) {
                actual = gradient.toFloatArray();
            }
            for (float a : actual) {
                squares += (double) a * a;
            }
            if (golden.has(name + "/" + parameter)) {
                compare(name + "/" + parameter, actual, golden.floats(name + "/" + parameter));
                compared++;
            }
        }
        assertThat(compared)
                .isGreaterThan(name.equals("left") ? 3 : parameters.names().size() - 1);
        double norm = golden.doubles(name + "/__grad_norm__")[0];
        assertThat(Math.sqrt(squares)).isCloseTo(norm, within(1e-4 * norm));
    }

    private static void compare(String name, float[] actual, float[] expected) {
        float largest = 0;
        for (float e : expected) {
            largest = Math.max(largest, Math.abs(e));
        }
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(actual[i] - expected[i]) <= 1e-4 * largest + 1e-6)) {
                throw new AssertionError(name + "[" + i + "]: " + actual[i] + " instead of " + expected[i]);
            }
        }
    }
}
