package org.rlgrad.report;

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
        List<List<String>> cells = rows.stream()
                .map(row -> List.of(
                        Integer.toString(row.trainIndex()),
                        row.metric(),
                        Table.cell(row.mean()),
                        Table.cell(row.std()),
                        Table.cell(row.reachable()),
                        Table.cell(row.gap()),
                        Table.cell(row.slowdown()),
                        Boolean.toString(row.lowerBound())))
                .toList();
        new Table(COLUMNS, cells).writeCsv(path);
    }
}
