package org.rlgrad.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.rlgrad.Failure;

/**
 * A CSV file whose rows are appended while training goes on, in the order of their first column, which counts steps.
 *
 * <p>What a kill left of a last line is dropped by every reader; see {@link AppendedFile} for what survives. ASCII without
 * quotes, one row a line.
 */
final class StepTable<T> implements AutoCloseable {
    private final Path path;
    private final Format<T> format;
    private final AppendedFile file;

    /**
     * How one kind of row stands in a line.
     *
     * @param header the names of the columns
     * @param parse from the line, and the file and line for the message of {@code BAD_DATA}
     * @param step what stands in the first column, at least 0
     * @param line without line feed
     */
    record Format<T>(
            String header, BiFunction<String, String, T> parse, ToIntFunction<T> step, Function<T, String> line) {
        private String stepName() {
            return header.split(",", 2)[0];
        }
    }

    /**
     * A beginning of the file.
     *
     * @param rows in it
     * @param lastStep of the last of them, 0 without any
     * @param bytes its length
     */
    record Beginning<T>(List<T> rows, int lastStep, long bytes) {}

    private StepTable(Path path, Format<T> format, AppendedFile file) {
        this.path = path;
        this.format = format;
        this.file = file;
    }

    /**
     * Opens the file behind its last whole line, or creates it with its header.
     *
     * @throws Failure {@code BAD_DATA} where it has other columns, {@code CANNOT_WRITE} where it cannot be opened
     */
    static <T> StepTable<T> open(Path path, Format<T> format) {
        StepTable<T> table = new StepTable<>(path, format, AppendedFile.open(path));
        boolean opened = false;
        try {
            List<String> lines = wholeLines(path);
            checkHeader(path, format, lines);
            table.file.cutTo(lines.stream().mapToLong(line -> line.length() + 1).sum());
            if (lines.isEmpty()) {
                table.write(format.header + "\n");
            }
            opened = true;
            return table;
        } finally {
            if (!opened) {
                table.close();
            }
        }
    }

    /** Appends rows in one write. Throws {@code CANNOT_WRITE}; then the rows before stay in the file. */
    void append(List<T> rows) {
        StringBuilder text = new StringBuilder(rows.size() * 100);
        rows.forEach(row -> text.append(format.line.apply(row)).append('\n'));
        write(text.toString());
    }

    /** Everything up to a step. Throws {@code BAD_DATA} naming a damaged line. */
    Beginning<T> upTo(int step) {
        return scan(path, format, step);
    }

    /** Cuts off all rows after a beginning. Throws {@code CANNOT_WRITE}. */
    void cutAfter(Beginning<T> beginning) {
        file.cutTo(beginning.bytes);
    }

    void sync() {
        file.sync();
    }

    @Override
    public void close() {
        file.close();
    }

    /**
     * All rows in the order of the file; none where it has only a header, or nothing yet.
     *
     * @throws Failure {@code NO_INPUT} where it cannot be read, {@code BAD_DATA} naming a damaged line
     */
    static <T> List<T> read(Path path, Format<T> format) {
        return scan(path, format, Integer.MAX_VALUE).rows;
    }

    /** The first line; empty where there is no whole one yet. Throws {@code NO_INPUT}. */
    static String header(Path path) {
        List<String> lines = wholeLines(path);
        return lines.isEmpty() ? "" : lines.get(0);
    }

    private static <T> Beginning<T> scan(Path path, Format<T> format, int step) {
        List<String> lines = wholeLines(path);
        checkHeader(path, format, lines);
        List<T> rows = new ArrayList<>(lines.size());
        int last = 0;
        long bytes = lines.isEmpty() ? 0 : lines.get(0).length() + 1;
        for (int i = 1; i < lines.size(); i++) {
            String where = path + ":" + (i + 1);
            T row = format.parse.apply(lines.get(i), where);
            int here = format.step.applyAsInt(row);
            if (here < last) {
                String name = format.stepName();
                throw Failure.badData(
                        where + ": " + name + " " + here + " stands after " + name + " " + last + ", damaged");
            }
            if (here > step) {
                break;
            }
            last = here;
            rows.add(row);
            bytes += lines.get(i).length() + 1;
        }
        return new Beginning<>(rows, last, bytes);
    }

    private static void checkHeader(Path path, Format<?> format, List<String> lines) {
        if (!lines.isEmpty() && !lines.get(0).equals(format.header)) {
            throw Failure.badData(
                    path + ":1: the columns must be " + format.header + "; move the file away, or --overwrite");
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

    private void write(String text) {
        file.append(text.getBytes(StandardCharsets.US_ASCII));
    }
}
