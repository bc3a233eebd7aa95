package org.rlgrad;

import java.util.ArrayList;
import java.util.List;

/**
 * What Python calls white space and word characters, and its {@code str.split()}, {@code str.strip()} and {@code str.rstrip()}.
 *
 * <p>The reference's tokenizers and data pools are written in these terms; Java's {@code \s}, {@code \w} and {@code strip} mean other sets.
 */
public final class PythonText {
    /** Regular expression class of {@code \s} for Python strings. */
    public static final String SPACE =
            "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";

    /** Regular expression class of {@code \w} for Python strings: letters and numbers, but no combining marks. */
    public static final String WORD = "[\\p{L}\\p{N}_]";

    private PythonText() {}

    /** Whether {@code str.isspace()} holds for this character; all of them lie in the basic plane. */
    public static boolean isSpace(int c) {
        if (c <= 0x20) {
            return c == 0x20 || (c >= 0x09 && c <= 0x0d) || (c >= 0x1c && c <= 0x1f);
        }
        return c >= 0x85
                && (c == 0x85
                        || c == 0xa0
                        || (c >= 0x1680
                                && (c == 0x2028 || c == 0x2029 || Character.getType(c) == Character.SPACE_SEPARATOR)));
    }

    /** {@code \w} but not {@code \d}: a letter, a number that is no decimal digit, or the low line. */
    public static boolean isWordButNoDigit(int c) {
        int type = Character.getType(c);
        return Character.isLetter(c) || type == Character.LETTER_NUMBER || type == Character.OTHER_NUMBER || c == '_';
    }

    /** The pieces between runs of white space; none of them is empty. */
    public static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i < text.length(); i++) {
            if (isSpace(text.charAt(i))) {
                if (start >= 0) {
                    words.add(text.substring(start, i));
                }
                start = -1;
            } else if (start < 0) {
                start = i;
            }
        }
        if (start >= 0) {
            words.add(text.substring(start));
        }
        return words;
    }

    /** Length of the text without its trailing white space, in UTF-16 units. */
    public static int strippedLength(String text) {
        int end = text.length();
        while (end > 0 && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    /** The text without white space at either end. */
    public static String strip(String text) {
        int end = strippedLength(text);
        int start = 0;
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        return text.substring(start, end);
    }
}
