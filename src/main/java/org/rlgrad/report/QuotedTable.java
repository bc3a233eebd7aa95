package org.rlgrad.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** A CSV file of any texts, which are quoted where they must be. */
public final class QuotedTable {
    private QuotedTable() {}

    /** Replaces the file by the rows, the first of which names the columns. Throws {@code CANNOT_WRITE}. */
    public static void write(Path path, List<List<String>> rows) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            rows.forEach(csv::writeRecord);
        } catch (IOException e) {
            throw new UncheckedIOException("a string in memory cannot be written", e);
        }
        AtomicFile.writeString(path, text.toString());
    }

    /** The shortest decimal that reads back as the same double; empty for NaN. */
    public static String cell(double value) {
        return Double.isNaN(value) ? "" : Json.number(value);
    }
}
