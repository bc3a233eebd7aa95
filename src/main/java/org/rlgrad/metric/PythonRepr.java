package org.rlgrad.metric;

import java.util.List;
import java.util.Locale;

/**
 * Python's {@code str()} of a list of strings.
 *
 * <p>The reference hands lists of references to metrics whose input is declared as one string, and the library turns the
 * list into text with {@code str}: {@code ['a', "b's"]}. METEOR (and others) then score against brackets, quotes and all.
 */
public final class PythonRepr {
    private PythonRepr() {}

    /** {@code str(list)}: the items' representations in brackets, parted by a comma and a blank. */
    public static String of(List<String> items) {
        StringBuilder out = new StringBuilder("[");
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                out.append(", ");
            }
            append(out, items.get(i));
        }
        return out.append(']').toString();
    }

    private static void append(StringBuilder out, String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        out.append(quote);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c == quote) {
                        out.append('\\').append(quote);
                    } else if (isPrintable(c)) {
                        out.appendCodePoint(c);
                    } else {
                        String format = c <= 0xff ? "\\x%02x" : c <= 0xffff ? "\\u%04x" : "\\U%08x";
                        out.append(String.format(Locale.ROOT, format, c));
                    }
                }
            }
        }
        out.append(quote);
    }

    /** {@code str.isprintable()}: no control, format, surrogate, private or unassigned character, no separator but the blank. */
    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }
}
