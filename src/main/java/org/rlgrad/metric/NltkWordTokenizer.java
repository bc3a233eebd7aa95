package org.rlgrad.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.rlgrad.PythonText;
import org.rlgrad.metric.NltkRules.Characters;

/**
 * NLTK's {@code word_tokenize}: Punkt sentences ({@link Sentences}), each cut by an ordered list of rewriting rules in the
 * manner of the Penn Treebank.
 *
 * <p>The rules ({@link NltkRules}) are passes over the text, and most are skipped because their marks do not occur. What is rare
 * stays a regular expression.
 */
public final class NltkWordTokenizer {
    private static final Characters LEADING_QUOTES = Characters.of("«“‘„");
    private static final Characters BACK_TICK = Characters.of("`");
    private static final Characters QUOTES = Characters.of("\"'");
    private static final Characters APOSTROPHE = Characters.of("'");
    private static final Characters PERIOD = Characters.of(".");
    private static final Characters COLON_OR_COMMA = Characters.of(":,");
    private static final Characters SYMBOLS = Characters.of(";@#$%&");
    private static final Characters QUESTION_OR_EXCLAMATION = Characters.of("?!");
    private static final Characters STAR_OR_BRACKETS = Characters.of("*][(){}<>");
    private static final Characters HYPHEN = Characters.of("-");
    private static final Characters TRAILING_QUOTES = Characters.of("»”’");

    // The letter beyond the basic plane makes Java look back by whole characters instead of UTF-16 units.
    private static final String NO_WORD_BEFORE = "(?<!\\p{L}|\\p{N}|_|\uD835\uDC00)";
    private static final String NO_WORD_AFTER = "(?!" + PythonText.WORD + ")";

    private static final Pattern CONTRACTION =
            Pattern.compile(NO_WORD_BEFORE + contractions(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

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
        String text = openingQuotes(sentence, present);
        text = partLastPeriod(text, "])}>\"'»”’ ", " . ");
        if (COLON_OR_COMMA.meet(present)) {
            text = NltkRules.colonsAndCommas(text);
        }
        if (PERIOD.meet(present)) {
            text = NltkRules.aroundRuns('.', 2, text);
        }
        text = aroundEach(SYMBOLS, text, present);
        text = partLastPeriod(text, "])}>\"'", " .");
        text = aroundEach(QUESTION_OR_EXCLAMATION, text, present);
        if (APOSTROPHE.meet(present)) {
            text = NltkRules.closingApostrophes(text);
        }
        text = aroundEach(STAR_OR_BRACKETS, text, present);
        if (HYPHEN.meet(present)) {
            text = NltkRules.replaceEach("--", " -- ", text);
        }
        text = aroundEach(TRAILING_QUOTES, " " + text + " ", present);
        text = closingQuotesAndClitics(text, present);
        if (mayBeContracted(text)) {
            text = CONTRACTION.matcher(text).replaceAll(" $1 $2 ");
        }
        return APOSTROPHE.meet(present) ? NltkRules.tisAndTwas(text) : text;
    }

    private static String openingQuotes(String sentence, Characters present) {
        String text = aroundEach(LEADING_QUOTES, sentence, present);
        boolean backTicks = BACK_TICK.meet(present);
        if (backTicks) {
            text = NltkRules.aroundRuns('`', 1, text);
        }
        if (text.startsWith("\"")) {
            text = "``" + text.substring(1);
            backTicks = true;
        }
        if (backTicks) {
            text = NltkRules.replaceEach("``", " `` ", text);
        }
        if (QUOTES.meet(present)) {
            text = NltkRules.openingQuotes(text);
        }
        return APOSTROPHE.meet(present) ? NltkRules.apostropheBeforeLetter(text) : text;
    }

    private static String closingQuotesAndClitics(String text, Characters present) {
        String parted = text;
        if (QUOTES.meet(present)) {
            parted = NltkRules.replaceEach("\"", " '' ", NltkRules.replaceEach("''", " '' ", parted));
        }
        return APOSTROPHE.meet(present) ? NltkRules.longClitics(NltkRules.shortClitics(parted)) : parted;
    }

    private static String aroundEach(Characters marks, String text, Characters present) {
        return marks.meet(present) ? NltkRules.aroundEach(marks, text) : text;
    }

    /** Whether there is what all contractions without an apostrophe have, or what {@code d'ye} and {@code more'n} have. */
    private static boolean mayBeContracted(String text) {
        int before = 0;
        for (int i = 0; i + 1 < text.length(); i++) {
            int c = text.charAt(i) | 0x20;
            if (c == before) {
                int next = text.charAt(i + 1) | 0x20;
                boolean ends =
                        c == 'n' ? next == 'o' || next == 'a' : (c == 'm' && next == 'e') || (c == 't' && next == 'a');
                if (ends) {
                    return true;
                }
            }
            before = c;
        }
        for (int i = text.indexOf('\''); i >= 0 && i + 1 < text.length(); i = text.indexOf('\'', i + 1)) {
            int next = text.charAt(i + 1) | 0x20;
            if (next == 'y' || next == 'n') {
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

    /** Two groups: first and second half of a word that is written as one but counts as two. */
    private static String contractions() {
        return ("(can(?=not!)|d(?='ye!)|gim(?=me!)|gon(?=na!)|got(?=ta!)|lem(?=me!)|more(?='n!)|wan(?=na"
                        + PythonText.SPACE
                        + "))(not|'ye|me|na|ta|'n)")
                .replace("!", NO_WORD_AFTER);
    }
}
