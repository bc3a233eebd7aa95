package org.rlgrad.report;

import java.nio.file.Path;
import java.util.List;
import org.rlgrad.Failure;

/** {@code metrics.csv} of a controlled experiment: a few rows per epoch, appended while training goes on. */
public final class MetricsFile implements AutoCloseable {
    private static final StepTable.Format<GroupMeasurement> FORMAT = new StepTable.Format<>(
            GroupMeasurement.HEADER, GroupMeasurement::fromLine, GroupMeasurement::epoch, GroupMeasurement::toLine);

    private final Path path;
    private final StepTable<GroupMeasurement> table;

    private MetricsFile(Path path) {
        this.path = path;
        this.table = StepTable.open(path, FORMAT);
    }

    /**
     * Opens the file behind its last whole line, or creates it with its header.
     *
     * @throws Failure {@code BAD_DATA} where it is another kind of file, {@code CANNOT_WRITE} where it cannot be opened
     */
    public static MetricsFile open(Path path) {
        return new MetricsFile(path);
    }

    /**
     * Cuts off all rows of later epochs, so that what is appended next gives the bytes of a run that was never stopped.
     *
     * @param epoch the last epoch to keep, 0 for none
     * @throws Failure {@code BAD_DATA} naming a damaged line, or where the rows end before that epoch; then the file is
     *     left as it is
     */
    public void truncateAfter(int epoch) {
        StepTable.Beginning<GroupMeasurement> kept = table.upTo(epoch);
        if (kept.lastStep() != epoch) {
            throw Failure.badData(path + ": ends with epoch " + kept.lastStep() + ", but the run goes on after epoch "
                    + epoch + "; start it anew with --overwrite");
        }
        table.cutAfter(kept);
    }

    /** Appends one epoch's rows in one write. Throws {@code CANNOT_WRITE}; then the epochs before stay in the file. */
    public void append(List<GroupMeasurement> epoch) {
        table.append(epoch);
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
    public static List<GroupMeasurement> read(Path path) {
        return StepTable.read(path, FORMAT);
    }
}
