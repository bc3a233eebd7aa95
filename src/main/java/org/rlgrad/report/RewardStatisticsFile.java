package org.rlgrad.report;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rlgrad.Failure;

/**
 * {@code reward_stats.csv}: one row per input and metric.
 *
 * <p>Doubles in the fewest digits that read back the same; the standard deviation of a single sample is an empty field.
 */
public final class RewardStatisticsFile {
    private static final List<String> COLUMNS =
            List.of("train_index", "metric", "n", "mean", "std", "std_population", "min", "max", "n_distinct");

    private RewardStatisticsFile() {}

    /** Replaces the file. Throws {@code CANNOT_WRITE}. */
    public static void write(Path path, List<RewardStatistics> rows) {
        AtomicFile.writeString(path, text(rows));
    }

    /** What the file holds. */
    public static String text(List<RewardStatistics> rows) {
        return new Table(COLUMNS, rows.stream().map(RewardStatisticsFile::cells).toList()).csv();
    }

    private static List<String> cells(RewardStatistics row) {
        return List.of(
                Integer.toString(row.trainIndex()),
                row.metric(),
                Integer.toString(row.n()),
                Json.number(row.mean()),
                row.n() == 1 ? "" : Json.number(row.std()),
                Json.number(row.stdPopulation()),
                Json.number(row.min()),
                Json.number(row.max()),
                Integer.toString(row.distinct()));
    }

    /** Reads it back, in the order of the file. Throws {@code NO_INPUT}, or {@code BAD_DATA} naming line and column. */
    public static List<RewardStatistics> read(Path path) {
        List<RewardStatistics> rows = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(path)) {
            for (NamedCsvRecord row : csv) {
                rows.add(parse(path, row));
            }
        } catch (CsvParseException | UncheckedIOException e) {
            throw Failure.badData(path + ": no CSV in UTF-8 (" + e.getMessage() + ")");
        } catch (IOException e) {
            throw Failure.unreadable(path, e);
        }
        return rows;
    }

    private static RewardStatistics parse(Path path, NamedCsvRecord row) {
        return new RewardStatistics(
                integer(path, row, "train_index"),
                field(path, row, "metric"),
                integer(path, row, "n"),
                real(path, row, "mean"),
                field(path, row, "std").isEmpty() ? Double.NaN : real(path, row, "std"),
                real(path, row, "std_population"),
                real(path, row, "min"),
                real(path, row, "max"),
                integer(path, row, "n_distinct"));
    }

    private static String field(Path path, NamedCsvRecord row, String column) {
        return row.findField(column)
                .orElseThrow(() ->
                        Failure.badData(path + ":" + row.getStartingLineNumber() + ": no column '" + column + "'"));
    }

    private static int integer(Path path, NamedCsvRecord row, String column) {
        try {
            return Integer.parseInt(field(path, row, column));
        } catch (NumberFormatException e) {
            throw notANumber(path, row, column);
        }
    }

    private static double real(Path path, NamedCsvRecord row, String column) {
        try {
            return Double.parseDouble(field(path, row, column));
        } catch (NumberFormatException e) {
            throw notANumber(path, row, column);
        }
    }

    private static Failure notANumber(Path path, NamedCsvRecord row, String column) {
        return Failure.badData(path + ":" + row.getStartingLineNumber() + ": " + column + " is '"
                + field(path, row, column) + "', no number");
    }
}
