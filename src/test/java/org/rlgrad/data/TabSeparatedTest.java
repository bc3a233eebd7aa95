package org.rlgrad.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.Failure;

/** Expected fields are what pandas' {@code read_csv(..., sep="\t", header=None)} gave for the same characters. */
class TabSeparatedTest {
    @TempDir
    Path folder;

    private List<List<String>> read(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("a.tsv"), content);
        List<List<String>> records = new ArrayList<>();
        try (TabSeparated reader = new TabSeparated(file)) {
            for (List<String> record = reader.next(); record != null; record = reader.next()) {
                records.add(record);
            }
        }
        return records;
    }

    @Test
    void lineEndsAndBlankLines() throws IOException {
        assertThat(read("a\tb\n\n  \n c\td \n")).containsExactly(List.of("a", "b"), List.of(" c", "d "));
        assertThat(read("a\tb\r\nc\td\re\tf")).containsExactly(List.of("a", "b"), List.of("c", "d"), List.of("e", "f"));
        assertThat(read("a\tb\n\t\n")).containsExactly(List.of("a", "b"), List.of("", ""));
        assertThat(read(" \tb\nc\td\n")).containsExactly(List.of(" ", "b"), List.of("c", "d"));
        assertThat(read("\ufeffa\tb\n")).containsExactly(List.of("a", "b"));
        assertThat(read("")).isEmpty();
    }

    @Test
    void quotedFields() throws IOException {
        assertThat(read("\"a \"\"q\"\" b\" tail\tb\nx \"y\" z\t\"multi\nline\ttab\" more \"q\"\n"))
                .containsExactly(List.of("a \"q\" b tail", "b"), List.of("x \"y\" z", "multi\nline\ttab more \"q\""));
        assertThat(read("a\tb\n \"\"c\td\n")).containsExactly(List.of("a", "b"), List.of(" \"\"c", "d"));
        assertThat(read("\"a\"\t\"\"\n\"\"\"\"\tx\n")).containsExactly(List.of("a", ""), List.of("\"", "x"));
        assertThat(read("a\tb\n\"x\r\ny\"\tz\n")).containsExactly(List.of("a", "b"), List.of("x\r\ny", "z"));
        assertThat(read("\"a\rb\"\tz\n")).containsExactly(List.of("a\rb", "z"));
    }

    @Test
    void missingValueMarkersStayText() throws IOException {
        assertThat(read("a\tNA\nb\tnull\n")).containsExactly(List.of("a", "NA"), List.of("b", "null"));
    }

    @Test
    void unclosedQuoteIsReportedWhereItsRecordStarts() {
        assertThatThrownBy(() -> read("a\t\"two\nlines\"\n\"unclosed\tc\nd\te\n"))
                .isInstanceOf(Failure.class)
                .hasMessage(folder.resolve("a.tsv") + ":3: a field that starts with a quote (\") is never closed");
    }
}
