package org.rlgrad.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.config.PoolArgs;
import org.rlgrad.config.Split;

/** Parquet files of made-up rows; {@code parquet/ORIGIN.md} has the script that wrote them. */
class ParquetRowsTest {
    private static final Path FILES = Path.of("src", "test", "resources", "parquet");
    private static final PoolArgs IWSLT = new PoolArgs.Iwslt2017EnDe("", "");

    @TempDir
    Path folder;

    private static List<Row> rows(Path... files) {
        return RowReader.all(List.of(files), (index, row) -> row);
    }

    private static void assertFails(Runnable read, ExitCode exitCode, String message) {
        assertThatThrownBy(read::run)
                .asInstanceOf(type(Failure.class))
                .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(exitCode))
                .satisfies(failure -> assertThat(failure).hasMessage(message));
    }

    private Path copy(String from, String to) throws IOException {
        Path copy = folder.resolve(to);
        Files.createDirectories(copy.getParent());
        return Files.copy(FILES.resolve(from), copy);
    }

    @ParameterizedTest
    @ValueSource(strings = {"snappy", "gzip", "zstd", "lz4", "none", "v2"})
    void readsWhatTheSameRowsAsJsonLinesSay(String kind) {
        List<Row> expected = rows(FILES.resolve("nested.jsonl"));
        List<Row> rows = rows(FILES.resolve("nested." + kind + ".parquet"));
        assertThat(rows).extracting(Row::line).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(rows)
                .map(Row::fields)
                .isEqualTo(expected.stream().map(Row::fields).toList());
        assertThat(rows.get(0).text("translation", "de")).isEqualTo("Gr\u00fc\u00dfe \ud83d\ude00");
        assertThat(rows.get(0).texts("document", "summary", "tokens")).containsExactly("one", "two");
        assertThat(rows.get(4).integer("idx")).isEqualTo(4);
        assertThatThrownBy(() -> rows.get(1).integer("idx"))
                .hasMessageEndingWith(
                        "nested." + kind + ".parquet:2: column \"idx\" should be a whole number, but is a whole number"
                                + " beyond 32 bits");
    }

    @Test
    void otherTypes() {
        Row row = rows(FILES.resolve("types.parquet")).get(0);
        assertThat(row.integer("uint8")).isEqualTo(255);
        assertThat(row.text("uint64")).isEqualTo("18446744073709551615");
        assertThat(row.number("decimal")).isEqualTo(3.80);
        assertThat(row.text("date")).isEqualTo("2024-10-04");
        assertThat(row.text("large")).isEqualTo("x");
        assertThat(row.node("none").isNull()).isTrue();
        assertThatThrownBy(() -> row.text("bytes"))
                .hasMessageEndingWith("types.parquet:1: column \"bytes\" should be text, but is something else");
    }

    @Test
    void foreignMissingAndCutFiles() throws IOException {
        Path missing = folder.resolve("none.parquet");
        assertFails(() -> rows(missing), ExitCode.NO_INPUT, missing + ": no such file");
        byte[] whole = Files.readAllBytes(FILES.resolve("nested.snappy.parquet"));
        Path file = folder.resolve("a.parquet");
        for (byte[] content : List.of(
                new byte[0],
                "PAR1".getBytes(StandardCharsets.US_ASCII),
                "{\"t\": \"not Parquet\"}\n".getBytes(StandardCharsets.US_ASCII),
                Arrays.copyOf(whole, whole.length - 1),
                Arrays.copyOf(whole, whole.length / 2),
                Arrays.copyOfRange(whole, whole.length / 2, whole.length))) {
            Files.write(file, content);
            assertFails(() -> rows(file), ExitCode.BAD_DATA, file + ": not a Parquet file, or an incomplete one");
        }
    }

    @Test
    void rowsThatCannotBeRead() throws IOException {
        Path brotli = FILES.resolve("nested.brotli.parquet");
        assertFails(
                () -> rows(brotli),
                ExitCode.BAD_DATA,
                brotli + ":1: cannot be read (it is packed with BROTLI; snappy, gzip, zstd, lz4_raw and no packing are"
                        + " read)");
        Path latin1 = FILES.resolve("latin1.parquet");
        assertFails(
                () -> rows(latin1), ExitCode.BAD_DATA, latin1 + ":2: cannot be read (column \"text\" is not UTF-8)");
    }

    /** Whatever byte is wrong: a clear failure or (where no checksum covers it) other values, never another exception. */
    @ParameterizedTest
    @ValueSource(strings = {"snappy", "zstd", "gzip", "v2"})
    void damagedBytes(String kind) throws IOException {
        byte[] whole = Files.readAllBytes(FILES.resolve("nested." + kind + ".parquet"));
        Path file = folder.resolve("damaged.parquet");
        Random random = new Random(1);
        int failures = 0;
        for (int i = 0; i < 100; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(whole.length)] ^= (byte) (1 + random.nextInt(255));
            Files.write(file, damaged);
            try {
                assertThat(rows(file)).isNotEmpty();
            } catch (Failure e) {
                failures++;
                assertThat(e).hasMessageStartingWith(file + ":");
            }
        }
        assertThat(failures).isGreaterThan(20);
    }

    @Test
    void shardsAreOneSplitInTheirOrder() throws IOException {
        for (int i : List.of(2, 0, 1)) {
            String name = "train-0000" + i + "-of-00003.parquet";
            copy(name, "iwslt2017-en-de/" + name);
        }
        Pool pool = Pools.load(IWSLT, Split.TRAIN, folder);
        assertThat(pool.samples())
                .extracting(Sample::prompt)
                .containsExactly("sentence 0", "sentence 1", "sentence 2", "sentence 3", "sentence 4", "sentence 5");
        assertThat(pool.samples()).extracting(Sample::id).startsWith("train_0").endsWith("train_5");
        assertThat(pool.files())
                .extracting(file -> folder.relativize(file).toString())
                .containsExactly(
                        "iwslt2017-en-de/train-00000-of-00003.parquet",
                        "iwslt2017-en-de/train-00001-of-00003.parquet",
                        "iwslt2017-en-de/train-00002-of-00003.parquet");
        Path one = pool.files().get(0);
        assertThat(Pools.load(IWSLT, Split.TRAIN, one).notes())
                .contains(one
                        + " is by its name one of several files, but is read alone; name the folder to read them all.");
        Files.delete(pool.files().get(1));
        assertFails(
                () -> Pools.load(IWSLT, Split.TRAIN, folder),
                ExitCode.NO_INPUT,
                pool.files().get(0)
                        + ": by its name not number 1 of the 2 files found of this split; download the missing ones, or"
                        + " remove those of another version");
    }

    @Test
    void namesOfTheHub() throws IOException {
        Path one = copy("train-00000-of-00003.parquet", "default/test/0000.parquet");
        Path two = copy("train-00001-of-00003.parquet", "default/test/0001.parquet");
        assertThat(Pools.load(IWSLT, Split.TEST, folder).files()).containsExactly(one, two);
        Path hashed = copy("train-00002-of-00003.parquet", "data/validation-00000-of-00001-0123456789abcdef.parquet");
        assertThat(Pools.load(IWSLT, Split.VAL, folder).files()).containsExactly(hashed);
        Pool lone = Pools.load(IWSLT, Split.TRAIN, hashed);
        assertThat(lone.notes())
                .contains(hashed + " is by its name a val file, but is read as train, as datapool.split says.");
    }

    @Test
    void packedSamplesRememberTheirShard() throws IOException {
        Path first = Files.writeString(
                folder.resolve("train-00000-of-00002.jsonl"), "{\"article\": \"a\", \"highlights\": \"h\"}\n");
        Path second = Files.writeString(
                folder.resolve("train-00001-of-00002.jsonl"), "{\"article\": \"b\", \"highlights\": \"h\"}\n");
        Pool pool = Pools.load(new PoolArgs.CnnDailyMail("", "", -1, -1), Split.TRAIN, folder);
        assertThat(pool.files()).containsExactly(first, second);
        assertThat(pool.samples()).extracting(Sample::prompt).containsExactly("a", "b");
        Files.writeString(second, "{\"article\": \"b\"}\n");
        assertThatThrownBy(() -> Pools.load(new PoolArgs.CnnDailyMail("", "", -1, -1), Split.TRAIN, folder))
                .hasMessage(second + ":1: no column \"highlights\"; found: article");
    }

    @Test
    void sentencePairs() {
        SentencePairs train = SentencePairs.read(FILES.resolve("stsb"), Split.TRAIN);
        assertThat(train.first()).containsExactly("A 0.", "A 1.", "A 2.");
        assertThat(train.second()).containsExactly("B 0.", "B 1.", "B 2.");
        assertThat(train.labels()).containsExactly(0, 4, 2);
        assertThat(train.files()).containsExactly(FILES.resolve("stsb").resolve("train-00000-of-00001.parquet"));
        assertThat(SentencePairs.read(FILES.resolve("stsb"), Split.VAL).labels())
                .containsExactly(5, 0);
        Path test = FILES.resolve("stsb").resolve("test-00000-of-00001.parquet");
        assertFails(
                () -> SentencePairs.read(FILES.resolve("stsb"), Split.TEST),
                ExitCode.BAD_DATA,
                test + ":1: label -1.0 is not in 0 to 5");
    }
}
