package org.rlgrad.metric;

import java.util.List;
import java.util.Locale;
import org.rlgrad.PythonText;

/**
 * Whether a sentence ends between two words: first by the first word alone, then by the word and its follower (Kiss and Strunk
 * 2006, sections 3 and 4).
 */
final class PunktDecision {
    private static final String MARKS = ".?!";
    private static final String NO_SENTENCE_START = ";:,.!?";
    private static final String NUMBER = "##number##";

    private static final class Punkt {
        static final PunktParameters ENGLISH = PunktParameters.english();
    }

    private enum Start {
        YES,
        NO,
        UNDECIDED
    }

    private PunktDecision() {}

    /** Whether a sentence ends at one of these words other than the last. */
    static boolean breaksIn(List<String> words) {
        for (int i = 0; i + 1 < words.size(); i++) {
            if (breaksBetween(words.get(i), words.get(i + 1))) {
                return true;
            }
        }
        return false;
    }

    private static boolean breaksBetween(String word, String next) {
        if (!word.endsWith(".")) {
            return isMark(word);
        }
        String type = withoutPeriod(type(word));
        String nextType = endsByItself(next) ? withoutPeriod(type(next)) : type(next);
        if (Punkt.ENGLISH.collocations().contains(type + " " + nextType)) {
            return false;
        }
        boolean ends = endsByItself(word);
        boolean initial = isInitial(word);
        if (!isMark(word) && !ends && !initial) { // an abbreviation or an ellipsis
            if (startsSentence(next, nextType) == Start.YES
                    || (startsUpper(next) && Punkt.ENGLISH.starters().contains(nextType))) {
                return true;
            }
        }
        if (initial || type.equals(NUMBER)) {
            Start start = startsSentence(next, nextType);
            boolean name = initial && startsUpper(next) && !seen(nextType, PunktParameters.LOWER);
            if (start == Start.NO || (start == Start.UNDECIDED && name)) {
                return false;
            }
        }
        return ends;
    }

    /** First pass: whether the word alone looks like the end of a sentence, that is, is no abbreviation and no ellipsis. */
    private static boolean endsByItself(String word) {
        if (isMark(word)) {
            return true;
        }
        if (!word.endsWith(".") || word.endsWith("..")) {
            return false;
        }
        String lower = word.substring(0, word.length() - 1).toLowerCase(Locale.ROOT);
        return !Punkt.ENGLISH.abbreviations().contains(lower)
                && !Punkt.ENGLISH.abbreviations().contains(lower.substring(lower.lastIndexOf('-') + 1));
    }

    /** The orthographic heuristic (section 4.1.1). */
    private static Start startsSentence(String word, String type) {
        if (word.length() == 1 && NO_SENTENCE_START.contains(word)) {
            return Start.NO;
        }
        if (startsUpper(word) && seen(type, PunktParameters.LOWER) && !seen(type, PunktParameters.UPPER_MIDDLE)) {
            return Start.YES;
        }
        if (Character.isLowerCase(word.codePointAt(0))
                && (seen(type, PunktParameters.UPPER) || !seen(type, PunktParameters.LOWER_BEGINNING))) {
            return Start.NO;
        }
        return Start.UNDECIDED;
    }

    private static boolean seen(String type, int flags) {
        return (Punkt.ENGLISH.context(type) & flags) != 0;
    }

    private static boolean startsUpper(String word) {
        return Character.isUpperCase(word.codePointAt(0));
    }

    private static boolean isMark(String word) {
        return word.length() == 1 && MARKS.contains(word);
    }

    /** One letter and a period. */
    private static boolean isInitial(String word) {
        int letter = word.codePointAt(0);
        return word.length() == Character.charCount(letter) + 1 && PythonText.isWordButNoDigit(letter);
    }

    private static String withoutPeriod(String type) {
        return type.length() > 1 && type.endsWith(".") ? type.substring(0, type.length() - 1) : type;
    }

    private static String type(String word) {
        return isNumber(word) ? NUMBER : word.toLowerCase(Locale.ROOT);
    }

    /** An optional hyphen, an optional period or comma, a digit, then digits, commas, periods and hyphens. */
    private static boolean isNumber(String word) {
        int i = word.charAt(0) == '-' ? 1 : 0;
        if (i < word.length() && ".,".indexOf(word.charAt(i)) >= 0) {
            i++;
        }
        return i < word.length()
                && Character.isDigit(word.codePointAt(i))
                && word.codePoints().skip(i).allMatch(c -> Character.isDigit(c) || ",.-".indexOf(c) >= 0);
    }
}
