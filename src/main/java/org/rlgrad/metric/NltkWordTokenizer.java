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
    private record Rule(Pattern pattern, String replacement) {
        static Rule of(String regex, String replacement) {
            return new Rule(Pattern.compile(regex), replacement);
        }

        static Rule ignoringCase(String regex, String replacement) {
            return new Rule(Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE), replacement);
        }
    }

    // The letter beyond the basic plane makes Java look back by whole characters instead of UTF-16 units.
    private static final String NO_WORD_BEFORE = "(?<!\\p{L}|\\p{N}|_|\uD835\uDC00)";
    private static final String NO_WORD_AFTER = "(?!" + PythonText.WORD + ")";

    private static final List<Rule> OPENING_QUOTES = List.of(
            Rule.of("([«“‘„]|`+)", " $1 "),
            Rule.of("\\A\"", "``"),
            Rule.of("``", " `` "),
            Rule.of("([ (\\[{<])(?:\"|'')", "$1 `` "),
            Rule.ignoringCase("'(?!re|ve|ll|m|t|s|d|n)(" + PythonText.WORD + ")" + NO_WORD_AFTER, "' $1"));

    private static final List<Rule> MARKS_BEFORE_LAST_PERIOD = List.of(
            Rule.of("([:,])(\\P{Nd})", " $1 $2"),
            Rule.of("([:,])(?=\\n?\\z)", " $1 "),
            Rule.of("(\\.{2,})", " $1 "),
            Rule.of("([;@#$%&])", " $1 "));

    private static final List<Rule> MARKS_AFTER_LAST_PERIOD = List.of(
            Rule.of("([?!])", " $1 "),
            Rule.of("([^'])' ", "$1 ' "),
            Rule.of("\\*", " * "),
            Rule.of("([\\]\\[(){}<>])", " $1 "),
            Rule.of("--", " -- "));

    private static final List<Rule> CLOSING_QUOTES_AND_CLITICS = List.of(
            Rule.of("([»”’])", " $1 "),
            Rule.of("''", " '' "),
            Rule.of("\"", " '' "),
            Rule.of("([^' ])('[sS]|'[mM]|'[dD]|') ", "$1 $2 "),
            Rule.of("([^' ])('ll|'LL|'re|'RE|'ve|'VE|n't|N'T) ", "$1 $2 "),
            Rule.ignoringCase(NO_WORD_BEFORE + contractions(), " $1 $2 "),
            Rule.ignoringCase(" ('t)(is|was)" + NO_WORD_AFTER, " $1 $2 "));

    private NltkWordTokenizer() {}

    /** The tokens of the whole text, in order; none for a blank text. */
    public static List<String> tokenize(String text) {
        List<String> tokens = new ArrayList<>();
        for (String sentence : Sentences.split(text)) {
            tokens.addAll(PythonText.split(marked(sentence)));
        }
        return tokens;
    }

    private static String marked(String sentence) {
        String text = apply(OPENING_QUOTES, sentence);
        text = partLastPeriod(text, "])}>\"'»”’ ", " . ");
        text = apply(MARKS_BEFORE_LAST_PERIOD, text);
        text = partLastPeriod(text, "])}>\"'", " .");
        text = apply(MARKS_AFTER_LAST_PERIOD, text);
        return apply(CLOSING_QUOTES_AND_CLITICS, " " + text + " ");
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

    private static String apply(List<Rule> rules, String text) {
        String rewritten = text;
        for (Rule rule : rules) {
            rewritten = rule.pattern.matcher(rewritten).replaceAll(rule.replacement);
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
