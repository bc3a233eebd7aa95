package org.rlgrad.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.Goldens;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.tensor.Dropout;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Parameters;
import org.rlgrad.tensor.Torch;

/** Loading whole models: names with and without prefix, and folders whose parts do not fit. */
class LanguageModelLoadTest extends TorchTest {
    private static final Path EXAMPLE = Path.of("configs/smoke/model");

    @TempDir
    private Path folder;

    @Test
    void gpt2NamesMayLackTheirPrefix() throws IOException {
        Path tiny = Goldens.golden("models/gpt2-tiny");
        Files.copy(tiny.resolve("config.json"), folder.resolve("config.json"));
        Files.copy(tiny.resolve("model_noprefix.safetensors"), folder.resolve("model.safetensors"));
        try (LanguageModel plain = LanguageModel.load(folder, ModelType.CAUSAL, Device.cpu());
                LanguageModel prefixed = LanguageModel.load(tiny, ModelType.CAUSAL, Device.cpu())) {
            for (String name : prefixed.parameters().names()) {
                assertThat(plain.parameters().get(name))
                        .isEqualTo(prefixed.parameters().get(name));
            }
        }
    }

    @Test
    void otherSizesAreNamed() throws IOException {
        copyExample("\"d_ff\": 256", "\"d_ff\": 100");
        assertFailure(ExitCode.BAD_DATA, "tensors do not fit: encoder.block.0.layer.1.DenseReluDense.wi.weight is (");
    }

    @Test
    void missingTensorsAreNamed() throws IOException {
        copyExample("\"num_layers\": 2", "\"num_layers\": 3");
        assertFailure(ExitCode.BAD_DATA, "tensors are missing: encoder.block.2.layer.0.SelfAttention.q.weight");
    }

    @Test
    void otherFamilyAndTypeAreNamed() throws IOException {
        copyExample("\"model_type\": \"t5\"", "\"model_type\": \"bloom\"");
        assertFailure(ExitCode.BAD_DATA, "model_type \"bloom\" is no supported language model (gpt2, t5)");
        assertThatThrownBy(() -> LanguageModel.load(EXAMPLE, ModelType.CAUSAL, Device.cpu()))
                .hasMessageContaining("model_type t5 is seq2seq, but alg.model_type (or alg.policy.id) says causal");
    }

    /** T5 v1.1's gated feed-forward against its formula: gelu(x W0) * (x W1), then Wo. */
    @Test
    void gatedFeedForward() {
        T5Config config = new T5Config(10, 4, 2, 2, 6, 1, 1, 8, 16, 1e-6, "gated-gelu", false, false, 0, Dropout.NONE);
        Parameters parameters = new Parameters(Torch.newManager(Device.cpu()));
        T5.declare(config)
                .forEach((name, shape) ->
                        parameters.put(name, parameters.manager().randomNormal(0, 1, shape, DataType.FLOAT32)));
        assertThat(parameters.names())
                .contains("lm_head.weight", "encoder.block.0.layer.1.DenseReluDense.wi_1.weight")
                .doesNotContain("encoder.block.0.layer.1.DenseReluDense.wi.weight");
        try (T5 model = new T5(config, parameters)) {
            assertThat(model.vocabularySize()).isEqualTo(10);
            NDArray x = manager.randomNormal(0, 1, new Shape(3, 4), DataType.FLOAT32);
            String dense = "encoder.block.0.layer.1.DenseReluDense.";
            NDArray expected = Ops.geluTanh(
                            x.matMul(parameters.get(dense + "wi_0.weight").transpose()))
                    .mul(x.matMul(parameters.get(dense + "wi_1.weight").transpose()))
                    .matMul(parameters.get(dense + "wo.weight").transpose());
            NDArray actual = new T5Layers(config, parameters, "encoder.block.0.layer.").feedForward(x, 1, Dropout.NONE);
            assertThat(actual.sub(expected).abs().max().getFloat()).isLessThan(1e-4f);
            // the untied head does not scale
            NDArray logits = model.head(x);
            assertThat(logits.sub(x.matMul(parameters.get("lm_head.weight").transpose()))
                            .abs()
                            .max()
                            .getFloat())
                    .isLessThan(1e-5f);
        }
    }

    private void copyExample(String from, String to) throws IOException {
        Files.copy(EXAMPLE.resolve("model.safetensors"), folder.resolve("model.safetensors"));
        String config = Files.readString(EXAMPLE.resolve("config.json"));
        assertThat(config).contains(from);
        Files.writeString(folder.resolve("config.json"), config.replace(from, to));
    }

    private void assertFailure(ExitCode code, String message) {
        assertThatThrownBy(() -> LanguageModel.load(folder, ModelType.SEQ2SEQ, Device.cpu()))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.exitCode()).isEqualTo(code);
                    assertThat(failure).hasMessageContaining(message);
                });
    }
}
