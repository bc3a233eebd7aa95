package org.rlgrad.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.rlgrad.PythonText;

/**
 * NLTK's {@code word_tokenize}: Punkt sentences ({@link Sentences}), each cut by an ordered list of rewriting rules in the
 * manner of the Penn Treebank.
 *
 * <p>The two rules for the last period are written out, because as regular expressions they take quadratic time on long runs
 * of blanks.
 */
public final class NltkWordTokenizer {
    /**
     * A rewriting.
     *
     * @param triggers no text without one of these characters is changed, so that most rules need not be tried
     */
    private record Rule(Pattern pattern, String replacement, Characters triggers) {
        static Rule of(String triggers, String regex, String replacement) {
            return new Rule(Pattern.compile(regex), replacement, Characters.of(triggers));
        }

        static Rule ignoringCase(String triggers, String regex, String replacement) {
            Pattern pattern = Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
            return new Rule(pattern, replacement, Characters.of(triggers));
        }
    }

    /** A set of characters, exact for ASCII: one bit each, and one for all others. */
    private record Characters(long below64, long below128, boolean beyond) {
        static Characters of(String text) {
            long below64 = 0;
            long below128 = 0;
            boolean beyond = false;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                below64 |= c < 64 ? 1L << c : 0;
                below128 |= c >= 64 && c < 128 ? 1L << c : 0;
                beyond |= c >= 128;
            }
            return new Characters(below64, below128, beyond);
        }

        boolean meet(Characters other) {
            return (below64 & other.below64) != 0 || (below128 & other.below128) != 0 || (beyond && other.beyond);
        }
    }

    // The letter beyond the basic plane makes Java look back by whole characters instead of UTF-16 units.
    private static final String NO_WORD_BEFORE = "(?<!\\p{L}|\\p{N}|_|\uD835\uDC00)";
    private static final String NO_WORD_AFTER = "(?!" + PythonText.WORD + ")";

    private static final List<Rule> OPENING_QUOTES = List.of(
            Rule.of("«“‘„`", "([«“‘„]|`+)", " $1 "),
            Rule.of("\"", "\\A\"", "``"),
            Rule.of("`\"", "``", " `` "),
            Rule.of("\"'", "([ (\\[{<])(?:\"|'')", "$1 `` "),
            Rule.ignoringCase("'", "'(?!re|ve|ll|m|t|s|d|n)(" + PythonText.WORD + ")" + NO_WORD_AFTER, "' $1"));

    private static final List<Rule> MARKS_BEFORE_LAST_PERIOD = List.of(
            Rule.of(":,", "([:,])(\\P{Nd})", " $1 $2"),
            Rule.of(":,", "([:,])(?=\\n?\\z)", " $1 "),
            Rule.of(".", "(\\.{2,})", " $1 "),
            Rule.of(";@#$%&", "([;@#$%&])", " $1 "));

    private static final List<Rule> MARKS_AFTER_LAST_PERIOD = List.of(
            Rule.of("?!", "([?!])", " $1 "),
            Rule.of("'", "([^'])' ", "$1 ' "),
            Rule.of("*", "\\*", " * "),
            Rule.of("][(){}<>", "([\\]\\[(){}<>])", " $1 "),
            Rule.of("-", "--", " -- "));

    private static final Pattern CONTRACTION =
            Pattern.compile(NO_WORD_BEFORE + contractions(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Pattern TIS_OR_TWAS =
            Pattern.compile(" ('t)(is|was)" + NO_WORD_AFTER, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final List<Rule> CLOSING_QUOTES_AND_CLITICS = List.of(
            Rule.of("»”’", "([»”’])", " $1 "),
            Rule.of("'", "''", " '' "),
            Rule.of("\"", "\"", " '' "),
            Rule.of("'", "([^' ])('[sSmMdD]?) ", "$1 $2 "),
            Rule.of("'", "([^' ])('(?:ll|LL|re|RE|ve|VE)|n't|N'T) ", "$1 $2 "));

    private NltkWordTokenizer() {}

    /** The tokens of the whole text, in order; none for a blank text. */
    public static List<String> tokenize(String text) {
        List<String> tokens = new ArrayList<>();
        for (String sentence : Sentences.split(text)) {
            tokens.addAll(PythonText.split(marked(sentence)));
        }
        return tokens;
    }

    /**
     * The sentence with blanks between its tokens. What the rules add (blanks, back-ticks, apostrophes) makes none of them apply that
     * the sentence itself would not trigger.
     */
    private static String marked(String sentence) {
        Characters present = Characters.of(sentence);
        String text = apply(OPENING_QUOTES, sentence, present);
        text = partLastPeriod(text, "])}>\"'»”’ ", " . ");
        text = apply(MARKS_BEFORE_LAST_PERIOD, text, present);
        text = partLastPeriod(text, "])}>\"'", " .");
        text = apply(MARKS_AFTER_LAST_PERIOD, text, present);
        text = apply(CLOSING_QUOTES_AND_CLITICS, " " + text + " ", present);
        if (hasDoubled(text, "nmt") || hasAfterApostrophe(text, "yn")) {
            text = CONTRACTION.matcher(text).replaceAll(" $1 $2 ");
        }
        return hasAfterApostrophe(text, "t") ? TIS_OR_TWAS.matcher(text).replaceAll(" $1 $2 ") : text;
    }

    /** Whether one of these letters stands twice in a row, as in all contractions without an apostrophe. */
    private static boolean hasDoubled(String text, String letters) {
        int before = 0;
        for (int i = 0; i < text.length(); i++) {
            int c = text.charAt(i) | 0x20;
            if (c == before && letters.indexOf(c) >= 0) {
                return true;
            }
            before = c;
        }
        return false;
    }

    private static boolean hasAfterApostrophe(String text, String letters) {
        for (int i = text.indexOf('\''); i >= 0 && i + 1 < text.length(); i = text.indexOf('\'', i + 1)) {
            if (letters.indexOf(text.charAt(i + 1) | 0x20) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** If only {@code closing} marks, then white space, follow a single last period, parts it from what stands before. */
    private static String partLastPeriod(String text, String closing, String parted) {
        int period = text.lastIndexOf('.');
        if (period < 1 || text.charAt(period - 1) == '.') {
            return text;
        }
        int closed = period + 1;
        while (closed < text.length() && closing.indexOf(text.charAt(closed)) >= 0) {
            closed++;
        }
        for (int i = closed; i < text.length(); i++) {
            if (!PythonText.isSpace(text.charAt(i))) {
                return text;
            }
        }
        return text.substring(0, period) + parted + text.substring(period + 1, closed) + " ";
    }

    private static String apply(List<Rule> rules, String text, Characters present) {
        String rewritten = text;
        for (Rule rule : rules) {
            if (rule.triggers.meet(present)) {
                rewritten = rule.pattern.matcher(rewritten).replaceAll(rule.replacement);
            }
        }
        return rewritten;
    }

    /** Two groups: first and second half of a word that is written as one but counts as two. */
    private static String contractions() {
        return ("(can(?=not!)|d(?='ye!)|gim(?=me!)|gon(?=na!)|got(?=ta!)|lem(?=me!)|more(?='n!)|wan(?=na"
                        + PythonText.SPACE
                        + "))(not|'ye|me|na|ta|'n)")
                .replace("!", NO_WORD_AFTER);
    }
}
