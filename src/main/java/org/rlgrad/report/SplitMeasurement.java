package org.rlgrad.report;

/**
 * The value of one metric on one split of the dataset: a row of a training run's {@code metrics.csv}.
 *
 * @param step optimizer steps made (supervised), or iterations (reinforcement); at least 0
 * @param split {@code train}, {@code val} or {@code test}
 * @param metric the metric's key, such as {@code lexical/meteor}
 * @param value of the whole split; NaN where the metric has none
 */
public record SplitMeasurement(int step, String split, String metric, double value) {
    static final String HEADER = "step,split,metric,value";

    /** Refuses names that need quotes in CSV. */
    public SplitMeasurement {
        if (!Cells.isName(split) || !Cells.isName(metric)) {
            throw new IllegalArgumentException("no names of a split and a metric: '" + split + "', '" + metric + "'");
        }
    }

    String toLine() {
        return step + "," + split + "," + metric + "," + Json.number(value);
    }

    static SplitMeasurement fromLine(String line, String where) {
        String[] cells = Cells.split(line, 4, where);
        return new SplitMeasurement(
                Cells.natural(cells[0], "step", 0, where),
                name(cells[1], "split", where),
                name(cells[2], "metric", where),
                Cells.real(cells[3], "value", where));
    }

    private static String name(String cell, String column, String where) {
        if (!Cells.isName(cell)) {
            throw Cells.notA("name", cell, column, where);
        }
        return cell;
    }
}
