package org.rlgrad.metric;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import org.rlgrad.PythonText;

/**
 * sacreBLEU's tokenizers, as passes over the characters: the definitions are regular expressions, but a matcher for each costs more
 * than all the rest of BLEU.
 */
public enum SacreBleuTokenizer {
    /** White space only. */
    NONE {
        @Override
        String parted(String line) {
            return line;
        }
    },

    /** That of mteval-v13a: for Western languages. */
    V13A {
        @Override
        String parted(String line) {
            String text = line.replace("<skipped>", "").replace("-\n", "").replace("\n", " ");
            return partedMarks(partedSymbols(" " + unescaped(text) + " "));
        }
    },

    /** That of mteval-v14: by Unicode's punctuation and symbols. */
    INTL {
        @Override
        String parted(String line) {
            return byWords(
                    line,
                    SacreBleuTokenizer::mayBePunctuationOrSymbol,
                    text -> partedUnicodeSymbols(partedPunctuation(partedPunctuation(text, false), true)));
        }
    };

    private static final int PUNCTUATION = 1 << Character.CONNECTOR_PUNCTUATION
            | 1 << Character.DASH_PUNCTUATION
            | 1 << Character.START_PUNCTUATION
            | 1 << Character.END_PUNCTUATION
            | 1 << Character.INITIAL_QUOTE_PUNCTUATION
            | 1 << Character.FINAL_QUOTE_PUNCTUATION
            | 1 << Character.OTHER_PUNCTUATION;
    private static final int SYMBOL = 1 << Character.MATH_SYMBOL
            | 1 << Character.CURRENCY_SYMBOL
            | 1 << Character.MODIFIER_SYMBOL
            | 1 << Character.OTHER_SYMBOL;
    private static final int NUMBER =
            1 << Character.DECIMAL_DIGIT_NUMBER | 1 << Character.LETTER_NUMBER | 1 << Character.OTHER_NUMBER;

    /** The line with blanks between its tokens. */
    abstract String parted(String line);

    /** The tokens of one line, which the metric first strips of trailing white space. */
    List<String> tokenize(String text) {
        return PythonText.split(parted(text.substring(0, PythonText.strippedLength(text))));
    }

    /** Four XML entities, in this order. */
    static String unescaped(String text) {
        if (text.indexOf('&') < 0) {
            return text;
        }
        return text.replace("&quot;", "\"")
                .replace("&amp;", "&")
                .replace("&lt;", "<")
                .replace("&gt;", ">");
    }

    /**
     * Rewrites only the pieces between blanks with a character that needs it, each with the blanks at its sides. The rules look no
     * further: they part pairs of neighbours, of which one is no blank.
     */
    private static String byWords(String text, IntPredicate needsIt, UnaryOperator<String> rewrite) {
        StringBuilder out = new StringBuilder(text.length() + text.length() / 4 + 16);
        int copied = 0;
        int start = 0;
        boolean needed = false;
        for (int i = 0; i <= text.length(); i++) {
            if (i < text.length() && text.charAt(i) != ' ') {
                needed = needed || needsIt.test(text.charAt(i));
                continue;
            }
            if (needed) {
                out.append(text, copied, start);
                copied = Math.min(text.length(), i + 1);
                out.append(rewrite.apply(text.substring(Math.max(0, start - 1), copied)))
                        .append(' ');
            }
            start = i + 1;
            needed = false;
        }
        return out.append(text, copied, text.length()).toString();
    }

    /** Blanks around each ASCII symbol but apostrophe, comma, hyphen and period. */
    static String partedSymbols(String text) {
        StringBuilder out = new StringBuilder(text.length() + text.length() / 4 + 16);
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != ' ' && c < 128 && isSymbol(c)) {
                out.append(text, start, i).append(' ').append(c).append(' ');
                start = i + 1;
            }
        }
        return out.append(text, start, text.length()).toString();
    }

    private static boolean isSymbol(char c) {
        return (c >= '{' && c <= '~')
                || (c >= '[' && c <= '`')
                || (c >= ' ' && c <= '&')
                || (c >= '(' && c <= '+')
                || (c >= ':' && c <= '@')
                || c == '/';
    }

    /** Parts periods and commas from whatever is no digit, first on their left, then on their right; then a hyphen from a digit. */
    static String partedMarks(String text) {
        return byWords(text, c -> c == '.' || c == ',' || c == '-', SacreBleuTokenizer::partedMarksOfWord);
    }

    private static String partedMarksOfWord(String text) {
        StringBuilder left = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            left.append(c);
            if (!isDigit(c) && i + 1 < text.length() && isMark(text.charAt(i + 1))) {
                left.append(' ').append(text.charAt(++i)).append(' ');
            }
        }
        StringBuilder right = new StringBuilder(left.length() + 16);
        for (int i = 0; i < left.length(); i++) {
            char c = left.charAt(i);
            if (isMark(c) && i + 1 < left.length() && !isDigit(left.charAt(i + 1))) {
                right.append(' ').append(c).append(' ').append(left.charAt(++i));
            } else {
                right.append(c);
            }
        }
        StringBuilder out = new StringBuilder(right.length() + 8);
        for (int i = 0; i < right.length(); i++) {
            char c = right.charAt(i);
            out.append(c);
            if (isDigit(c) && i + 1 < right.length() && right.charAt(i + 1) == '-') {
                out.append(" - ");
                i++;
            }
        }
        return out.toString();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isMark(char c) {
        return c == '.' || c == ',';
    }

    /** Parts each pair of a punctuation mark and something that is no number; pairs do not overlap. */
    private static String partedPunctuation(String text, boolean markFirst) {
        StringBuilder out = new StringBuilder(text.length() + 32);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int after = i + Character.charCount(c);
            int next = after < text.length() ? text.codePointAt(after) : -1;
            boolean pair = next >= 0
                    && (markFirst
                            ? isOf(PUNCTUATION, c) && !isOf(NUMBER, next)
                            : !isOf(NUMBER, c) && isOf(PUNCTUATION, next));
            if (!pair) {
                out.appendCodePoint(c);
                i = after;
            } else if (markFirst) {
                out.append(' ').appendCodePoint(c).append(' ').appendCodePoint(next);
                i = after + Character.charCount(next);
            } else {
                out.appendCodePoint(c).append(' ').appendCodePoint(next).append(' ');
                i = after + Character.charCount(next);
            }
        }
        return out.toString();
    }

    private static String partedUnicodeSymbols(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (isOf(SYMBOL, c)) {
                out.append(' ').appendCodePoint(c).append(' ');
            } else {
                out.appendCodePoint(c);
            }
        }
        return out.toString();
    }

    private static boolean mayBePunctuationOrSymbol(int unit) {
        boolean plain = (unit >= 'a' && unit <= 'z') || (unit >= 'A' && unit <= 'Z') || (unit >= '0' && unit <= '9');
        return !plain && (Character.isSurrogate((char) unit) || isOf(PUNCTUATION | SYMBOL, unit));
    }

    private static boolean isOf(int categories, int c) {
        return ((categories >>> Character.getType(c)) & 1) != 0;
    }
}
