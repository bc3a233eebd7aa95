package org.rlgrad.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.rlgrad.data.TextPairs;

/** The same pairs through Python's libraries, if the environment names an interpreter that has some of them. */
final class PythonMetrics {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PythonMetrics() {}

    /** By metric id; says on standard error which libraries are missing. */
    static Map<String, Double> pairsPerSecond(List<TextPairs.Pair> pairs) {
        try {
            Path file = Files.createTempFile("rlgrad-pairs", ".jsonl");
            try {
                write(pairs, file);
                return Python.run("metrics.py", "nltk, sacrebleu or rouge_score", List.of(file.toString()));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(List<TextPairs.Pair> pairs, Path file) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (TextPairs.Pair pair : pairs) {
            ObjectNode line = JSON.createObjectNode().put("prediction", pair.prediction());
            pair.sample().references().forEach(line.putArray("references")::add);
            lines.append(line).append('\n');
        }
        Files.writeString(file, lines);
    }
}
