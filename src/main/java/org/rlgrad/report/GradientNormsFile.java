package org.rlgrad.report;

import java.nio.file.Path;
import java.util.List;
import org.rlgrad.Failure;

/**
 * {@code gradient_norms.csv}: one row per input in the order of the train split, appended while the run goes on. Norm and bounds
 * follow from the other columns. What was not looked for, or cannot be computed, is {@code NaN}.
 */
public final class GradientNormsFile implements AutoCloseable {
    /** Its name in a run folder. */
    public static final String NAME = "gradient_norms.csv";

    private static final List<String> COLUMNS = List.of(
            "train_index",
            "metric",
            "n",
            "mean",
            "std",
            "grad_norm",
            "grad_norm_squared",
            "standard_error",
            "naive_norm",
            "mean_length",
            "max_length",
            "reward_scale",
            "gamma",
            "bound_theorem1",
            "bound_d1");

    private static final StepTable.Format<GradientNorm> FORMAT = new StepTable.Format<>(
            String.join(",", COLUMNS), GradientNormsFile::parse, GradientNorm::trainIndex, GradientNormsFile::line);

    private final StepTable<GradientNorm> table;

    private GradientNormsFile(StepTable<GradientNorm> table) {
        this.table = table;
    }

    /**
     * Opens the file behind its last whole line, or creates it with its header.
     *
     * @throws Failure {@code BAD_DATA} where it has other columns, {@code CANNOT_WRITE} where it cannot be opened
     */
    public static GradientNormsFile open(Path path) {
        return new GradientNormsFile(StepTable.open(path, FORMAT));
    }

    /** Appends one input, behind those of smaller indices. Throws {@code CANNOT_WRITE}; then the rows before stay in the file. */
    public void append(GradientNorm row) {
        table.append(List.of(row));
    }

    /** Returns when the disk has everything. Throws {@code CANNOT_WRITE}. */
    public void sync() {
        table.sync();
    }

    /** Closes the file, without a sync. */
    @Override
    public void close() {
        table.close();
    }

    /** All whole rows. Throws {@code NO_INPUT} where it cannot be read, {@code BAD_DATA} naming a damaged line. */
    public static List<GradientNorm> read(Path path) {
        return StepTable.read(path, FORMAT);
    }

    private static GradientNorm parse(String line, String where) {
        String[] cells = Cells.split(line, COLUMNS.size(), where);
        return new GradientNorm(
                natural(cells, "train_index", 0, where),
                cells[COLUMNS.indexOf("metric")],
                natural(cells, "n", 2, where),
                real(cells, "mean", where),
                real(cells, "std", where),
                real(cells, "grad_norm_squared", where),
                real(cells, "standard_error", where),
                real(cells, "naive_norm", where),
                real(cells, "mean_length", where),
                natural(cells, "max_length", 1, where),
                real(cells, "reward_scale", where),
                real(cells, "gamma", where));
    }

    private static int natural(String[] cells, String column, int least, String where) {
        return Cells.natural(cells[COLUMNS.indexOf(column)], column, least, where);
    }

    private static double real(String[] cells, String column, String where) {
        return Cells.real(cells[COLUMNS.indexOf(column)], column, where);
    }

    private static String line(GradientNorm row) {
        return String.join(
                ",",
                Integer.toString(row.trainIndex()),
                row.metric(),
                Integer.toString(row.n()),
                Json.number(row.mean()),
                Json.number(row.std()),
                Json.number(row.norm()),
                Json.number(row.squared()),
                Json.number(row.standardError()),
                Json.number(row.naive()),
                Json.number(row.meanLength()),
                Integer.toString(row.maxLength()),
                Json.number(row.rewardScale()),
                Json.number(row.gamma()),
                Json.number(row.boundTheorem1()),
                Json.number(row.boundD1()));
    }
}
