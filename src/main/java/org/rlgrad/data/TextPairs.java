package org.rlgrad.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.rlgrad.Failure;

/** Finished text with what it is compared with, from plain lines or JSON lines; the file {@code -} is standard input. */
public final class TextPairs {
    private TextPairs() {}

    /** @param sample its id is the line number, from 1 */
    public record Pair(Sample sample, String prediction) {}

    /**
     * Line by line: a prediction, and in the same line of each other file its references, parted by tabs.
     *
     * @param references none if nothing is compared
     * @throws Failure {@code NO_INPUT}; {@code BAD_DATA} if there is no line, or files differ in their number of lines
     */
    public static List<Pair> lines(Path predictions, List<Path> references) {
        List<String> texts = read(predictions);
        List<List<String>> files = references.stream().map(TextPairs::read).toList();
        for (int f = 0; f < files.size(); f++) {
            if (files.get(f).size() != texts.size()) {
                throw Failure.badData(references.get(f) + " and " + predictions + " differ in their number of lines: "
                        + files.get(f).size() + " and " + texts.size()
                        + "; line i of the one belongs to line i of the other");
            }
        }
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            List<String> own = new ArrayList<>();
            for (List<String> file : files) {
                own.addAll(Arrays.asList(file.get(i).split("\t", -1)));
            }
            Sample sample = new Sample(Integer.toString(i + 1), "", own, NullNode.getInstance());
            pairs.add(new Pair(sample, texts.get(i)));
        }
        return pairs;
    }

    /**
     * JSON lines with {@code prediction} and {@code references} (a list, or one text), and where a metric needs them {@code
     * prompt} and {@code metadata} (ToTTo's {@code raw_table}, DailyDialog's {@code intent}).
     *
     * @throws Failure {@code NO_INPUT}; {@code BAD_DATA} naming the line
     */
    public static List<Pair> jsonLines(Path file) {
        List<Pair> pairs = new ArrayList<>();
        try (JsonLines rows = new JsonLines(file)) {
            for (Row row = rows.next(); row != null; row = rows.next()) {
                pairs.add(pair(row));
            }
        }
        return notEmpty(pairs, file);
    }

    private static Pair pair(Row row) {
        List<String> references = List.of();
        if (row.fields().has("references")) {
            references = row.node("references").isTextual() ? List.of(row.text("references")) : row.texts("references");
        }
        String prompt = row.fields().has("prompt") ? row.text("prompt") : "";
        JsonNode metadata = row.fields().path("metadata");
        return new Pair(new Sample(Long.toString(row.line()), prompt, references, metadata), row.text("prediction"));
    }

    private static List<String> read(Path file) {
        List<String> texts = new ArrayList<>();
        try (Utf8Lines lines = new Utf8Lines(file)) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                texts.add(line.replaceFirst("\r?\n$", ""));
            }
        }
        return notEmpty(texts, file);
    }

    private static <T> List<T> notEmpty(List<T> items, Path file) {
        if (items.isEmpty()) {
            throw Failure.badData(file + ": is empty; there is nothing to score");
        }
        return items;
    }
}
