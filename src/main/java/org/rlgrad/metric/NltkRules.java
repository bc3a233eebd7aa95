package org.rlgrad.metric;

import java.util.Set;
import org.rlgrad.PythonText;

/**
 * The rewriting rules of {@link NltkWordTokenizer}, each one pass from mark to mark, since as regular expressions (its test has them)
 * they took most of METEOR's time.
 *
 * <p>This file is longer than most because the rules are one list, whose order and overlaps are best seen together.
 */
final class NltkRules {
    private static final String OPENING = " ([{<";
    private static final String[] AFTER_APOSTROPHE = {"re", "ve", "ll", "m", "t", "s", "d", "n"};
    private static final Set<String> LONG_CLITICS = Set.of("ll", "LL", "re", "RE", "ve", "VE");

    private NltkRules() {}

    /** A set of characters, exact for ASCII: one bit each, and one for all others. */
    record Characters(String all, long below64, long below128, boolean beyond) {
        static Characters of(String text) {
            long below64 = 0;
            long below128 = 0;
            boolean beyond = false;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c < 64) {
                    below64 |= 1L << c;
                } else if (c < 128) {
                    below128 |= 1L << c;
                } else {
                    beyond = true;
                }
            }
            return new Characters(text, below64, below128, beyond);
        }

        /** Whether they may share a character; false only if they do not. */
        boolean meet(Characters other) {
            return (below64 & other.below64) != 0 || (below128 & other.below128) != 0 || (beyond && other.beyond);
        }

        boolean contains(char c) {
            if (c < 128) {
                return ((c < 64 ? below64 : below128) >>> c & 1) != 0;
            }
            return beyond && all.indexOf(c) >= 0;
        }
    }

    /** Blanks around each of these characters. */
    static String aroundEach(Characters marks, String text) {
        Rewriting rewriting = new Rewriting(text);
        for (int i = 0; i < text.length(); i++) {
            if (marks.contains(text.charAt(i))) {
                rewriting.around(i, i + 1);
            }
        }
        return rewriting.toString();
    }

    /** Blanks around each run of this character that has at least {@code shortest}. */
    static String aroundRuns(char mark, int shortest, String text) {
        Rewriting rewriting = new Rewriting(text);
        for (int i = text.indexOf(mark); i >= 0; ) {
            int end = i + 1;
            while (end < text.length() && text.charAt(end) == mark) {
                end++;
            }
            if (end - i >= shortest) {
                rewriting.around(i, end);
            }
            i = text.indexOf(mark, end);
        }
        return rewriting.toString();
    }

    /** What takes the place of each occurrence, left to right. */
    static String replaceEach(String mark, String replacement, String text) {
        Rewriting rewriting = new Rewriting(text);
        for (int i = text.indexOf(mark); i >= 0; i = text.indexOf(mark, i + mark.length())) {
            rewriting.replace(i, i + mark.length(), replacement);
        }
        return rewriting.toString();
    }

    /** A double quote or two apostrophes after a blank or an opening bracket become two back-ticks. */
    static String openingQuotes(String text) {
        Rewriting rewriting = new Rewriting(text);
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c == '"' || c == '\'') && OPENING.indexOf(text.charAt(i - 1)) >= 0) {
                if (c == '"') {
                    rewriting.replace(i, i + 1, " `` ");
                } else if (text.startsWith("''", i)) {
                    rewriting.replace(i, i + 2, " `` ");
                }
            }
        }
        return rewriting.toString();
    }

    /** A blank between an apostrophe and a word of one character, unless that starts like a clitic. */
    static String apostropheBeforeLetter(String text) {
        Rewriting rewriting = new Rewriting(text);
        for (int i = text.indexOf('\''); i >= 0; i = text.indexOf('\'', i + 1)) {
            int next = i + 1;
            if (isWord(text, next)
                    && !isWord(text, next + Character.charCount(text.codePointAt(next)))
                    && !startsLikeClitic(text, next)) {
                rewriting.replace(next, next, " ");
            }
        }
        return rewriting.toString();
    }

    private static boolean startsLikeClitic(String text, int position) {
        for (String clitic : AFTER_APOSTROPHE) {
            if (text.regionMatches(true, position, clitic, 0, clitic.length())) {
                return true;
            }
        }
        return false;
    }

    /** Whether Python's {@code \w} stands here. */
    private static boolean isWord(String text, int position) {
        if (position >= text.length()) {
            return false;
        }
        int c = text.codePointAt(position);
        return Character.isDigit(c) || PythonText.isWordButNoDigit(c);
    }

    /** Blanks around a colon or comma before anything but a digit, which is not looked at itself, then around one at the end. */
    static String colonsAndCommas(String text) {
        Rewriting rewriting = new Rewriting(text);
        for (int i = 0; i + 1 < text.length(); i++) {
            if (isColonOrComma(text.charAt(i)) && !Character.isDigit(text.codePointAt(i + 1))) {
                rewriting.around(i, i + 1);
                i++;
            }
        }
        String parted = rewriting.toString();
        int last = parted.length() - (parted.endsWith("\n") ? 2 : 1);
        if (last < 0 || !isColonOrComma(parted.charAt(last))) {
            return parted;
        }
        return parted.substring(0, last) + " " + parted.charAt(last) + " " + parted.substring(last + 1);
    }

    private static boolean isColonOrComma(char c) {
        return c == ':' || c == ',';
    }

    /** A blank before an apostrophe that a blank follows and no apostrophe precedes; the blank belongs to one apostrophe only. */
    static String closingApostrophes(String text) {
        Rewriting rewriting = new Rewriting(text);
        int free = 0;
        for (int i = text.indexOf("' "); i >= 0; i = text.indexOf("' ", i + 1)) {
            if (i > free && text.charAt(i - 1) != '\'') {
                rewriting.replace(i, i, " ");
                free = i + 2;
            }
        }
        return rewriting.toString();
    }

    /** A blank between a word and {@code 's}, {@code 'm}, {@code 'd} or {@code '} at its end. */
    static String shortClitics(String text) {
        Rewriting rewriting = new Rewriting(text);
        for (int i = text.indexOf('\''); i >= 0; i = text.indexOf('\'', i + 1)) {
            int end = i + 1;
            if (end < text.length() && "sSmMdD".indexOf(text.charAt(end)) >= 0) {
                end++;
            }
            if (isInWord(text, i - 1) && text.startsWith(" ", end)) {
                rewriting.replace(i, i, " ");
            }
        }
        return rewriting.toString();
    }

    /** A blank between a word and {@code 'll}, {@code 're}, {@code 've} or {@code n't} at its end. */
    static String longClitics(String text) {
        Rewriting rewriting = new Rewriting(text);
        for (int i = text.indexOf('\''); i >= 0; i = text.indexOf('\'', i + 1)) {
            if (isInWord(text, i - 1)
                    && text.startsWith(" ", i + 3)
                    && LONG_CLITICS.contains(text.substring(i + 1, i + 3))) {
                rewriting.replace(i, i, " ");
            } else if (isInWord(text, i - 2) && (text.startsWith("n't ", i - 1) || text.startsWith("N'T ", i - 1))) {
                rewriting.replace(i - 1, i - 1, " ");
            }
        }
        return rewriting.toString();
    }

    /** {@code 'tis} and {@code 'twas}, in any case, are two words. */
    static String tisAndTwas(String text) {
        Rewriting rewriting = new Rewriting(text);
        for (int i = text.indexOf(" '"); i >= 0; i = text.indexOf(" '", i + 1)) {
            if (text.regionMatches(true, i + 2, "t", 0, 1)) {
                int verb = i + 3;
                int end = text.regionMatches(true, verb, "is", 0, 2) ? verb + 2 : verb + 3;
                boolean known = end == verb + 2 || text.regionMatches(true, verb, "was", 0, 3);
                if (known && !isWord(text, end)) {
                    rewriting.around(verb, end);
                }
            }
        }
        return rewriting.toString();
    }

    private static boolean isInWord(String text, int position) {
        return position >= 0 && text.charAt(position) != '\'' && text.charAt(position) != ' ';
    }
}
