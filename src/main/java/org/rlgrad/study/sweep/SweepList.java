package org.rlgrad.study.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rlgrad.Failure;
import org.rlgrad.config.ConfigLeaves;

/**
 * {@code sweep.tsv}, in which {@code scripts/sweep.sh} lists the runs that it was asked for: name and values, separated by tabs,
 * under the keys.
 *
 * @param keys in its order
 * @param settings of each run, by name
 */
record SweepList(List<String> keys, Map<String, Map<String, String>> settings) {
    static final String NAME = "sweep.tsv";

    /** An empty list where there is no file. Throws {@code BAD_DATA} or {@code NO_INPUT}. */
    static SweepList in(Path sweep) {
        Path path = sweep.resolve(NAME);
        if (!Files.exists(path)) {
            return new SweepList(List.of(), Map.of());
        }
        List<String> lines = lines(path);
        List<String> header = lines.isEmpty() ? List.of() : List.of(lines.get(0).split("\t", -1));
        if (header.size() < 2 || !header.get(0).equals("name")) {
            throw Failure.badData(path + ":1: must be 'name' and the swept keys, separated by tabs");
        }
        Map<String, Map<String, String>> settings = new LinkedHashMap<>();
        for (int i = 1; i < lines.size(); i++) {
            String[] cells = lines.get(i).split("\t", -1);
            if (cells.length != header.size()) {
                throw Failure.badData(
                        path + ":" + (i + 1) + ": " + cells.length + " cells instead of " + header.size());
            }
            Map<String, String> values = new LinkedHashMap<>();
            for (int j = 1; j < cells.length; j++) {
                values.put(header.get(j), ConfigLeaves.spelled(cells[j]));
            }
            settings.put(cells[0], values);
        }
        return new SweepList(new ArrayList<>(header.subList(1, header.size())), settings);
    }

    private static List<String> lines(Path path) {
        try {
            return Files.readAllLines(path);
        } catch (IOException e) {
            throw Failure.unreadable(path, e);
        }
    }
}
