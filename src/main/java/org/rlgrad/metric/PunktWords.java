package org.rlgrad.metric;

import java.util.ArrayList;
import java.util.List;
import org.rlgrad.PythonText;

/**
 * Punkt's own cutting of a text into words, which only serves the search for sentence ends.
 *
 * <p>A piece is a multi-character mark (two or more hyphens or periods, or {@code . . .}), or a word that ends at white
 * space, at a bracket, quote or other closing mark, at a multi-character mark or at a final comma, or one character.
 * Written out by hand, since a regular expression would look ahead anew from every character.
 */
final class PunktWords {
    private static final String NO_WORD_START = "(\"`{[:;&#*@)}]-,";
    private static final String ENDS_WORD = ")\";}]*:@'({[!?";

    private PunktWords() {}

    /** The pieces in order; a line break parts them like any white space. */
    static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            int position = 0;
            while (position < line.length()) {
                if (PythonText.isSpace(line.charAt(position))) {
                    position++;
                    continue;
                }
                int end = pieceEnd(line, position);
                words.add(line.substring(position, end));
                position = end;
            }
        }
        return words;
    }

    /** Whether this character ends the word before it. */
    static boolean endsWord(char c) {
        return ENDS_WORD.indexOf(c) >= 0;
    }

    private static int pieceEnd(String line, int start) {
        int end = multiCharacterEnd(line, start);
        if (end >= 0) {
            return end;
        }
        end = line.offsetByCodePoints(start, 1);
        return NO_WORD_START.indexOf(line.charAt(start)) >= 0 ? end : wordEnd(line, end);
    }

    private static int wordEnd(String line, int from) {
        int end = from;
        while (!endsAt(line, end) && !(line.charAt(end) == ',' && endsAt(line, end + 1))) {
            end++;
        }
        return end;
    }

    private static boolean endsAt(String line, int position) {
        if (position == line.length()) {
            return true;
        }
        char c = line.charAt(position);
        return PythonText.isSpace(c) || endsWord(c) || multiCharacterEnd(line, position) >= 0;
    }

    /** End of the multi-character mark that starts here, or -1. */
    private static int multiCharacterEnd(String line, int start) {
        char mark = line.charAt(start);
        if (mark != '-' && mark != '.') {
            return -1;
        }
        int end = start + 1;
        while (end < line.length() && line.charAt(end) == mark) {
            end++;
        }
        if (end - start >= 2) {
            return end;
        }
        return mark == '.' ? spacedPeriodsEnd(line, start) : -1;
    }

    /** Three or more periods, each parted from the next by one white space character. */
    private static int spacedPeriodsEnd(String line, int start) {
        int last = start;
        while (last + 2 < line.length() && PythonText.isSpace(line.charAt(last + 1)) && line.charAt(last + 2) == '.') {
            last += 2;
        }
        return last - start >= 4 ? last + 1 : -1;
    }
}
