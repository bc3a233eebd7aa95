package org.rlgrad.data;

import com.fasterxml.jackson.databind.node.NullNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.rlgrad.Failure;
import org.rlgrad.PythonText;
import org.rlgrad.config.Split;

/**
 * NarrativeQA (Kočiský et al. 2018) over summaries, in the form that UnifiedQA (Khashabi et al. 2020) gave it: the question,
 * a backslash and an n as two characters, the summary. Prompts are lower-cased, but not stripped; answers are both.
 *
 * <p>Read from UnifiedQA's files ({@code train.tsv}, {@code dev.tsv}, {@code test.tsv}: prompt and one answer a line) or from
 * the hub's columns ({@code document.summary.text}, {@code question.text}, {@code answers[].text}), out of which the same
 * prompt is put together.
 *
 * <p>Differs from the reference: of the hub's columns, text that starts with a double quote keeps it, where UnifiedQA's file
 * would be read by pandas as a quoted field.
 */
final class NarrativeQa {
    private NarrativeQa() {}

    /** @param answers all answers given for one and the same raw prompt, in file order */
    static Sample sample(Split split, int index, String rawPrompt, List<String> answers) {
        return new Sample(
                Pools.sampleId(split, index),
                rawPrompt.toLowerCase(Locale.ROOT),
                answers.stream()
                        .map(answer -> PythonText.strip(answer.toLowerCase(Locale.ROOT)))
                        .toList(),
                NullNode.instance);
    }

    /**
     * UnifiedQA's raw prompt from the hub's columns: it removes the summary's line ends, and a blank before the tab that ends
     * the field stays at the prompt's end.
     */
    static String unifiedQaPrompt(Row row) {
        String summary = row.text("document", "summary", "text");
        return row.text("question", "text") + " \\n " + summary.replaceAll("[\\r\\n]", "") + " ";
    }

    static List<Sample> samples(Split split, List<Path> files) {
        Map<String, List<String>> answersOf = new LinkedHashMap<>();
        if (DatasetFiles.withoutGzip(files.get(0)).endsWith(".tsv")) {
            files.forEach(file -> readTabSeparated(file, answersOf));
        } else {
            RowReader.all(files, (index, row) -> answersOf
                    .computeIfAbsent(unifiedQaPrompt(row), prompt -> new ArrayList<>())
                    .addAll(answers(row)));
        }
        if (answersOf.isEmpty()) {
            throw RowReader.noRows(files);
        }
        List<Sample> samples = new ArrayList<>();
        answersOf.forEach((prompt, answers) -> samples.add(sample(split, samples.size(), prompt, answers)));
        return samples;
    }

    private static void readTabSeparated(Path file, Map<String, List<String>> answersOf) {
        try (TabSeparated records = new TabSeparated(file)) {
            for (List<String> fields = records.next(); fields != null; fields = records.next()) {
                if (fields.size() != 2) {
                    throw Failure.badData(file + ":" + records.line() + ": " + fields.size()
                            + " tab-separated fields, but UnifiedQA's files have 2 (prompt, answer)");
                }
                answersOf
                        .computeIfAbsent(fields.get(0), prompt -> new ArrayList<>())
                        .add(fields.get(1));
            }
        }
    }

    private static List<String> answers(Row row) {
        List<String> answers = new ArrayList<>();
        for (var answer : row.list("answers")) {
            if (!answer.path("text").isTextual()) {
                throw row.wrong("column \"answers[" + answers.size() + "]\" has no text in a field \"text\"");
            }
            answers.add(answer.get("text").textValue());
        }
        if (answers.isEmpty()) {
            throw row.wrong("column \"answers\" is empty");
        }
        return answers;
    }
}
