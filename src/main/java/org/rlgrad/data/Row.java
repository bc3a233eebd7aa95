package org.rlgrad.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rlgrad.Failure;

/**
 * One row of a dataset file. Columns are asked for by name, inner ones by the names on the way to them; every complaint
 * names file and line.
 *
 * <p>A cell of a CSV file is text: where a number, list or map is asked for, it is read as JSON or as Python writes it.
 *
 * @param line where the row starts in the file, from 1; in a Parquet file the position of the row, from 1
 * @param fields the columns
 */
public record Row(Path file, long line, ObjectNode fields) {
    /** The value of a column, never Java's null. */
    public JsonNode node(String... path) {
        JsonNode value = fields;
        StringBuilder name = new StringBuilder();
        for (String step : path) {
            JsonNode map = value.isTextual() ? literal(value, name) : value;
            if (!map.isObject()) {
                throw wrong("column \"" + name + "\" should be a map, but is " + kind(map));
            }
            value = map.get(step);
            if (value == null) {
                throw wrong(missing(step, name.toString(), map));
            }
            name.append(name.isEmpty() ? "" : ".").append(step);
        }
        return value;
    }

    private static String missing(String step, String parent, JsonNode map) {
        List<String> found = new ArrayList<>();
        map.fieldNames().forEachRemaining(found::add);
        String where = parent.isEmpty() ? "column" : "field in column \"" + parent + "\"";
        return "no " + where + " \"" + step + "\"; found: " + (found.isEmpty() ? "none" : String.join(", ", found));
    }

    /** A text. */
    public String text(String... path) {
        return text(node(path), String.join(".", path));
    }

    private String text(JsonNode value, String name) {
        if (!value.isTextual()) {
            throw wrong("column \"" + name + "\" should be text, but is " + kind(value));
        }
        return value.textValue();
    }

    /** A text, or the empty text for null. */
    public String textOrEmpty(String... path) {
        return node(path).isNull() ? "" : text(path);
    }

    /** A whole number. */
    public int integer(String... path) {
        return integer(value(path), String.join(".", path));
    }

    private int integer(JsonNode value, String name) {
        if (!value.canConvertToExactIntegral() || !value.canConvertToInt()) {
            throw wrong("column \"" + name + "\" should be a whole number, but is " + kind(value));
        }
        return value.intValue();
    }

    /** A number. */
    public double number(String... path) {
        JsonNode value = value(path);
        if (!value.isNumber()) {
            throw wrong("column \"" + String.join(".", path) + "\" should be a number, but is " + kind(value));
        }
        return value.doubleValue();
    }

    /** A value that is not a text: a text is read as the value that it writes. */
    public JsonNode value(String... path) {
        JsonNode value = node(path);
        return value.isTextual() ? literal(value, String.join(".", path)) : value;
    }

    /** A list. */
    public JsonNode list(String... path) {
        JsonNode list = value(path);
        if (!list.isArray()) {
            throw wrong("column \"" + String.join(".", path) + "\" should be a list, but is " + kind(list));
        }
        return list;
    }

    /** A list of texts. */
    public List<String> texts(String... path) {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : list(path)) {
            texts.add(text(item, String.join(".", path) + "[" + texts.size() + "]"));
        }
        return texts;
    }

    /** A list of whole numbers. */
    public List<Integer> integers(String... path) {
        List<Integer> integers = new ArrayList<>();
        for (JsonNode item : list(path)) {
            integers.add(integer(item, String.join(".", path) + "[" + integers.size() + "]"));
        }
        return integers;
    }

    private JsonNode literal(JsonNode cell, CharSequence name) {
        try {
            return Literal.parse(cell.textValue());
        } catch (IllegalArgumentException e) {
            throw wrong("column \"" + name + "\" is text that is neither JSON nor a Python literal: " + e.getMessage());
        }
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "a map";
            case STRING -> "text";
            case NUMBER ->
                !value.isIntegralNumber()
                        ? "a number with decimals"
                        : "a whole number" + (value.canConvertToInt() ? "" : " beyond 32 bits");
            case BOOLEAN -> "true or false";
            case NULL, MISSING -> "null";
            case BINARY, POJO -> "something else";
        };
    }

    /** A failure of this row. */
    public Failure wrong(String problem) {
        return Failure.badData(file + ":" + line + ": " + problem);
    }
}
