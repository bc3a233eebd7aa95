package org.rlgrad.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.config.Side;

/** Hand-made vocabularies, ids worked out on paper; long, since each family is looked at from each side. */
class TokenizerTest {
    @TempDir
    Path folder;

    @Test
    void bertFramesAndTypesItsTexts() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(HandMade.bert(folder))) {
            assertThat(tokenizer.family()).isEqualTo(Family.BERT);
            assertThat(tokenizer.vocabularySize()).isEqualTo(15);
            assertThat(tokenizer.encode("The  DOGS run!")).containsExactly(2, 5, 6, 7, 8, 11, 3);
            assertThat(tokenizer.encodeWithoutSpecialTokens("dogs")).containsExactly(6, 7);
            assertThat(tokenizer.encode("")).containsExactly(2, 3);
            assertThat(tokenizer.encode("zebra [MASK]")).containsExactly(2, 1, 4, 3);
            Encoded pair = tokenizer.encode("dogs run", "the dog");
            assertThat(pair.ids()).containsExactly(2, 6, 7, 8, 3, 5, 6, 3);
            assertThat(pair.typeIds()).containsExactly(0, 0, 0, 0, 0, 1, 1, 1);
            assertThat(tokenizer.clsId()).hasValue(2);
            assertThat(tokenizer.sepId()).hasValue(3);
            assertThat(tokenizer.padId()).hasValue(0);
            assertThat(tokenizer.unkId()).hasValue(1);
            assertThat(tokenizer.maskId()).hasValue(4);
            assertThat(tokenizer.eosId()).isEmpty();
        }
    }

    @Test
    void truncationKeepsTheSpecialTokens() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(HandMade.bert(folder))) {
            String text = "the dogs run.";
            assertThat(tokenizer.encode(text, 7, Side.RIGHT)).containsExactly(2, 5, 6, 7, 8, 9, 3);
            assertThat(tokenizer.encode(text, 4, Side.RIGHT)).containsExactly(2, 5, 6, 3);
            assertThat(tokenizer.encode(text, 4, Side.LEFT)).containsExactly(2, 8, 9, 3);
            assertThat(tokenizer.encode(text, 2, Side.LEFT)).containsExactly(2, 3);
            assertThatThrownBy(() -> tokenizer.encode(text, 1, Side.LEFT))
                    .isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.exitCode())
                            .isEqualTo(ExitCode.BAD_CONFIG))
                    .hasMessageContaining("max_length 1");
        }
    }

    @Test
    void pairsLoseTokensOfTheLongerText() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(HandMade.bert(folder))) {
            // 5 + 2 tokens and 3 special ones; in turn the first text loses 3, the second 1, the first 1.
            String first = "the dogs run.";
            String second = "dog!";
            assertThat(tokenizer.encode(first, second, 10).ids()).containsExactly(2, 5, 6, 7, 8, 9, 3, 6, 11, 3);
            assertThat(tokenizer.encode(first, second, 7).ids()).containsExactly(2, 5, 6, 3, 6, 11, 3);
            assertThat(tokenizer.encode(first, second, 6).ids()).containsExactly(2, 5, 6, 3, 6, 3);
            Encoded shortest = tokenizer.encode(first, second, 5);
            assertThat(shortest.ids()).containsExactly(2, 5, 3, 6, 3);
            assertThat(shortest.typeIds()).containsExactly(0, 0, 0, 1, 1);
            assertThatThrownBy(() -> tokenizer.encode(first, second, 2)).isInstanceOf(Failure.class);
        }
    }

    @Test
    void bertDecodesWithCleanedUpSpaces() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(HandMade.bert(folder))) {
            int[] ids = {2, 5, 6, 7, 13, 10, 14, 8, 9, 11, 3, 0, 0};
            assertThat(tokenizer.decode(ids)).isEqualTo("the dogs don't run.!");
            assertThat(tokenizer.decode(ids, true, false)).isEqualTo("the dogs don ' t run . !");
            assertThat(tokenizer.decode(new int[] {2, 7, 3, -100, 999}, false, false))
                    .isEqualTo("[CLS]s [SEP]");
        }
    }

    @Test
    void bertKeepsCaseWhereItsConfigurationSaysSo() throws IOException {
        Files.writeString(HandMade.bert(folder).resolve("tokenizer_config.json"), "{\"do_lower_case\": false}");
        try (Tokenizer tokenizer = Tokenizer.load(folder)) {
            assertThat(tokenizer.encode("The the THE")).containsExactly(2, 12, 5, 1, 3);
        }
    }

    @Test
    void gpt2MergesBytesAndAddsNothing() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(HandMade.gpt2(folder))) {
            assertThat(tokenizer.family()).isEqualTo(Family.GPT2);
            assertThat(tokenizer.encode("ab ab")).containsExactly(256, 257);
            assertThat(tokenizer.encode("ba\u00e9<|endoftext|>")).containsExactly('b', 'a', 0xC3, 0xA9, 258);
            assertThat(tokenizer.encode("ab ab b", 2, Side.LEFT)).containsExactly(' ', 'b');
            assertThat(tokenizer.encode("ab ab b", 2, Side.RIGHT)).containsExactly(256, 257);
            assertThat(tokenizer.eosId()).hasValue(258);
            assertThat(tokenizer.padId()).isEmpty();
            assertThat(tokenizer.isSpecial(258)).isTrue();
            assertThat(tokenizer.decode(new int[] {257, 258, '.', ' ', '.'})).isEqualTo(" ab..");
        }
    }

    @Test
    void gpt2GivesEveryTextBack() throws IOException {
        Random random = new Random(5);
        try (Tokenizer tokenizer = Tokenizer.load(HandMade.gpt2(folder))) {
            for (int i = 0; i < 200; i++) {
                String text = random.ints(random.nextInt(40), 0, 0x11000)
                        .filter(c -> c < 0xD800 || c > 0xDFFF)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
                assertThat(tokenizer.decode(tokenizer.encode(text), false, false))
                        .isEqualTo(text);
            }
        }
    }

    @Test
    void malformedBytesBecomeReplacementCharacters() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(HandMade.gpt2(folder))) {
            // As Python's errors="replace": one for each maximal part of a sequence.
            assertThat(tokenizer.decode(new int[] {0xE4, 0xBD, 'a'})).isEqualTo("\uFFFDa");
            assertThat(tokenizer.decode(new int[] {0xED, 0xA0, 0x80})).isEqualTo("\uFFFD\uFFFD\uFFFD");
            assertThat(tokenizer.decode(new int[] {0xED, 0x9F, 0xBF})).isEqualTo("\uD7FF");
            assertThat(tokenizer.decode(new int[] {0xFF, 0x80})).isEqualTo("\uFFFD\uFFFD");
            assertThat(tokenizer.decode(new int[] {0xF0, 0x9F, 0x98, 0x80})).isEqualTo("\uD83D\uDE00");
        }
    }

    @Test
    void t5TakesTheLikeliestPieces() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(HandMade.t5(folder))) {
            assertThat(tokenizer.family()).isEqualTo(Family.T5);
            assertThat(tokenizer.vocabularySize()).isEqualTo(109);
            // "▁aab": ▁a + ab scores -6, better than ▁a + a + b (-8.5) and ▁ + a + ab (-8.5).
            assertThat(tokenizer.encode("c")).containsExactly(3, 8, 1);
            assertThat(tokenizer.encode("  a \n b ")).containsExactly(6, 3, 5, 1);
            assertThat(tokenizer.encode("aab")).containsExactly(6, 7, 1);
            assertThat(tokenizer.encode("a x")).containsExactly(6, 3, 2, 1);
            assertThat(tokenizer.encode("a<extra_id_0> b<extra_id_99>")).containsExactly(6, 108, 3, 5, 9, 1);
            assertThat(tokenizer.encode("a b c", 3, Side.RIGHT)).containsExactly(6, 3, 1);
            assertThat(tokenizer.encode("a b c", 3, Side.LEFT)).containsExactly(3, 8, 1);
            assertThat(tokenizer.encode("a", "b").ids()).containsExactly(6, 1, 3, 5, 1);
            assertThat(tokenizer.decode(new int[] {0, 6, 5, 108, 3, 8, 1, 109, 32_127, -100, 2}))
                    .isEqualTo("ab c");
            assertThat(tokenizer.decode(new int[] {6, 1, 3, 8}, false, false)).isEqualTo("a</s> c");
        }
    }

    @Test
    void lengthComesFromTheConfigurationUnlessAbsurd() throws IOException {
        HandMade.gpt2(folder);
        assertThat(maxLength()).isEqualTo(1024);
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"gpt2\", \"n_positions\": 77}");
        assertThat(maxLength()).isEqualTo(77);
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"model_max_length\": 1e30}");
        assertThat(maxLength()).isEqualTo(77);
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"model_max_length\": 64}");
        assertThat(maxLength()).isEqualTo(64);
    }

    @Test
    void robertaLosesTwoPositions() throws IOException {
        Files.writeString(
                HandMade.gpt2(folder).resolve("config.json"),
                "{\"model_type\": \"roberta\", \"max_position_embeddings\": 514}");
        assertThat(maxLength()).isEqualTo(512);
    }

    private int maxLength() {
        TokenizerFolder files = TokenizerFolder.read(folder);
        return files.modelMaxLength();
    }

    @Test
    void specialTokensMayBeNamedAsObjectsAndNewOnesGetTheNextIds() throws IOException {
        HandMade.gpt2(folder);
        Files.writeString(
                folder.resolve("tokenizer_config.json"), "{\"pad_token\": \"<lost>\", \"eos_token\": null, \"x\": 1}");
        Files.writeString(
                folder.resolve("special_tokens_map.json"),
                "{\"pad_token\": {\"content\": \"<pad>\", \"lstrip\": false}, \"additional_special_tokens\": [\"<EOU>\"]}");
        Files.writeString(folder.resolve("added_tokens.json"), "{\"<extra>\": 259}");
        try (Tokenizer tokenizer = Tokenizer.load(folder)) {
            assertThat(tokenizer.padId()).hasValue(260);
            assertThat(tokenizer.eosId()).hasValue(258);
            assertThat(tokenizer.vocabularySize()).isEqualTo(262);
            assertThat(tokenizer.encode("ab<pad><EOU>ab<extra>")).containsExactly(256, 260, 261, 256, 259);
            assertThat(tokenizer.decode(new int[] {256, 260, 259, 256})).isEqualTo("ab <extra> ab");
        }
    }

    @Test
    void hostileTextsAreTexts() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(HandMade.gpt2(folder))) {
            assertThat(tokenizer.encode("\0a\0")).containsExactly(0, 'a', 0);
            assertThat(tokenizer.encode("\uD83Da\uDE00")).containsExactly(0xEF, 0xBF, 0xBD, 'a', 0xEF, 0xBF, 0xBD);
            String large = "ab ".repeat(700_000);
            Assertions.assertTimeout(Duration.ofMinutes(1), () -> {
                assertThat(tokenizer.encode(large, 512, Side.RIGHT)).hasSize(512);
                assertThat(tokenizer.encode("a".repeat(2_000_000), 512, Side.LEFT))
                        .hasSize(512)
                        .containsOnly('a');
            });
        }
    }

    @Test
    void manyTextsEncodeAsOneByOneFromAnyThread() throws IOException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            texts.add("ab ".repeat(i % 17) + i);
        }
        try (Tokenizer tokenizer = Tokenizer.load(HandMade.gpt2(folder))) {
            List<int[]> rows = tokenizer.encodeAll(texts, 8, Side.LEFT);
            assertThat(rows).hasSameSizeAs(texts);
            for (int i = 0; i < texts.size(); i++) {
                assertThat(rows.get(i)).isEqualTo(tokenizer.encode(texts.get(i), 8, Side.LEFT));
            }
            assertThat(tokenizer.encodeAll(Collections.emptyList(), 8, Side.LEFT))
                    .isEmpty();
        }
    }

    @Test
    void aClosedTokenizerSaysSo() throws IOException {
        Tokenizer tokenizer = Tokenizer.load(HandMade.gpt2(folder));
        tokenizer.close();
        assertThatThrownBy(() -> tokenizer.encode("a"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }
}
