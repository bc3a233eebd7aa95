package org.rlgrad.metric;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.rlgrad.Failure;
import org.rlgrad.PythonText;
import org.rlgrad.config.Fidelity;

/**
 * One ToTTo sample as the evaluation scripts of its authors (A. Parikh et al., "ToTTo: A Controlled Table-To-Text Generation
 * Dataset", EMNLP 2020) hand it to PARENT and BLEU: lower-cased, detokenized lines.
 *
 * <p>Differs from the reference: tabs and line breaks inside a text count as blanks; there they shift all later lines and
 * abort the run.
 *
 * @param references the annotated sentences, at most three
 * @param table {@code attribute|||value} entries parted by tabs: all cells with text, the titles and the section's text
 * @param highlighted the same of highlighted cells and titles only
 * @param overlap whether the sample belongs to the subset whose headers also occur in training data
 */
public record TottoLines(List<String> references, String table, String highlighted, boolean overlap) {
    /** What stands for a missing reference and for an empty prediction. */
    static final String NULL = "<null>";

    private static final int MAX_REFERENCES = 3;

    /**
     * From a sample's metadata.
     *
     * @param rawTable the ToTTo row with a list of {@code sentence_annotations}
     * @throws Failure if it is none, or has no sentence, no title and no highlighted cell with a text to compare with
     */
    public static TottoLines of(JsonNode rawTable) {
        List<String> references = new ArrayList<>();
        for (JsonNode annotation : rawTable.path("sentence_annotations")) {
            if (references.size() < MAX_REFERENCES) {
                references.add(line(text(annotation, "final_sentence")));
            }
        }
        List<String> titles = new ArrayList<>();
        addEntry(titles, "page_title", text(rawTable, "table_page_title"));
        addEntry(titles, "section_title", text(rawTable, "table_section_title"));
        List<String> table = new ArrayList<>();
        rawTable.path("table").forEach(row -> row.forEach(cell -> addCell(table, cell)));
        table.addAll(titles);
        addEntry(table, "section_text", text(rawTable, "table_section_text"));
        List<String> highlighted = new ArrayList<>();
        for (JsonNode position : rawTable.path("highlighted_cells")) {
            addCell(
                    highlighted,
                    rawTable.path("table")
                            .path(position.path(0).asInt(-1))
                            .path(position.path(1).asInt(-1)));
        }
        highlighted.addAll(titles);
        if (references.isEmpty() || highlighted.isEmpty()) {
            throw wrong(references.isEmpty() ? "no sentence_annotations" : "neither titles nor highlighted cells");
        }
        return new TottoLines(
                references,
                detokenized(table),
                detokenized(highlighted),
                rawTable.path("overlap_subset").asBoolean());
    }

    /** A generation in the same form. */
    public static String prediction(String generation) {
        String stripped = PythonText.strip(generation);
        return line(stripped.isEmpty() ? NULL : stripped);
    }

    /** The references to score against; the authors' scripts fill them up to three with {@code <null>}. */
    List<String> references(Fidelity fidelity) {
        List<String> all = new ArrayList<>(references);
        while (fidelity == Fidelity.REFERENCE && all.size() < MAX_REFERENCES) {
            all.add(NULL);
        }
        return all;
    }

    private static void addCell(List<String> entries, JsonNode cell) {
        addEntry(
                entries, cell.path("is_header").asBoolean() ? "header" : "cell", PythonText.strip(text(cell, "value")));
    }

    private static void addEntry(List<String> entries, String attribute, String value) {
        if (!value.isEmpty()) {
            entries.add(attribute + "|||" + inOneLine(value).replace('|', '-'));
        }
    }

    /** The whole line at once: a lone quote mark in one cell changes the blanks of a later one, as in the reference. */
    private static String detokenized(List<String> entries) {
        return MosesDetokenizer.detokenize(
                entries.stream().collect(Collectors.joining("\t")).toLowerCase(Locale.ROOT));
    }

    private static String line(String text) {
        return MosesDetokenizer.detokenize(inOneLine(text).toLowerCase(Locale.ROOT));
    }

    private static String inOneLine(String text) {
        return text.replace('\t', ' ').replace('\n', ' ').replace('\r', ' ');
    }

    private static String text(JsonNode node, String key) {
        JsonNode text = node.path(key);
        if (!text.isTextual()) {
            throw wrong("no text \"" + key + "\"");
        }
        return text.textValue();
    }

    private static Failure wrong(String problem) {
        return Failure.badData("parent_totto, bleu_totto: a sample's raw_table has " + problem
                + "; these metrics are for the data pool totto");
    }
}
