package org.rlgrad.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rlgrad.Goldens;
import org.rlgrad.config.GenerationConfig;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.random.RandomStreams;

/** Greedy and beam search against transformers 4.18, token by token. */
class GoldenGenerateTest {

    @ParameterizedTest
    @EnumSource(ModelType.class)
    void everyCase(ModelType type) throws IOException {
        String name = type == ModelType.CAUSAL ? "gpt2-tiny" : "t5-tiny";
        JsonNode golden = new ObjectMapper()
                .readTree(Goldens.shipped(name + "/generate.json").toFile());
        try (LanguageModel model = LanguageModel.load(Goldens.shipped("models/" + name), type, Device.cpu())) {
            assertThat(golden.path("cases")).hasSizeGreaterThan(30);
            for (JsonNode expected : golden.path("cases")) {
                check(model, type, expected);
            }
        }
    }

    private static void check(LanguageModel model, ModelType type, JsonNode expected) {
        JsonNode kwargs = expected.path("kwargs");
        int width = expected.path("input_ids").path(0).size();
        // the library counts the prompt in a causal min_length; RL4LMs adds it first, which is what Limits.of does
        int start = type == ModelType.CAUSAL ? width : 1;
        int max = kwargs.path("max_new_tokens").asInt();
        Limits limits = new Limits(Math.max(0, kwargs.path("min_length").asInt() - start), max, start);
        GenerationConfig config = new GenerationConfig(
                false,
                OptionalInt.of(max),
                20,
                0,
                1,
                50,
                1,
                1,
                kwargs.path("no_repeat_ngram_size").asInt(),
                kwargs.path("num_beams").asInt(1),
                kwargs.path("length_penalty").asDouble(1),
                kwargs.path("early_stopping").asBoolean(),
                GenerationConfig.PostProcessing.NONE);
        int end = kwargs.path("eos_token_id").asInt();
        int pad = kwargs.path("pad_token_id").asInt();
        List<Prompt> prompts = prompts(expected);
        int returned = kwargs.path("num_return_sequences").asInt(1);
        List<int[]> actual = new ArrayList<>();
        if (config.numBeams() == 1) {
            Generator generator = new Generator(model, config, limits, end, 3, new RandomStreams(0));
            for (int[][] samples : generator.generate(prompts, 1)) {
                actual.add(samples[0]);
            }
        } else {
            int at = 0;
            for (List<BeamSearch.Hypothesis> best :
                    new BeamSearch(model, config, limits, end).search(prompts, returned)) {
                for (BeamSearch.Hypothesis hypothesis : best) {
                    actual.add(hypothesis.tokens());
                    assertThat(hypothesis.score())
                            .as(expected.path("name").asText())
                            .isCloseTo(
                                    expected.path("sequences_scores").path(at++).asDouble(), within(1e-4));
                }
            }
        }
        for (int row = 0; row < actual.size(); row++) {
            int[] sequence = ints(expected.path("sequences").path(row));
            int[] tokens = IntStream.range(start, sequence.length)
                    .map(i -> sequence[i])
                    .toArray();
            int[] padded = Arrays.copyOf(actual.get(row), tokens.length);
            Arrays.fill(padded, actual.get(row).length, tokens.length, pad);
            assertThat(padded)
                    .as("%s row %d", expected.path("name").asText(), row)
                    .isEqualTo(tokens);
        }
    }

    private static List<Prompt> prompts(JsonNode expected) {
        List<Prompt> prompts = new ArrayList<>();
        for (int row = 0; row < expected.path("input_ids").size(); row++) {
            int[] ids = ints(expected.path("input_ids").path(row));
            int[] mask = ints(expected.path("attention_mask").path(row));
            prompts.add(new Prompt(
                    row,
                    IntStream.range(0, ids.length)
                            .filter(i -> mask[i] == 1)
                            .map(i -> ids[i])
                            .toArray()));
        }
        return prompts;
    }

    private static int[] ints(JsonNode array) {
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.path(i).asInt();
        }
        return values;
    }
}
