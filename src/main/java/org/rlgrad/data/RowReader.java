package org.rlgrad.data;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.rlgrad.Failure;

/** Reads the rows of a dataset's files one after the other: JSON lines or CSV, each also gzipped, or Parquet. */
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
        if (name.endsWith(".parquet")) {
            return new ParquetRows(file);
        }
        throw Failure.badData(
                file + ": not a kind of file that is read here; use .jsonl or .csv (each also with .gz) or .parquet");
    }

    /** Opens the files of one split, to be read in their order. */
    static RowReader open(List<Path> files) {
        return files.size() == 1 ? open(files.get(0)) : new ShardedRows(files);
    }

    /**
     * All rows of a split, each turned into something by a rule that is given the row's position, from 0.
     *
     * @throws Failure for a split without rows
     */
    static <T> List<T> all(List<Path> files, BiFunction<Integer, Row, T> rule) {
        List<T> items = new ArrayList<>();
        try (RowReader rows = open(files)) {
            for (Row row = rows.next(); row != null; row = rows.next()) {
                items.add(rule.apply(items.size(), row));
            }
        }
        if (items.isEmpty()) {
            throw noRows(files);
        }
        return items;
    }

    /** What to say of a split that holds no row. */
    static Failure noRows(List<Path> files) {
        String last =
                files.size() == 1 ? "" : " to " + files.get(files.size() - 1).getFileName();
        return Failure.badData(files.get(0) + last + ": holds no rows");
    }
}
