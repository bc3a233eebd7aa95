package org.rlgrad.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A table of text, as CSV and as Markdown.
 *
 * @param columns their names
 * @param rows each with as many cells
 */
public record Table(List<String> columns, List<List<String>> rows) {
    /** Refuses rows of another length. */
    public Table {
        for (List<String> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(row.size() + " cells under " + columns.size() + " columns: " + row);
            }
        }
    }

    /** The shortest decimal that reads back the same; empty for NaN. */
    public static String cell(double value) {
        return Double.isNaN(value) ? "" : Json.number(value);
    }

    /** A table whose first row names the columns. */
    public static Table withHead(List<List<String>> rows) {
        return new Table(rows.get(0), rows.subList(1, rows.size()));
    }

    /** Replaces a file by the table in CSV. Throws {@code CANNOT_WRITE}. */
    public void writeCsv(Path path) {
        AtomicFile.writeString(path, csv());
    }

    /** The table in CSV, each line with a line feed. */
    public String csv() {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            csv.writeRecord(columns);
            rows.forEach(csv::writeRecord);
        } catch (IOException e) {
            throw new UncheckedIOException("a string in memory cannot be written", e);
        }
        return text.toString();
    }

    /** A table of GitHub's Markdown, each line with a line feed. */
    public String markdown() {
        StringBuilder text = new StringBuilder();
        append(text, columns);
        text.append("|---".repeat(columns.size())).append("|\n");
        rows.forEach(row -> append(text, row));
        return text.toString();
    }

    private static void append(StringBuilder text, List<String> cells) {
        cells.forEach(cell -> text.append("| ").append(cell.replace("|", "\\|")).append(' '));
        text.append("|\n");
    }
}
