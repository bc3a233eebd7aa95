package org.rlgrad.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.rlgrad.Failure;

/**
 * {@code rollouts.csv} and {@code training.csv} of a training run: one row of named quantities per step, appended while
 * training goes on.
 */
public final class ScalarsFile implements AutoCloseable {
    /** What an iteration's samples showed; only where a model learns from its own samples. */
    public static final String ROLLOUTS = "rollouts.csv";

    /** What an iteration's update, or some optimizer steps, showed. */
    public static final String TRAINING = "training.csv";

    private static final String STEP = "step";

    private final List<String> columns;
    private final StepTable<ScalarTable.Row> table;

    private ScalarsFile(List<String> columns, StepTable<ScalarTable.Row> table) {
        this.columns = columns;
        this.table = table;
    }

    /**
     * Opens the file behind its last whole line, or creates it with its header.
     *
     * @param columns the names of the quantities; {@code step} comes before them
     * @throws Failure {@code BAD_DATA} where it has other columns, {@code CANNOT_WRITE} where it cannot be opened
     */
    public static ScalarsFile open(Path path, List<String> columns) {
        if (!columns.stream().allMatch(Cells::isName)
                || columns.contains(STEP)
                || columns.stream().distinct().count() < columns.size()) {
            throw new IllegalArgumentException("no names of columns: " + columns);
        }
        return new ScalarsFile(List.copyOf(columns), StepTable.open(path, format(columns)));
    }

    /**
     * Cuts off all rows of later steps, so that what is appended next gives the bytes of a run that was never stopped.
     *
     * @param step of the checkpoint, the last to keep; negative for none
     * @throws Failure {@code BAD_DATA} naming a damaged line; then the file is left as it is
     */
    public void truncateAfter(int step) {
        table.cutAfter(table.upTo(step));
    }

    /**
     * Appends the row of a step that is not before the last one.
     *
     * @param values by column; NaN where a quantity does not exist
     * @throws Failure {@code CANNOT_WRITE}; then the rows before stay in the file
     */
    public void append(int step, double... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(values.length + " values for the columns " + columns);
        }
        table.append(List.of(
                new ScalarTable.Row(step, DoubleStream.of(values).boxed().toList())));
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

    /**
     * The whole file, whatever its columns are.
     *
     * @throws Failure {@code NO_INPUT} where it cannot be read, {@code BAD_DATA} naming a damaged line
     */
    public static ScalarTable read(Path path) {
        List<String> header = Arrays.asList(StepTable.header(path).split(",", -1));
        if (header.equals(List.of(""))) {
            return ScalarTable.EMPTY;
        }
        if (!header.get(0).equals(STEP)) {
            throw Failure.badData(path + ":1: the first column must be " + STEP);
        }
        List<String> columns = header.subList(1, header.size());
        return new ScalarTable(List.copyOf(columns), StepTable.read(path, format(columns)));
    }

    private static StepTable.Format<ScalarTable.Row> format(List<String> columns) {
        String header = String.join(",", STEP, String.join(",", columns));
        return new StepTable.Format<>(
                header, (line, where) -> parse(line, columns, where), ScalarTable.Row::step, ScalarsFile::line);
    }

    private static ScalarTable.Row parse(String line, List<String> columns, String where) {
        String[] cells = Cells.split(line, columns.size() + 1, where);
        List<Double> values = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            values.add(Cells.real(cells[i + 1], columns.get(i), where));
        }
        return new ScalarTable.Row(Cells.natural(cells[0], STEP, 0, where), values);
    }

    private static String line(ScalarTable.Row row) {
        StringBuilder line = new StringBuilder(20 * row.values().size()).append(row.step());
        row.values().forEach(value -> line.append(',').append(Json.number(value)));
        return line.toString();
    }
}
