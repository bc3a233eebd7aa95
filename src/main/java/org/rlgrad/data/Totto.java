package org.rlgrad.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rlgrad.config.PoolArgs;
import org.rlgrad.config.Split;

/**
 * ToTTo (Parikh et al. 2020): a sentence about highlighted cells of a table. Read from the authors' JSON lines or from the
 * hub's rows, which differ in how annotations and {@code overlap_subset} are written.
 *
 * <p>The prompt is the linearised table twice, without and then with its titles, with nothing in between; metadata holds the
 * row as {@code raw_table}, for the metrics that look at the table.
 */
final class Totto {
    private static final List<String> ANNOTATION_FIELDS =
            List.of("original_sentence", "sentence_after_deletion", "sentence_after_ambiguity", "final_sentence");

    private Totto() {}

    /** A test sample has one empty reference; its annotation in the metadata is the word {@code none} where it has none. */
    static Sample sample(PoolArgs.Totto args, Split split, int index, Row row) {
        ArrayNode annotations = annotations(split, row);
        List<String> references = new ArrayList<>();
        annotations.forEach(
                annotation -> references.add(annotation.get("final_sentence").textValue()));
        ObjectNode rawTable = JsonNodeFactory.instance.objectNode();
        rawTable.setAll(row.fields());
        rawTable.set("table", row.list("table"));
        rawTable.set("highlighted_cells", row.list("highlighted_cells"));
        rawTable.set("sentence_annotations", annotations);
        JsonNode overlap = row.fields().path("overlap_subset");
        rawTable.put("overlap_subset", overlap.booleanValue() || "True".equals(overlap.textValue()));
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        metadata.set("raw_table", rawTable);
        return new Sample(
                Pools.sampleId(split, index),
                prompt(args, row),
                split == Split.TEST ? List.of("") : references,
                metadata);
    }

    private static String prompt(PoolArgs.Totto args, Row row) {
        TottoTable table = TottoTable.of(row);
        String page = row.textOrEmpty("table_page_title");
        String section = row.textOrEmpty("table_section_title");
        return switch (args.representation()) {
            case SUBTABLE -> table.linearizeHighlighted("", "") + table.linearizeHighlighted(page, section);
            case FULLTABLE -> table.linearizeAll("", "") + table.linearizeAll(page, section);
        };
    }

    /** One map per reference (test: one in all), whichever way the row writes them. */
    private static ArrayNode annotations(Split split, Row row) {
        ArrayNode annotations = JsonNodeFactory.instance.arrayNode();
        boolean unlabeled = !row.fields().has("sentence_annotations")
                || row.value("sentence_annotations").isEmpty();
        if (split == Split.TEST && unlabeled) {
            ObjectNode none = annotations.addObject();
            ANNOTATION_FIELDS.forEach(field -> none.put(field, "none"));
            return annotations;
        }
        JsonNode columns = row.value("sentence_annotations");
        int count = columns.isObject() ? columns.path("final_sentence").size() : columns.size();
        if (count == 0) {
            throw row.wrong("column \"sentence_annotations\" holds no sentence; rows without one are a test split");
        }
        for (int i = 0; i < (split == Split.TEST ? 1 : count); i++) {
            ObjectNode annotation = annotations.addObject();
            for (String field : ANNOTATION_FIELDS) {
                JsonNode text = columns.isObject()
                        ? columns.path(field).path(i)
                        : columns.path(i).path(field);
                if (!text.isTextual()) {
                    throw row.wrong("column \"sentence_annotations\" has no text \"" + field + "\" at position " + i);
                }
                annotation.set(field, text);
            }
        }
        return annotations;
    }

    static List<Sample> samples(PoolArgs.Totto args, Split split, List<Path> files) {
        return PackedSamples.read(files, Integer.MAX_VALUE, (index, row) -> sample(args, split, index, row));
    }
}
