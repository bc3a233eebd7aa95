package org.rlgrad.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Reads a value out of a CSV cell: JSON, Python's {@code repr} of lists, maps, texts and numbers, or NumPy's {@code str} of
 * an array, which is like Python's list without commas (so commas are optional).
 */
final class Literal {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String text;
    private int position;

    private Literal(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException saying where the text is neither */
    static JsonNode parse(String text) {
        Literal literal = new Literal(text);
        JsonNode value = literal.value();
        if (literal.peek() != 0) {
            throw literal.unexpected();
        }
        return value;
    }

    /** The next character after white space, or 0 at the end. */
    private char peek() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
        return position < text.length() ? text.charAt(position) : 0;
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException(
                position < text.length()
                        ? "unexpected '" + text.charAt(position) + "' at character " + (position + 1)
                        : "it ends too early");
    }

    private JsonNode value() {
        char first = peek();
        return switch (first) {
            case '[' -> list();
            case '{' -> map();
            case '"', '\'' -> NODES.textNode(quoted(first));
            default -> word();
        };
    }

    private ArrayNode list() {
        ArrayNode list = NODES.arrayNode();
        position++;
        while (peek() != ']') {
            list.add(value());
            skipComma();
        }
        position++;
        return list;
    }

    private ObjectNode map() {
        ObjectNode map = NODES.objectNode();
        position++;
        while (peek() != '}') {
            char quote = peek();
            if (quote != '"' && quote != '\'') {
                throw unexpected();
            }
            String key = quoted(quote);
            if (peek() != ':') {
                throw unexpected();
            }
            position++;
            map.set(key, value());
            skipComma();
        }
        position++;
        return map;
    }

    private void skipComma() {
        if (peek() == ',') {
            position++;
        }
    }

    private String quoted(char quote) {
        StringBuilder out = new StringBuilder();
        position++;
        while (position < text.length() && text.charAt(position) != quote) {
            char c = text.charAt(position++);
            if (c == '\\' && position < text.length()) {
                escape(out, text.charAt(position++));
            } else {
                out.append(c);
            }
        }
        if (position == text.length()) {
            throw unexpected();
        }
        position++;
        return out.toString();
    }

    private void escape(StringBuilder out, char letter) {
        switch (letter) {
            case 'n' -> out.append('\n');
            case 't' -> out.append('\t');
            case 'r' -> out.append('\r');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'x' -> out.appendCodePoint(hexadecimal(2));
            case 'u' -> out.append((char) hexadecimal(4));
            case 'U' -> out.appendCodePoint(hexadecimal(8));
            case '\\', '/', '\'', '"' -> out.append(letter);
            // Python keeps the backslash of an escape that it does not know.
            default -> out.append('\\').append(letter);
        }
    }

    private int hexadecimal(int digits) {
        int end = position + digits;
        if (end > text.length()) {
            position = text.length();
            throw unexpected();
        }
        int value = Integer.parseInt(text.substring(position, end), 16);
        position = end;
        return value;
    }

    /** A number or one of the names of JSON and Python. */
    private JsonNode word() {
        int start = position;
        while (position < text.length() && partOfWord(text.charAt(position))) {
            position++;
        }
        String word = text.substring(start, position);
        return switch (word) {
            case "true", "True" -> NODES.booleanNode(true);
            case "false", "False" -> NODES.booleanNode(false);
            case "null", "None" -> NODES.nullNode();
            default -> number(word, start);
        };
    }

    private static boolean partOfWord(char c) {
        return Character.isLetterOrDigit(c) || c == '+' || c == '-' || c == '.';
    }

    private JsonNode number(String word, int start) {
        if (word.matches("[+-]?\\d{1,18}")) {
            return NODES.numberNode(Long.parseLong(word));
        }
        if (word.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")) {
            return NODES.numberNode(Double.parseDouble(word));
        }
        position = start;
        throw unexpected();
    }
}
