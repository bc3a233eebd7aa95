package org.rlgrad.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rlgrad.Failure;
import org.rlgrad.GoldenTensors;
import org.rlgrad.Goldens;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/** Lower layers alone, from classifiers' checkpoints and from others. */
class TextEncoderTest {
    private static final long[][] IDS = {{2, 40, 50, 60, 3}};
    private static final long[][] MASK = {{1, 1, 1, 1, 1}};

    @ParameterizedTest
    @ValueSource(strings = {"bert-tiny", "distilbert-tiny", "roberta-tiny"})
    void eachLayerAgainstTransformers(String name) {
        GoldenTensors golden = new GoldenTensors(Goldens.golden(name + "/forward.safetensors"));
        long[][] ids = golden.longRows("nopad/input_ids");
        for (int layer = 1; layer <= 2; layer++) {
            try (TextEncoder encoder = TextEncoder.load(Goldens.golden("models/" + name), layer, Device.cpu())) {
                assertThat(states(encoder, ids, Masks.ones(ids)))
                        .containsExactly(
                                golden.floats(layer == 2 ? "nopad/last_hidden_state" : "nopad/hidden_states_1"),
                                within(2e-4f));
                assertThat(encoder.parameters().names()).noneMatch(parameter -> parameter.contains("classifier"));
                assertThat(encoder.parameters().names().stream().filter(parameter -> parameter.contains("layer.1.")))
                        .hasSize(layer == 1 ? 0 : 16);
            }
        }
    }

    /** As bare encoders and old checkpoints name their tensors. */
    @Test
    void otherNames(@TempDir Path folder) throws IOException {
        Path original = Goldens.golden("models/bert-tiny");
        Files.copy(original.resolve("config.json"), folder.resolve("config.json"));
        rename(original.resolve("model.safetensors"), folder.resolve("model.safetensors"), header -> header.replace(
                        "\"bert.", "\"")
                .replace("LayerNorm.weight", "LayerNorm.gamma")
                .replace("LayerNorm.bias", "LayerNorm.beta"));
        try (TextEncoder expected = TextEncoder.load(original, 2, Device.cpu());
                TextEncoder actual = TextEncoder.load(folder, 2, Device.cpu())) {
            assertThat(states(actual, IDS, MASK)).isEqualTo(states(expected, IDS, MASK));
        }
    }

    @Test
    void tooFewLayersAndMissingTensorsAreNamed(@TempDir Path folder) throws IOException {
        Path original = Goldens.golden("models/bert-tiny");
        assertThatThrownBy(() -> TextEncoder.load(original, 9, Device.cpu()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("has 2 layers, but layer 9 is asked for");
        Files.copy(original.resolve("config.json"), folder.resolve("config.json"));
        rename(
                original.resolve("model.safetensors"),
                folder.resolve("model.safetensors"),
                header -> header.replace("layer.0.output.dense", "layer.0.other.dense"));
        assertThatThrownBy(() -> TextEncoder.load(folder, 1, Device.cpu()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("2 of")
                .hasMessageContaining("bert.encoder.layer.0.output.dense.weight");
    }

    private static float[] states(TextEncoder encoder, long[][] ids, long[][] mask) {
        return Torch.noGrad(() -> Scopes.step(() -> encoder.encode(ids, mask).toFloatArray()));
    }

    private static void rename(Path from, Path to, UnaryOperator<String> change) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(from)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] header = new byte[(int) file.getLong()];
        file.get(header);
        byte[] changed =
                change.apply(new String(header, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(Long.BYTES + changed.length + file.remaining())
                .order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(changed.length).put(changed).put(file);
        Files.write(to, out.array());
    }
}
