package org.rlgrad.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rlgrad.Failure;
import org.rlgrad.Goldens;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.data.Sample;
import org.rlgrad.model.Gpt2;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;
import org.rlgrad.tokenizer.Tokenizer;

class CausalPerplexityTest {
    private Gpt2 model;

    @BeforeEach
    void load() {
        model = (Gpt2) LanguageModel.load(Goldens.shipped("models/gpt2-tiny"), ModelType.CAUSAL, Device.cpu());
    }

    @AfterEach
    void close() {
        model.close();
    }

    /** Values of transformers' GPT2LMHeadModel on the first tokens of 60 captions: one window after the other, as spelled in its guide. */
    @ParameterizedTest
    @CsvSource({
        "1442, 16, 654.742469689, 655.564258454",
        "1442, 50, 676.347690013, 676.931972530",
        "1442, 128, 578.838717771, 578.989435894",
        "300, 16, 622.869308762, 626.541494214",
        "129, 16, 456.621453568, 461.813154984",
        "129, 128, 423.712731557, 444.217342768",
        "128, 50, 457.653200746, 460.739990207",
        "100, 128, 422.802446643, 422.802446643",
        "5, 16, 35.015143845, 35.015143845",
        "2, 50, 2.441171213, 2.441171213",
    })
    void againstTransformers(int tokens, int stride, double reference, double corrected) throws IOException {
        int[] ids = Arrays.copyOf(captions(), tokens);
        assertThat(CausalPerplexity.of(model, ids, stride, Fidelity.REFERENCE))
                .isCloseTo(reference, within(1e-4 * reference));
        assertThat(CausalPerplexity.of(model, ids, stride, Fidelity.CORRECTED))
                .isCloseTo(corrected, within(1e-4 * corrected));
    }

    private static int[] captions() throws IOException {
        List<String> texts = new ArrayList<>();
        for (JsonNode pair : Goldens.jsonLines("metrics/pairs.jsonl").subList(0, 60)) {
            texts.add(pair.get("references").get(0).textValue());
        }
        Path folder = Goldens.golden("models/gpt2-tiny");
        try (Tokenizer tokenizer = Tokenizer.load(folder)) {
            int[] ids = tokenizer.encodeWithoutSpecialTokens(String.join("\n\n", texts));
            assertThat(ids).hasSize(1442);
            return ids;
        }
    }

    @Test
    void textsAndTokensAgree() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(Goldens.golden("models/gpt2-tiny"))) {
            List<String> texts = List.of("A man wearing a hat.", "Two dogs play.");
            int[] ids = tokenizer.encodeWithoutSpecialTokens("A man wearing a hat.\n\nTwo dogs play.");
            assertThat(CausalPerplexity.of(model, tokenizer, texts, 8, Fidelity.REFERENCE))
                    .isEqualTo(CausalPerplexity.of(model, ids, 8, Fidelity.REFERENCE));
        }
    }

    /** Each token predicted by itself from a window of its own, without batches. */
    @Test
    void againstOneForwardPassPerToken() {
        int[] ids = new Random(7).ints(170, 0, 800).toArray();
        for (int stride : new int[] {1, 7, 100, 128}) {
            double weighted = 0;
            double sum = 0;
            int predicted = 0;
            for (int start = 0; start < ids.length; start += stride) {
                int end = Math.min(start + stride, ids.length);
                int begin = Math.max(start + stride - 128, 0);
                double window = 0;
                int count = 0;
                for (int token = Math.max(start, begin + 1); token < end; token++) {
                    window -= logProbability(Arrays.copyOfRange(ids, begin, token), ids[token]);
                    count++;
                }
                weighted += count == 0 ? 0 : (end - start) * window / count;
                sum += window;
                predicted += count;
            }
            double reference = Math.exp(weighted / ids.length);
            double corrected = Math.exp(sum / predicted);
            assertThat(CausalPerplexity.of(model, ids, stride, Fidelity.REFERENCE))
                    .isCloseTo(reference, within(1e-4 * reference));
            assertThat(CausalPerplexity.of(model, ids, stride, Fidelity.CORRECTED))
                    .isCloseTo(corrected, within(1e-4 * corrected));
        }
    }

    private double logProbability(int[] context, int token) {
        long[][] row = {Arrays.stream(context).asLongStream().toArray()};
        return Torch.noGrad(() -> Scopes.step(() -> {
            float[] logits = model.logits(
                            Ops.ids(model.parameters().manager(), row), context.length - 1, context.length)
                    .toFloatArray();
            double max = 0;
            for (float logit : logits) {
                max = Math.max(max, logit);
            }
            double sum = 0;
            for (float logit : logits) {
                sum += Math.exp(logit - max);
            }
            return logits[token] - max - Math.log(sum);
        }));
    }

    @Test
    void nothingStaysInMemory() {
        int[] ids = new Random(8).ints(400, 0, 800).toArray();
        CausalPerplexity.of(model, ids, 64, Fidelity.REFERENCE);
        int live = model.parameters().liveArrays();
        for (int i = 0; i < 3; i++) {
            CausalPerplexity.of(model, ids, 64, Fidelity.REFERENCE);
        }
        assertThat(model.parameters().liveArrays()).isEqualTo(live);
    }

    @Test
    void whatCannotBeScoredIsNamed() {
        assertThatThrownBy(() -> CausalPerplexity.of(model, new int[] {1, 2, 3}, 129, Fidelity.REFERENCE))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("stride: 129 is not between 1 and the model's 128 positions");
        assertThatThrownBy(() -> CausalPerplexity.of(model, new int[] {1}, 16, Fidelity.REFERENCE))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("fewer than two tokens");
    }

    @Test
    void referencesOrMetadata() throws IOException {
        Sample plain = new Sample("val_0", "p", List.of("a", "b"), NullNode.getInstance());
        Sample whole = new Sample("val_1", "p", List.of("c"), new ObjectMapper().readTree("{\"reference\": \"p c\"}"));
        assertThat(CausalPerplexity.texts(List.of(plain, whole), false)).containsExactly("a", "b", "c");
        assertThat(CausalPerplexity.texts(List.of(whole), true)).containsExactly("p c");
        assertThatThrownBy(() -> CausalPerplexity.texts(List.of(plain), true))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("sample val_0 has no text \"reference\"");
    }
}
