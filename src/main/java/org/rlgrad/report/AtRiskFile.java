package org.rlgrad.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code at_risk.csv}: one row per input and metric for which the gradient is at risk of vanishing, the slowest inputs of a metric first.
 *
 * <p>Doubles in the fewest digits that read back the same; a slowdown that cannot be told is an empty field.
 */
public final class AtRiskFile {
    /** Its name in a run folder. */
    public static final String NAME = "at_risk.csv";

    private static final List<String> COLUMNS =
            List.of("train_index", "metric", "mean", "std", "reachable", "gap", "slowdown", "slowdown_is_lower_bound");

    private AtRiskFile() {}

    /** Replaces the file. Throws {@code CANNOT_WRITE}. */
    public static void write(Path path, List<AtRiskRow> rows) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            csv.writeRecord(COLUMNS);
            for (AtRiskRow row : rows) {
                csv.writeRecord(
                        Integer.toString(row.trainIndex()),
                        row.metric(),
                        Json.number(row.mean()),
                        Json.number(row.std()),
                        Json.number(row.reachable()),
                        Json.number(row.gap()),
                        Double.isFinite(row.slowdown()) ? Json.number(row.slowdown()) : "",
                        Boolean.toString(row.lowerBound()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a string in memory cannot be written", e);
        }
        AtomicFile.writeString(path, text.toString());
    }
}
