package org.rlgrad.report;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rlgrad.Failure;

/**
 * {@code metrics.csv} of a controlled experiment: a few rows per epoch, appended while training goes on.
 *
 * <p>An epoch is one write, so that it survives the death of the process; a power cut it survives after {@link #sync}, which
 * belongs before each checkpoint. What a kill left of a last line is dropped by every reader. Not a channel but a
 * {@link RandomAccessFile}: an interrupt (Ctrl-C) would close a channel in the middle of a row.
 */
public final class MetricsFile implements AutoCloseable {
    private final Path path;
    private final RandomAccessFile file;
    private long end;

    private MetricsFile(Path path, RandomAccessFile file) {
        this.path = path;
        this.file = file;
    }

    /**
     * Opens the file behind its last whole line, or creates it with its header.
     *
     * @throws Failure {@code BAD_DATA} where it is another kind of file, {@code CANNOT_WRITE} where it cannot be opened
     */
    public static MetricsFile open(Path path) {
        RandomAccessFile file;
        try {
            file = new RandomAccessFile(path.toFile(), "rw");
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(path, e);
        }
        MetricsFile metrics = new MetricsFile(path, file);
        boolean opened = false;
        try {
            List<String> lines = wholeLines(path);
            checkHeader(path, lines);
            if (lines.isEmpty()) {
                metrics.cutTo(0);
                metrics.write(GroupMeasurement.HEADER + "\n");
            } else {
                metrics.cutTo(bytes(lines));
            }
            opened = true;
            return metrics;
        } finally {
            if (!opened) {
                metrics.close();
            }
        }
    }

    /**
     * Cuts off all rows of later epochs, so that what is appended next gives the bytes of a run that was never stopped.
     *
     * @param epoch the last epoch to keep, 0 for none
     * @throws Failure {@code BAD_DATA} naming a damaged line, or where the rows end before that epoch; then the file is
     *     left as it is
     */
    public void truncateAfter(int epoch) {
        List<String> kept = new ArrayList<>();
        int last = 0;
        List<String> lines = wholeLines(path);
        for (int i = 0; i < lines.size(); i++) {
            if (i > 0) {
                GroupMeasurement row = parse(path, lines.get(i), i + 1, last);
                if (row.epoch() > epoch) {
                    break;
                }
                last = row.epoch();
            }
            kept.add(lines.get(i));
        }
        if (last != epoch) {
            throw Failure.badData(path + ": ends with epoch " + last + ", but the run goes on after epoch " + epoch
                    + "; start it anew with --overwrite");
        }
        cutTo(bytes(kept));
    }

    /** Appends one epoch's rows in one write. Throws {@code CANNOT_WRITE}; then the epochs before stay in the file. */
    public void append(List<GroupMeasurement> epoch) {
        StringBuilder text = new StringBuilder(epoch.size() * 200);
        epoch.forEach(row -> text.append(row.toLine()).append('\n'));
        write(text.toString());
    }

    /** Returns when the disk has everything. Throws {@code CANNOT_WRITE}. */
    public void sync() {
        try {
            file.getFD().sync();
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(path, e);
        }
    }

    /** Closes the file, without a sync. */
    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(path, e);
        }
    }

    /**
     * All rows in the order of the file; none where it has only a header, or nothing yet.
     *
     * @throws Failure {@code NO_INPUT} where it cannot be read, {@code BAD_DATA} naming a damaged line
     */
    public static List<GroupMeasurement> read(Path path) {
        List<String> lines = wholeLines(path);
        checkHeader(path, lines);
        List<GroupMeasurement> rows = new ArrayList<>(lines.size());
        int last = 0;
        for (int i = 1; i < lines.size(); i++) {
            GroupMeasurement row = parse(path, lines.get(i), i + 1, last);
            last = row.epoch();
            rows.add(row);
        }
        return rows;
    }

    private static GroupMeasurement parse(Path path, String line, int number, int lastEpoch) {
        GroupMeasurement row = GroupMeasurement.fromLine(line, path + ":" + number);
        if (row.epoch() < lastEpoch) {
            throw Failure.badData(
                    path + ":" + number + ": epoch " + row.epoch() + " stands after epoch " + lastEpoch + ", damaged");
        }
        return row;
    }

    private static void checkHeader(Path path, List<String> lines) {
        if (!lines.isEmpty() && !lines.get(0).equals(GroupMeasurement.HEADER)) {
            throw Failure.badData(path + ":1: the columns must be " + GroupMeasurement.HEADER);
        }
    }

    /** One character per byte, so that lengths are those of the file, whatever it holds. */
    private static List<String> wholeLines(Path path) {
        String text;
        try {
            text = Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw Failure.unreadable(path, e);
        }
        int end = text.lastIndexOf('\n');
        return end < 0 ? List.of() : List.of(text.substring(0, end).split("\n", -1));
    }

    private static long bytes(List<String> lines) {
        return lines.stream().mapToLong(line -> line.length() + 1).sum();
    }

    private void write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        try {
            file.write(bytes);
            end += bytes.length;
        } catch (IOException e) {
            Failure failure = AtomicFile.cannotWrite(path, e);
            try {
                cutTo(end);
            } catch (Failure again) {
                failure.addSuppressed(again);
            }
            throw failure;
        }
    }

    private void cutTo(long length) {
        try {
            file.setLength(length);
            file.seek(length);
            end = length;
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(path, e);
        }
    }
}
