package org.rlgrad.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rlgrad.data.BinaryFiles.assertFails;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rlgrad.ExitCode;
import org.rlgrad.Goldens;
import org.rlgrad.config.Split;

class SentencePairsTest {
    @TempDir
    private Path folder;

    private static String row(String first, String second, String label) {
        return "{\"idx\": 0, \"sentence1\": \"" + first + "\", \"sentence2\": \"" + second + "\", \"label\": " + label
                + "}\n";
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    @Test
    void pairsInTheirOrder() throws IOException {
        Path file = write("train.jsonl", row("A dog.", "A cat.", "1.2") + row("Caf\u00e9", "", "5"));
        SentencePairs pairs = SentencePairs.read(folder, Split.TRAIN);
        assertThat(pairs.first()).containsExactly("A dog.", "Caf\u00e9");
        assertThat(pairs.second()).containsExactly("A cat.", "");
        assertThat(pairs.labels()).containsExactly(1, 5);
        assertThat(pairs.files().get(0)).isEqualTo(file);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.5, 0",
        "0.51, 1",
        "1.5, 2",
        "2.5, 2",
        "2.4999, 2",
        "3.5, 4",
        "4.5, 4",
        "4.51, 5",
        "5.0, 5",
        "3, 3"
    })
    void halvesGoToTheEvenClass(String score, int label) throws IOException {
        write("validation.jsonl", row("a", "b", score));
        assertThat(SentencePairs.read(folder, Split.VAL).labels()).containsExactly(label);
    }

    @Test
    void gzippedAndCommaSeparated() throws IOException {
        Files.write(
                folder.resolve("train.jsonl.gz"),
                BinaryFiles.gzip(row("a", "b", "2.5").getBytes(StandardCharsets.UTF_8)));
        assertThat(SentencePairs.read(folder, Split.TRAIN).labels()).containsExactly(2);
        write("dev.csv", "sentence1,sentence2,label,idx\n\"a, b\",c,3.5,0\n");
        SentencePairs pairs = SentencePairs.read(folder, Split.VAL);
        assertThat(pairs.first()).containsExactly("a, b");
        assertThat(pairs.labels()).containsExactly(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            -1        | label -1.0 is not in 0 to 5
            5.01      | label 5.01 is not in 0 to 5
            true      | column "label" should be a number, but is true or false
            null      | column "label" should be a number, but is null
            """)
    void labelsThatAreNone(String label, String problem) throws IOException {
        Path file = write("train.jsonl", row("a", "b", "1") + row("a", "b", label));
        assertFails(() -> SentencePairs.read(folder, Split.TRAIN), ExitCode.BAD_DATA, file + ":2: " + problem);
    }

    @Test
    void damagedAndMissingFiles() throws IOException {
        assertFails(
                () -> SentencePairs.read(folder, Split.TRAIN),
                ExitCode.NO_INPUT,
                folder + ": no train file (.jsonl, .csv, .parquet or the like); found: no data file");
        Path absent = folder.resolve("absent");
        assertFails(() -> SentencePairs.read(absent, Split.TRAIN), ExitCode.NO_INPUT, absent + ": no such folder");
        Path file = write("train.jsonl", "{\"sentence1\": \"a\", \"label\": 1}\n");
        assertFails(
                () -> SentencePairs.read(folder, Split.TRAIN),
                ExitCode.BAD_DATA,
                file + ":1: no column \"sentence2\"; found: sentence1, label");
        write("train.jsonl", "");
        assertFails(() -> SentencePairs.read(folder, Split.TRAIN), ExitCode.BAD_DATA, file + ": holds no rows");
    }

    @Test
    void realFiles() {
        SentencePairs train = SentencePairs.read(Goldens.data("stsb"), Split.TRAIN);
        assertThat(train.labels()).hasSize(5749).startsWith(5, 4, 4);
        assertThat(train.first().get(0)).isEqualTo("A plane is taking off.");
        SentencePairs validation = SentencePairs.read(Goldens.data("stsb"), Split.VAL);
        assertThat(validation.labels()).hasSize(1500);
        for (SentencePairs pairs : new SentencePairs[] {train, validation}) {
            assertThat(Arrays.stream(pairs.labels()).distinct().sorted()).containsExactly(0, 1, 2, 3, 4, 5);
        }
    }
}
