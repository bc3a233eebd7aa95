package org.rlgrad.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rlgrad.Goldens;
import org.rlgrad.config.Side;

/** Every reference record of every model, from {@code tokenizer.json} and from the older vocabulary files alone. */
class TokenizerGoldenTest {
    @TempDir
    Path temporary;

    @ParameterizedTest
    @CsvSource({
        "gpt2, true, 89", "gpt2, false, 89",
        "t5, true, 93", "t5, false, 93",
        "bert, true, 93", "bert, false, 93",
        "distilbert, true, 93", "distilbert, false, 93",
        "roberta, true, 93", "roberta, false, 93",
        "llama, true, 89"
    })
    void encodesAndDecodesAsTheReference(String model, boolean fromTokenizerJson, int records) throws IOException {
        List<JsonNode> lines = Goldens.jsonLines(model + "-tiny/tokenizer.jsonl");
        assertThat(lines).hasSize(records);
        SoftAssertions softly = new SoftAssertions();
        try (Tokenizer tokenizer = load(model, fromTokenizerJson)) {
            for (JsonNode line : lines) {
                compare(softly, tokenizer, line);
            }
        }
        softly.assertAll();
    }

    private static void compare(SoftAssertions softly, Tokenizer tokenizer, JsonNode record) {
        String text = record.path("text").asText();
        int[] ids = ints(record.path("ids"));
        if (record.has("text_pair")) {
            String pair = record.path("text_pair").asText();
            Encoded encoded = tokenizer.encode(text, pair);
            softly.assertThat(encoded.ids()).as(text).isEqualTo(ids);
            if (record.path("token_type_ids").isArray()) {
                softly.assertThat(encoded.typeIds()).as(text).isEqualTo(ints(record.path("token_type_ids")));
            }
            softly.assertThat(tokenizer.encode(text, pair, ids.length).ids())
                    .as(text)
                    .isEqualTo(ids);
        } else {
            softly.assertThat(tokenizer.encode(text)).as(text).isEqualTo(ids);
            softly.assertThat(tokenizer.encodeWithoutSpecialTokens(text))
                    .as(text)
                    .isEqualTo(ints(record.path("ids_no_special")));
        }
        compareText(softly, record, "decoded", tokenizer.decode(ids, false, false));
        compareText(softly, record, "decoded_skip_special", tokenizer.decode(ids));
        compareText(softly, record, "decoded_skip_special_no_cleanup", tokenizer.decode(ids, true, false));
    }

    private static void compareText(SoftAssertions softly, JsonNode record, String key, String actual) {
        if (record.has(key)) {
            softly.assertThat(actual)
                    .as("%s of %s", key, record.path("text"))
                    .isEqualTo(record.path(key).asText());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gpt2, true",
        "gpt2, false",
        "t5, true",
        "t5, false",
        "bert, true",
        "bert, false",
        "distilbert, true",
        "distilbert, false",
        "roberta, true",
        "roberta, false",
        "llama, true"
    })
    void truncatesAndPadsAsTheReference(String model, boolean fromTokenizerJson) throws IOException {
        JsonNode cases = Goldens.json(model + "-tiny/tokenizer_padding.json");
        assertThat(cases).hasSizeGreaterThanOrEqualTo(4);
        try (Tokenizer tokenizer = load(model, fromTokenizerJson)) {
            int padId = tokenizer.padId().orElseGet(() -> tokenizer.eosId().orElseThrow());
            for (JsonNode expected : cases) {
                int width = expected.path("max_length").asInt();
                List<String> texts = new ArrayList<>();
                expected.path("texts").forEach(text -> texts.add(text.asText()));
                List<int[]> rows = tokenizer.encodeAll(texts, width, side(expected.path("truncation_side")));
                PaddedBatch batch = PaddedBatch.of(rows, width, padId, side(expected.path("padding_side")));
                assertThat(batch.ids()).isDeepEqualTo(rows(expected.path("input_ids")));
                assertThat(batch.mask()).isDeepEqualTo(rows(expected.path("attention_mask")));
            }
        }
    }

    private Tokenizer load(String model, boolean fromTokenizerJson) throws IOException {
        Path folder = Goldens.golden("models/" + model + "-tiny");
        return Tokenizer.load(fromTokenizerJson ? folder : vocabularyFilesOnly(folder));
    }

    private Path vocabularyFilesOnly(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (!name.equals("tokenizer.json") && name.matches(".*\\.(json|txt)|spiece\\.model")) {
                    Files.copy(file, temporary.resolve(name));
                }
            }
        }
        assertThat(temporary.resolve("tokenizer.json")).doesNotExist();
        return temporary;
    }

    private static Side side(JsonNode node) {
        return Side.valueOf(node.asText().toUpperCase(Locale.ROOT));
    }

    private static int[][] rows(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false)
                .map(TokenizerGoldenTest::ints)
                .toArray(int[][]::new);
    }

    private static int[] ints(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }
}
