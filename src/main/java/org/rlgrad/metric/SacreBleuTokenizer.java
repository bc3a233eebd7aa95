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
            return byWords(line, SacreBleuTokenizer::mayBePunctuationOrSymbol, SacreBleuTokenizer::partedUnicode);
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
        Rewriting rewriting = new Rewriting(text);
        for (int i = 0; i < text.length(); i++) {
            if (needsIt.test(text.charAt(i))) {
                int start = text.lastIndexOf(' ', i) + 1;
                int blank = text.indexOf(' ', i);
                int end = blank < 0 ? text.length() : blank + 1;
                rewriting.replace(start, end, rewrite.apply(text.substring(Math.max(0, start - 1), end)) + " ");
                i = end - 1;
            }
        }
        return rewriting.toString();
    }

    /** Blanks around each ASCII symbol but apostrophe, comma, hyphen and period. */
    static String partedSymbols(String text) {
        Rewriting rewriting = new Rewriting(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != ' ' && c < 128 && isSymbol(c)) {
                rewriting.around(i, i + 1);
            }
        }
        return rewriting.toString();
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
        Rewriting left = new Rewriting(text);
        for (int i = 1; i < text.length(); i++) {
            if (isMark(text.charAt(i)) && !isDigit(text.charAt(i - 1))) {
                left.around(i, i + 1);
                i++;
            }
        }
        String parted = left.toString();
        Rewriting right = new Rewriting(parted);
        for (int i = 0; i + 1 < parted.length(); i++) {
            if (isMark(parted.charAt(i)) && !isDigit(parted.charAt(i + 1))) {
                right.around(i, i + 1);
                i++;
            }
        }
        return hyphens(right.toString());
    }

    private static String hyphens(String text) {
        Rewriting rewriting = new Rewriting(text);
        for (int i = text.indexOf('-', 1); i > 0; i = text.indexOf('-', i + 1)) {
            if (isDigit(text.charAt(i - 1))) {
                rewriting.around(i, i + 1);
            }
        }
        return rewriting.toString();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isMark(char c) {
        return c == '.' || c == ',';
    }

    private static String partedUnicode(String text) {
        String right = partedPunctuation(partedPunctuation(text, false), true);
        Rewriting symbols = new Rewriting(right);
        for (int i = 0; i < right.length(); ) {
            int c = right.codePointAt(i);
            int after = i + Character.charCount(c);
            if (isOf(SYMBOL, c)) {
                symbols.around(i, after);
            }
            i = after;
        }
        return symbols.toString();
    }

    /** Parts each pair of a punctuation mark and something that is no number; pairs do not overlap. */
    private static String partedPunctuation(String text, boolean markFirst) {
        Rewriting rewriting = new Rewriting(text);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int after = i + Character.charCount(c);
            int next = after < text.length() ? text.codePointAt(after) : -1;
            boolean pair = next >= 0 && isOf(PUNCTUATION, markFirst ? c : next) && !isOf(NUMBER, markFirst ? next : c);
            if (!pair) {
                i = after;
                continue;
            }
            int end = after + Character.charCount(next);
            rewriting.around(markFirst ? i : after, markFirst ? after : end);
            i = end;
        }
        return rewriting.toString();
    }

    private static boolean mayBePunctuationOrSymbol(int unit) {
        boolean plain = (unit >= 'a' && unit <= 'z')
                || unit == ' '
                || (unit >= 'A' && unit <= 'Z')
                || (unit >= '0' && unit <= '9');
        return !plain && (Character.isSurrogate((char) unit) || isOf(PUNCTUATION | SYMBOL, unit));
    }

    private static boolean isOf(int categories, int c) {
        return ((categories >>> Character.getType(c)) & 1) != 0;
    }
}
