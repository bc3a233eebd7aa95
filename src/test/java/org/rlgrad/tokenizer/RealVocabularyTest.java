package org.rlgrad.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rlgrad.Goldens;

/** The published vocabularies of GPT-2, BERT and T5, with ids as Hugging Face's own tokenizers give them. */
class RealVocabularyTest {
    @Test
    void gpt2() {
        try (Tokenizer tokenizer = Tokenizer.load(Goldens.data("tokenizers/gpt2"))) {
            assertThat(tokenizer.vocabularySize()).isEqualTo(50_257);
            assertThat(tokenizer.eosId()).hasValue(50_256);
            assertThat(tokenizer.encode("Hello world")).containsExactly(15_496, 995);
            assertThat(tokenizer.decode(new int[] {50_256, 15_496, 995, 764, 50_256}))
                    .isEqualTo("Hello world.");
        }
    }

    @Test
    void gpt2GivesEveryCaptionBack() throws IOException {
        List<String> lines = Files.readAllLines(Goldens.golden("gpt2-tiny/tokenizer.jsonl"));
        try (Tokenizer tokenizer = Tokenizer.load(Goldens.data("tokenizers/gpt2"))) {
            for (String line : lines) {
                assertThat(tokenizer.decode(tokenizer.encode(line), false, false))
                        .isEqualTo(line);
            }
        }
    }

    @Test
    void bert() {
        try (Tokenizer tokenizer = Tokenizer.load(Goldens.data("tokenizers/bert-base-uncased"))) {
            assertThat(tokenizer.vocabularySize()).isEqualTo(30_522);
            assertThat(tokenizer.encode("Hello world")).containsExactly(101, 7592, 2088, 102);
            assertThat(tokenizer.decode(tokenizer.encode("Don't stop, h\u00e9ll\u00f6!")))
                    .isEqualTo("don't stop, hello!");
        }
    }

    @Test
    void t5() {
        try (Tokenizer tokenizer = Tokenizer.load(Goldens.data("tokenizers/t5-small"))) {
            assertThat(tokenizer.vocabularySize()).isEqualTo(32_100);
            assertThat(tokenizer.modelMaxLength()).isEqualTo(512);
            assertThat(tokenizer.encode("translate English to German: The house is wonderful."))
                    .containsExactly(13_959, 1566, 12, 2968, 10, 37, 629, 19, 1627, 5, 1);
            assertThat(tokenizer.encode("<extra_id_0> <extra_id_99>")).containsExactly(32_099, 32_000, 1);
            assertThat(tokenizer.decode(new int[] {0, 37, 629, 19, 1627, 5, 1, 32_099, 32_100, 32_127}))
                    .isEqualTo("The house is wonderful.");
        }
    }
}
