package org.rlgrad.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;

class RowReaderTest {
    @TempDir
    Path folder;

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static List<Row> rows(Path file) {
        return RowReader.all(List.of(file), (index, row) -> row);
    }

    private static void assertFails(Path file, ExitCode exitCode, String message) {
        assertThatThrownBy(() -> rows(file))
                .asInstanceOf(type(Failure.class))
                .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(exitCode))
                .satisfies(failure -> assertThat(failure).hasMessage(message));
    }

    @Test
    void jsonLines() throws IOException {
        Path file =
                file("a.jsonl", "\ufeff{\"t\": \"Gr\u00fc\u00dfe \ud83d\ude00\\n\"}\r\n\n  \n{\"t\": \"b\", \"n\": 3}");
        List<Row> rows = rows(file);
        assertThat(rows).extracting(Row::line).containsExactly(1L, 4L);
        assertThat(rows.get(0).text("t")).isEqualTo("Gr\u00fc\u00dfe \ud83d\ude00\n");
        assertThat(rows.get(1).integer("n")).isEqualTo(3);
    }

    @Test
    void gzipped() throws IOException {
        Path file = folder.resolve("a.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("{\"t\": \"a\"}\n{\"t\": \"b\"}\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(rows(file)).extracting(row -> row.text("t")).containsExactly("a", "b");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 9));
        assertFails(file, ExitCode.BAD_DATA, file + ": damaged gzip file (Unexpected end of ZLIB input stream)");
        Files.writeString(file, "plain text");
        assertFails(file, ExitCode.BAD_DATA, file + ": damaged gzip file (Not in GZIP format)");
    }

    @Test
    void linesLongerThanTheBuffer() throws IOException {
        String text = "\u00e4".repeat(200_000);
        Path file = file("a.jsonl", "{\"t\": \"" + text + "\"}\n{\"t\": \"" + text + "b\"}\n");
        assertThat(rows(file)).extracting(row -> row.text("t")).containsExactly(text, text + "b");
    }

    @Test
    void csv() throws IOException {
        Path file = file(
                "a.csv",
                "\ufefft,n,dialog,act\r\n\"two\nlines, \"\"quoted\"\"\",7,\"[\"\"a\"\", \"\"b\"\"]\",\"[1, 2]\"\r\n"
                        + "x,-1,\"['it\\'s', \"\"c'est\"\"]\",[3 4]\n");
        List<Row> rows = rows(file);
        assertThat(rows).extracting(Row::line).containsExactly(2L, 4L);
        assertThat(rows.get(0).text("t")).isEqualTo("two\nlines, \"quoted\"");
        assertThat(rows.get(0).integer("n")).isEqualTo(7);
        assertThat(rows.get(0).texts("dialog")).containsExactly("a", "b");
        assertThat(rows.get(0).integers("act")).containsExactly(1, 2);
        assertThat(rows.get(1).integer("n")).isEqualTo(-1);
        assertThat(rows.get(1).texts("dialog")).containsExactly("it's", "c'est");
        assertThat(rows.get(1).integers("act")).containsExactly(3, 4);
    }

    @Test
    void innerColumns() throws IOException {
        Path json = file("a.jsonl", "{\"translation\": {\"en\": \"house\", \"de\": \"Haus\"}}");
        Path csv = file("a.csv", "translation\n\"{'en': 'house', 'de': 'Haus'}\"\n");
        for (Path file : List.of(json, csv)) {
            assertThat(rows(file).get(0).text("translation", "de")).isEqualTo("Haus");
            assertThatThrownBy(() -> rows(file).get(0).text("translation", "fr"))
                    .hasMessageEndingWith(": no field in column \"translation\" \"fr\"; found: en, de");
        }
    }

    @Test
    void badLines() throws IOException {
        Path json = file("a.jsonl", "{\"t\": \"a\"}\n{\"t\": }\n");
        assertFails(
                json,
                ExitCode.BAD_DATA,
                json + ":2: not valid JSON: Unexpected character ('}' (code 125)): expected a valid value (JSON String,"
                        + " Number, Array, Object or token 'null', 'true' or 'false')");
        Path array = file("a.json", "[{\"t\": \"a\"}]\n");
        assertFails(
                array,
                ExitCode.BAD_DATA,
                array + ":1: a JSON object is needed on each line (JSON lines, not one JSON array)");
        Path cells = file("a.csv", "a,b\n1,2\n1,2,3\n");
        assertFails(cells, ExitCode.BAD_DATA, cells + ":3: 3 cells, but the first line names 2 columns");
    }

    @Test
    void badEncoding() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write("{\"t\": \"a\"}\n{\"t\": \"b".getBytes(StandardCharsets.UTF_8));
        bytes.write(0xe4);
        bytes.write("\"}\n".getBytes(StandardCharsets.UTF_8));
        for (String name : List.of("a.jsonl", "a.csv")) {
            Path file = Files.write(folder.resolve(name), bytes.toByteArray());
            assertFails(file, ExitCode.BAD_DATA, file + ":2: not UTF-8; convert the file to UTF-8");
        }
    }

    @Test
    void missingEmptyAndUnknownFiles() throws IOException {
        Path missing = folder.resolve("none.jsonl");
        assertFails(missing, ExitCode.NO_INPUT, missing + ": no such file");
        for (String content : List.of("", "\ufeff", "\n\n")) {
            Path empty = file("empty.jsonl", content);
            assertFails(empty, ExitCode.BAD_DATA, empty + ": holds no rows");
        }
        Path header = file("empty.csv", "a,b\n");
        assertFails(header, ExitCode.BAD_DATA, header + ": holds no rows");
        Path other = file("a.xml", "<a/>");
        assertFails(
                other,
                ExitCode.BAD_DATA,
                other + ": not a kind of file that is read here; use .jsonl or .csv (each also with .gz) or .parquet");
    }

    @Test
    void wrongTypes() throws IOException {
        Path file = file(
                "a.jsonl",
                "{\"t\": 3, \"n\": \"x\", \"f\": 1.5, \"big\": 3000000000, \"list\": [\"a\", 1], \"null\": null, \"m\": {}}");
        Row row = rows(file).get(0);
        List<String> messages = new ArrayList<>();
        List<Runnable> reads = List.of(
                () -> row.text("t"),
                () -> row.text("null"),
                () -> row.integer("n"),
                () -> row.integer("f"),
                () -> row.integer("big"),
                () -> row.texts("list"),
                () -> row.texts("m"),
                () -> row.text("t", "inner"),
                () -> row.text("m", "inner"),
                () -> row.text("target"));
        for (Runnable read : reads) {
            assertThatThrownBy(read::run)
                    .isInstanceOf(Failure.class)
                    .satisfies(failure -> messages.add(failure.getMessage().replace(file + ":1: ", "")));
        }
        assertThat(messages)
                .containsExactly(
                        "column \"t\" should be text, but is a whole number",
                        "column \"null\" should be text, but is null",
                        "column \"n\" is text that is neither JSON nor a Python literal: unexpected 'x' at character 1",
                        "column \"f\" should be a whole number, but is a number with decimals",
                        "column \"big\" should be a whole number, but is a whole number beyond 32 bits",
                        "column \"list[1]\" should be text, but is a whole number",
                        "column \"m\" should be a list, but is a map",
                        "column \"t\" should be a map, but is a whole number",
                        "no field in column \"m\" \"inner\"; found: none",
                        "no column \"target\"; found: t, n, f, big, list, null, m");
    }
}
