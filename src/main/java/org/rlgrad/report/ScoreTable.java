package org.rlgrad.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Scores of finished text as CSV, doubles in the fewest digits that read back the same. */
public final class ScoreTable {
    private ScoreTable() {}

    /**
     * One row per prediction: its line from 1, and its value under each metric.
     *
     * @param values {@code [lines]} by metric key
     */
    public static String lines(int lines, Map<String, double[]> values) {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("line"));
        head.addAll(values.keySet());
        rows.add(head);
        for (int i = 0; i < lines; i++) {
            List<String> row = new ArrayList<>(List.of(Integer.toString(i + 1)));
            for (double[] column : values.values()) {
                row.add(Json.number(column[i]));
            }
            rows.add(row);
        }
        return Table.withHead(rows).csv();
    }

    /** One row per metric key: its value of all predictions together, and their number. */
    public static String corpus(int predictions, Map<String, Double> values) {
        List<List<String>> rows = new ArrayList<>(List.of(List.of("metric", "n", "value")));
        values.forEach((key, value) -> rows.add(List.of(key, Integer.toString(predictions), Json.number(value))));
        return Table.withHead(rows).csv();
    }

    /** Replaces a file by such a text. Throws {@code CANNOT_WRITE}. */
    public static void write(Path path, String text) {
        AtomicFile.writeString(path, text);
    }
}
