package org.rlgrad.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;

/** What is wrong with a folder is said in one line that names the file. */
class TokenizerFailureTest {
    @TempDir
    Path folder;

    @Test
    void missing() {
        assertThat(failure(folder.resolve("nowhere"), ExitCode.NO_INPUT)).contains("nowhere");
        assertThat(failure(folder, ExitCode.NO_INPUT)).contains("holds no tokenizer");
    }

    @Test
    void missingMerges() throws IOException {
        HandMade.gpt2(folder);
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"gpt2\"}");
        Files.delete(folder.resolve("merges.txt"));
        assertThat(failure(folder, ExitCode.NO_INPUT)).contains("merges.txt");
    }

    @Test
    void llamaWithoutTokenizerJson() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"llama\"}");
        assertThat(failure(folder, ExitCode.NO_INPUT)).contains("tokenizer.json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    tokenizer_config.json | {"a":
                    special_tokens_map.json | []
                    vocab.json | {"a": "b"}
                    vocab.json | {"a": -1}
                    vocab.json | {"a": 99999999999}
                    merges.txt | a b c
                    merges.txt | a zz
                    tokenizer.json | {"model": 3}
                    tokenizer.json | {"version": "1.0", "model": {"type": "BPE", "vocab": {"a": 0}, "merges": ["a q"]}}
                    """)
    void corrupt(String file, String content) throws IOException {
        HandMade.gpt2(folder);
        Files.writeString(folder.resolve(file), content);
        String message = failure(folder, ExitCode.BAD_DATA);
        assertThat(message).contains(file.startsWith("merges") ? folder.toString() : file);
    }

    @Test
    void notUtf8() throws IOException {
        Files.write(HandMade.bert(folder).resolve("vocab.txt"), new byte[] {(byte) 0xFF, '\n'});
        assertThat(failure(folder, ExitCode.BAD_DATA)).contains("vocab.txt");
    }

    @Test
    void vocabularyWithoutItsSpecialTokens() throws IOException {
        Files.writeString(folder.resolve("vocab.txt"), "a\nb\n");
        assertThat(failure(folder, ExitCode.BAD_DATA)).contains("vocab.txt").contains("[CLS]");
    }

    @Test
    void everyCutOfASentencePieceModel() throws IOException {
        Path file = HandMade.t5(folder).resolve("spiece.model");
        byte[] whole = Files.readAllBytes(file);
        int firstPiece = 2 + whole[1];
        for (int length = 0; length < firstPiece; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(failure(folder, ExitCode.BAD_DATA)).contains("spiece.model");
        }
    }

    @Test
    void sentencePieceModelOfAnotherKind() throws IOException {
        Path file = HandMade.t5(folder).resolve("spiece.model");
        byte[] bpe = {2 << 3 | 2, 2, 3 << 3, 2}; // trainer_spec { model_type: BPE }; the last value of a field counts
        Files.write(file, bpe, StandardOpenOption.APPEND);
        assertThat(failure(folder, ExitCode.BAD_DATA)).contains("spiece.model").contains("unigram");
    }

    /** The native library would abort the process; the numbers are sizes and one trie that leads out of itself. */
    @ParameterizedTest
    @CsvSource({"AAAA", "CAAAAP////////////8=", "not base64", "BAAAAAAAAAA="})
    void damagedNormalisationRules(String rules) throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"t5\"}");
        Files.writeString(
                folder.resolve("tokenizer.json"),
                "{\"version\": \"1.0\", \"normalizer\": {\"type\": \"Precompiled\", \"precompiled_charsmap\": \""
                        + rules
                        + "\"}, \"model\": {\"type\": \"Unigram\", \"unk_id\": 0, \"vocab\": [[\"<unk>\", 0.0]]}}");
        assertThat(failure(folder, ExitCode.BAD_DATA))
                .contains("tokenizer.json")
                .contains("precompiled_charsmap");
    }

    private static String failure(Path folder, ExitCode expected) {
        Failure failure =
                catchThrowableOfType(Failure.class, () -> Tokenizer.load(folder).close());
        assertThat(failure).isNotNull();
        assertThat(failure.exitCode()).isEqualTo(expected);
        assertThat(failure.getMessage()).doesNotContain("\n").startsWith(folder.toString());
        return failure.getMessage();
    }
}
