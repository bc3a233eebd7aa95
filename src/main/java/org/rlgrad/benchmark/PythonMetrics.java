package org.rlgrad.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.data.TextPairs;

/** The same pairs through Python's libraries, if the environment names an interpreter that has some of them. */
final class PythonMetrics {
    /** Path of the interpreter. */
    private static final String VARIABLE = "RLGRAD_PYTHON";

    private static final ObjectMapper JSON = new ObjectMapper();

    private PythonMetrics() {}

    /** By metric id; says on standard error which libraries are missing. */
    static Map<String, Double> pairsPerSecond(List<TextPairs.Pair> pairs) {
        String interpreter = System.getenv(VARIABLE);
        if (interpreter == null || interpreter.isBlank()) {
            System.err.println("benchmark: set " + VARIABLE
                    + " to a Python with nltk, sacrebleu or rouge_score to have them measured beside rlgrad");
            return Map.of();
        }
        try (InputStream program = PythonMetrics.class.getResourceAsStream("metrics.py")) {
            Path file = Files.createTempFile("rlgrad-pairs", ".jsonl");
            try {
                write(pairs, file);
                String code = new String(program.readAllBytes(), StandardCharsets.UTF_8);
                Process process = new ProcessBuilder(interpreter, "-c", code, file.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                Map<String, Double> speeds = new HashMap<>();
                process.inputReader(StandardCharsets.UTF_8).lines().forEach(line -> {
                    int blank = line.indexOf(' ');
                    speeds.put(line.substring(0, blank), Double.parseDouble(line.substring(blank + 1)));
                });
                return speeds;
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.UNAVAILABLE, VARIABLE + ": cannot run " + interpreter + ": " + e.getMessage(), e);
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
