package org.rlgrad.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.rlgrad.PythonText;

/** The naive twin of {@link NltkWordTokenizer}: its rules as NLTK has them, one regular expression after the other. */
final class NltkRegexes {
    private static final int IGNORING_CASE = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
    // The letter beyond the basic plane makes Java look back by whole characters instead of UTF-16 units.
    private static final String NO_WORD_BEFORE = "(?<!\\p{L}|\\p{N}|_|\uD835\uDC00)";
    private static final String NO_WORD_AFTER = "(?!" + PythonText.WORD + ")";

    private record Rule(Pattern pattern, String replacement) {
        Rule(String regex, String replacement) {
            this(Pattern.compile(regex), replacement);
        }
    }

    private static final List<Rule> BEFORE_BLANKS = List.of(
            new Rule("([«“‘„]|`+)", " $1 "),
            new Rule("\\A\"", "``"),
            new Rule("``", " `` "),
            new Rule("([ (\\[{<])(?:\"|'')", "$1 `` "),
            new Rule(
                    Pattern.compile("'(?!re|ve|ll|m|t|s|d|n)(" + PythonText.WORD + ")" + NO_WORD_AFTER, IGNORING_CASE),
                    "' $1"),
            new Rule("([^.])(\\.)([\\])}>\"'»”’ ]*)" + PythonText.SPACE + "*\\z", "$1 $2 $3 "),
            new Rule("([:,])(\\P{Nd})", " $1 $2"),
            new Rule("([:,])(?=\\n?\\z)", " $1 "),
            new Rule("(\\.{2,})", " $1 "),
            new Rule("([;@#$%&])", " $1 "),
            new Rule("([^.])(\\.)([\\])}>\"']*)" + PythonText.SPACE + "*\\z", "$1 $2$3 "),
            new Rule("([?!])", " $1 "),
            new Rule("([^'])' ", "$1 ' "),
            new Rule("\\*", " * "),
            new Rule("([\\]\\[(){}<>])", " $1 "),
            new Rule("--", " -- "));

    private static final List<Rule> BETWEEN_BLANKS = List.of(
            new Rule("([»”’])", " $1 "),
            new Rule("''", " '' "),
            new Rule("\"", " '' "),
            new Rule("([^' ])('[sS]|'[mM]|'[dD]|') ", "$1 $2 "),
            new Rule("([^' ])('ll|'LL|'re|'RE|'ve|'VE|n't|N'T) ", "$1 $2 "),
            contraction("(can)(not)!"),
            contraction("(d)('ye)!"),
            contraction("(gim)(me)!"),
            contraction("(gon)(na)!"),
            contraction("(got)(ta)!"),
            contraction("(lem)(me)!"),
            contraction("(more)('n)!"),
            contraction("(wan)(na)(?=" + PythonText.SPACE + ")"),
            new Rule(Pattern.compile(" ('t)(is)" + NO_WORD_AFTER, IGNORING_CASE), " $1 $2 "),
            new Rule(Pattern.compile(" ('t)(was)" + NO_WORD_AFTER, IGNORING_CASE), " $1 $2 "));

    private NltkRegexes() {}

    static List<String> tokenize(String text) {
        List<String> tokens = new ArrayList<>();
        for (String sentence : Sentences.split(text)) {
            tokens.addAll(PythonText.split(apply(BETWEEN_BLANKS, " " + apply(BEFORE_BLANKS, sentence) + " ")));
        }
        return tokens;
    }

    private static Rule contraction(String regex) {
        return new Rule(Pattern.compile(NO_WORD_BEFORE + regex.replace("!", NO_WORD_AFTER), IGNORING_CASE), " $1 $2 ");
    }

    private static String apply(List<Rule> rules, String text) {
        String rewritten = text;
        for (Rule rule : rules) {
            rewritten = rule.pattern.matcher(rewritten).replaceAll(rule.replacement);
        }
        return rewritten;
    }
}
