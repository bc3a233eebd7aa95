package org.rlgrad.report;

import java.nio.file.Path;
import java.util.List;
import org.rlgrad.Failure;

/** {@code metrics.csv} of a training run: one row per evaluation, split and metric, appended while training goes on. */
public final class EvaluationsFile implements AutoCloseable {
    /** Its name in the run's folder. */
    public static final String NAME = "metrics.csv";

    private static final StepTable.Format<SplitMeasurement> FORMAT = new StepTable.Format<>(
            SplitMeasurement.HEADER, SplitMeasurement::fromLine, SplitMeasurement::step, SplitMeasurement::toLine);

    private final StepTable<SplitMeasurement> table;

    private EvaluationsFile(StepTable<SplitMeasurement> table) {
        this.table = table;
    }

    /**
     * Opens the file behind its last whole line, or creates it with its header.
     *
     * @throws Failure {@code BAD_DATA} where it has other columns, {@code CANNOT_WRITE} where it cannot be opened
     */
    public static EvaluationsFile open(Path path) {
        return new EvaluationsFile(StepTable.open(path, FORMAT));
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

    /** Appends rows in one write, none of an earlier step. Throws {@code CANNOT_WRITE}; then the rows before stay. */
    public void append(List<SplitMeasurement> rows) {
        table.append(rows);
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
     * All rows in the order of the file; none where it has only a header, or nothing yet.
     *
     * @throws Failure {@code NO_INPUT} where it cannot be read, {@code BAD_DATA} naming a damaged line
     */
    public static List<SplitMeasurement> read(Path path) {
        return StepTable.read(path, FORMAT);
    }
}
