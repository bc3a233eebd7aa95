package org.rlgrad.metric;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.rlgrad.PythonText;

/**
 * The English rules of Moses' {@code detokenizer.perl} (P. Koehn et al., "Moses: Open Source Toolkit for Statistical Machine
 * Translation", ACL 2007), which ToTTo's evaluation runs over every line: which words go without a blank before or after them.
 */
final class MosesDetokenizer {
    private static final Pattern TAG_LINE = Pattern.compile("<.+>", Pattern.DOTALL);
    private static final Pattern OPENING = Pattern.compile("[\\p{Sc}(\\[{¿¡]+");
    private static final Pattern CLOSING = Pattern.compile("[,.?!:;\\\\%}\\])]+");
    private static final Pattern QUOTES = Pattern.compile("['\"„“`]+");
    private static final Pattern DOUBLE_LOW_OR_HIGH_QUOTES = Pattern.compile("[„“]+");
    private static final Pattern BLANKS = Pattern.compile(" +");

    /** Moses' and XML's escapes, in the order in which they are undone. */
    private static final String[][] ESCAPES = {
        {"&bar;", "|"},
        {"&#124;", "|"},
        {"&lt;", "<"},
        {"&gt;", ">"},
        {"&bra;", "["},
        {"&ket;", "]"},
        {"&quot;", "\""},
        {"&apos;", "'"},
        {"&#91;", "["},
        {"&#93;", "]"},
        {"&amp;", "&"}
    };

    private final StringBuilder text = new StringBuilder();
    private final Map<String, Integer> quotesSeen = new HashMap<>();
    private boolean blankBeforeNext = true;

    private MosesDetokenizer() {}

    /** One line, which must have no line break; blank lines and lines that look like one tag stay as they are. */
    static String detokenize(String line) {
        if (PythonText.strip(line).isEmpty() || TAG_LINE.matcher(line).matches()) {
            return line;
        }
        String padded = (" " + line + " ").replace(" @-@ ", "-");
        if (padded.indexOf('&') >= 0) {
            for (String[] escape : ESCAPES) {
                padded = padded.replace(escape[0], escape[1]);
            }
        }
        MosesDetokenizer detokenizer = new MosesDetokenizer();
        String before = "";
        for (String word : padded.split(" ", -1)) {
            detokenizer.add(word, before);
            before = word;
        }
        String joined = BLANKS.matcher(detokenizer.text).replaceAll(" ");
        int start = joined.startsWith(" ") ? 1 : 0;
        int end = joined.length() - (joined.length() > start && joined.endsWith(" ") ? 1 : 0);
        return joined.substring(start, end);
    }

    private void add(String word, String before) {
        if (!word.isEmpty() && isCjk(word.codePointAt(0))) {
            boolean follows = !before.isEmpty() && isCjk(before.codePointBefore(before.length()));
            append(word, !follows && blankBeforeNext, true);
        } else if (OPENING.matcher(word).matches()) {
            append(word, blankBeforeNext, false);
        } else if (CLOSING.matcher(word).matches() || isClitic(word, before)) {
            append(word, false, true);
        } else if (QUOTES.matcher(word).matches()) {
            addQuote(word, before);
        } else {
            append(word, blankBeforeNext, true);
        }
    }

    /** The first of a kind opens, the second closes, and so on; but an apostrophe after an s belongs to that word. */
    private void addQuote(String word, String before) {
        String kind = DOUBLE_LOW_OR_HIGH_QUOTES.matcher(word).matches() ? "\"" : word;
        int seen = quotesSeen.getOrDefault(kind, 0);
        if (seen % 2 == 0 && word.equals("'") && before.endsWith("s")) {
            append(word, false, true);
            return;
        }
        boolean opens = seen % 2 == 0;
        append(word, opens && blankBeforeNext, !opens);
        quotesSeen.put(kind, seen + 1);
    }

    private void append(String word, boolean blankBefore, boolean blankAfter) {
        text.append(blankBefore ? " " : "").append(word);
        blankBeforeNext = blankAfter;
    }

    /** {@code 's} and the like, after a letter or a digit. */
    private static boolean isClitic(String word, String before) {
        if (word.length() < 2 || word.charAt(0) != '\'' || before.isEmpty()) {
            return false;
        }
        int last = before.codePointBefore(before.length());
        return Character.isAlphabetic(word.codePointAt(1)) && (Character.isAlphabetic(last) || Character.isDigit(last));
    }

    /** Moses' idea of a Chinese, Japanese or Korean character: ranges of blocks. */
    private static boolean isCjk(int c) {
        return (c >= 0x1100 && c <= 0x11ff)
                || (c >= 0x2e80 && c <= 0xa4cf)
                || (c >= 0xa840 && c <= 0xa87f)
                || (c >= 0xac00 && c <= 0xd7af)
                || (c >= 0xf900 && c <= 0xfaff)
                || (c >= 0xfe30 && c <= 0xfe4f)
                || (c >= 0xff65 && c <= 0xffdc)
                || (c >= 0x20000 && c <= 0x2ffff);
    }
}
