package org.rlgrad.data;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.rlgrad.Failure;

/** Reads the rows of a dataset file one after the other: JSON lines or CSV, each also gzipped. */
interface RowReader extends Closeable {
    /** The next row, or null at the end. */
    Row next();

    @Override
    void close();

    /** Opens a file by the end of its name. */
    static RowReader open(Path file) {
        String name = DatasetFiles.withoutGzip(file);
        if (name.endsWith(".jsonl") || name.endsWith(".json")) {
            return new JsonLines(file);
        }
        if (name.endsWith(".csv")) {
            return new CsvRows(file);
        }
        throw Failure.badData(file + ": not a kind of file that is read here; use .jsonl or .csv (each also with .gz)");
    }

    /**
     * All rows of a file, each turned into something by a rule that is given the row's position, from 0.
     *
     * @throws Failure for a file without rows
     */
    static <T> List<T> all(Path file, BiFunction<Integer, Row, T> rule) {
        List<T> items = new ArrayList<>();
        try (RowReader rows = open(file)) {
            for (Row row = rows.next(); row != null; row = rows.next()) {
                items.add(rule.apply(items.size(), row));
            }
        }
        if (items.isEmpty()) {
            throw noRows(file);
        }
        return items;
    }

    /** What to say of a file that holds no row. */
    static Failure noRows(Path file) {
        return Failure.badData(file + ": holds no rows");
    }
}
