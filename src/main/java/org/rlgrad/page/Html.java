package org.rlgrad.page;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes HTML that is well-formed and escaped by construction: names of elements and attributes come from this package's code, every
 * text and every value passes through {@link #escape}.
 */
final class Html {
    private final StringBuilder out = new StringBuilder("<!DOCTYPE html>\n");
    private final Deque<String> open = new ArrayDeque<>();

    /** Begins an element; attributes are names and values by turns. */
    Html open(String tag, String... attributes) {
        begin(tag, attributes);
        open.push(tag);
        return this;
    }

    /** Ends the innermost open element. */
    Html close() {
        out.append("</").append(open.pop()).append(">\n");
        return this;
    }

    /** An element that has no content, such as an image. */
    Html empty(String tag, String... attributes) {
        begin(tag, attributes);
        out.append('\n');
        return this;
    }

    /** An element of nothing but text. */
    Html element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    /** Text inside the open element. */
    Html text(String text) {
        out.append(escape(text));
        return this;
    }

    /** A style sheet of ours, which must not be escaped; refuses what could end it. */
    Html style(String sheet) {
        if (sheet.contains("</")) {
            throw new IllegalArgumentException("a style sheet with markup in it");
        }
        out.append("<style>\n").append(sheet).append("</style>\n");
        return this;
    }

    /** The whole document. */
    String document() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("still open: " + open);
        }
        return out.toString();
    }

    private void begin(String tag, String... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(escape(attributes[i + 1]))
                    .append('"');
        }
        out.append('>');
    }

    /** HTML has no place for control characters other than line breaks and tabs, nor for halves of surrogate pairs. */
    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(isForbidden(c) ? 0xfffd : c);
            }
        });
        return escaped.toString();
    }

    private static boolean isForbidden(int c) {
        boolean control = (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0);
        return control || (c >= 0xd800 && c < 0xe000) || (c & 0xfffe) == 0xfffe;
    }
}
