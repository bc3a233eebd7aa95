package org.rlgrad.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.random.TorchRandom;

/** Against the standard deviations that transformers' {@code _init_weights} states for each tensor. */
class InitializedLanguageModelTest {
    @TempDir
    private Path folder;

    @Test
    void gpt2() throws Exception {
        write(
                """
                {"model_type": "gpt2", "vocab_size": 200, "n_positions": 64, "n_embd": 64, "n_layer": 2, "n_head": 4,
                 "activation_function": "gelu_new"}""");
        try (LanguageModel model = initialized(ModelType.CAUSAL, 3)) {
            assertThat(std(model, "transformer.wte.weight")).isCloseTo(0.02, within(0.001));
            assertThat(std(model, "transformer.h.1.attn.c_attn.weight")).isCloseTo(0.02, within(0.001));
            assertThat(std(model, "transformer.h.1.mlp.c_proj.weight")).isCloseTo(0.01, within(0.0005));
            assertThat(std(model, "transformer.h.0.attn.c_proj.weight")).isCloseTo(0.01, within(0.0005));
            assertThat(values(model, "transformer.h.0.mlp.c_fc.bias")).containsOnly(0);
            assertThat(values(model, "transformer.ln_f.weight")).containsOnly(1);
        }
    }

    @Test
    void t5() throws Exception {
        write(
                """
                {"model_type": "t5", "vocab_size": 300, "d_model": 64, "d_kv": 16, "num_heads": 2, "d_ff": 256, "num_layers": 2,
                 "feed_forward_proj": "relu"}""");
        try (LanguageModel model = initialized(ModelType.SEQ2SEQ, 3)) {
            assertThat(std(model, "shared.weight")).isCloseTo(1, within(0.03));
            String block = "decoder.block.1.layer.";
            assertThat(std(model, block + "0.SelfAttention.q.weight")).isCloseTo(1 / 32.0, within(0.002));
            assertThat(std(model, block + "0.SelfAttention.k.weight")).isCloseTo(1 / 8.0, within(0.006));
            assertThat(std(model, block + "1.EncDecAttention.o.weight")).isCloseTo(1 / Math.sqrt(32), within(0.008));
            assertThat(std(model, block + "2.DenseReluDense.wi.weight")).isCloseTo(1 / 8.0, within(0.003));
            assertThat(std(model, block + "2.DenseReluDense.wo.weight")).isCloseTo(1 / 16.0, within(0.002));
            assertThat(values(model, block + "2.layer_norm.weight")).containsOnly(1);
        }
    }

    @Test
    void seedsDecide() throws Exception {
        write(
                """
                {"model_type": "gpt2", "vocab_size": 20, "n_positions": 8, "n_embd": 8, "n_layer": 1, "n_head": 2,
                 "activation_function": "gelu_new"}""");
        try (LanguageModel one = initialized(ModelType.CAUSAL, 1);
                LanguageModel again = initialized(ModelType.CAUSAL, 1);
                LanguageModel other = initialized(ModelType.CAUSAL, 2)) {
            assertThat(values(one, "transformer.wte.weight"))
                    .isEqualTo(values(again, "transformer.wte.weight"))
                    .isNotEqualTo(values(other, "transformer.wte.weight"));
        }
    }

    private LanguageModel initialized(ModelType type, long seed) {
        return LanguageModel.initialized(folder, type, new TorchRandom(seed), Device.cpu());
    }

    private void write(String json) throws Exception {
        Files.writeString(folder.resolve("config.json"), json);
    }

    private static float[] values(LanguageModel model, String name) {
        try (NDArray copy = model.parameters().get(name).duplicate()) {
            return copy.toFloatArray();
        }
    }

    private static double std(LanguageModel model, String name) {
        float[] values = values(model, name);
        double sum = 0;
        double squares = 0;
        for (float value : values) {
            sum += value;
            squares += (double) value * value;
        }
        double mean = sum / values.length;
        return Math.sqrt(squares / values.length - mean * mean);
    }
}
