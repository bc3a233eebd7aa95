package org.rlgrad.metric;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.rlgrad.PythonText;

/**
 * Tercom's normalization as in sacreBLEU 2.2.
 *
 * <p>Two of its rules cannot apply and are left out: {@code 's} at the very end (a blank is put there before) and the three that would part
 * runs of Japanese syllables from others (they begin at the start of the text, where there is a blank, too).
 *
 * @param normalized whether XML entities are resolved and symbols, marks and possessives parted from words
 * @param noPunctuation whether punctuation marks are removed
 * @param asianSupport whether, with {@code normalized}, East Asian characters are words by themselves, and with
 *     {@code noPunctuation}, their punctuation marks go, too
 * @param caseSensitive whether letters stay as they are
 */
public record TercomTokenizer(boolean normalized, boolean noPunctuation, boolean asianSupport, boolean caseSensitive) {
    private static final Pattern PUNCTUATION = Pattern.compile("[.,?:;!\"()]");
    private static final Pattern ASIAN_PUNCTUATION =
            Pattern.compile("[\u3001\u3002\u3008-\u3011\u3014-\u301f\uff61-\uff65\u30fb]");
    private static final Pattern FULL_WIDTH_PUNCTUATION =
            Pattern.compile("[\uff0e\uff0c\uff1f\uff1a\uff1b\uff01\uff02\uff08\uff09]");

    /** Ideographs, strokes and radicals, compatibility forms, and (as printed there) everything from U+3200 to U+3F22. */
    private static final List<Pattern> ASIAN_CHARACTERS = List.of(
            Pattern.compile("[\u4e00-\u9fff\u3400-\u4dbf]"),
            Pattern.compile("[\u31c0-\u31ef\u2e80-\u2eff]"),
            Pattern.compile("[\u3300-\u33ff\uf900-\ufaff\ufe30-\ufe4f]"),
            Pattern.compile("[\u3200-\u3f22]"),
            ASIAN_PUNCTUATION,
            FULL_WIDTH_PUNCTUATION);

    /** Words in lower case, between white space. */
    public static TercomTokenizer plain() {
        return new TercomTokenizer(false, false, false, false);
    }

    /** The words of a text. */
    List<String> tokenize(String text) {
        String words = text.substring(0, PythonText.strippedLength(text));
        if (words.isEmpty()) {
            return List.of();
        }
        if (!caseSensitive) {
            words = words.toLowerCase(Locale.ROOT);
        }
        if (normalized) {
            words = normalized(words);
        }
        if (noPunctuation) {
            words = PUNCTUATION.matcher(words).replaceAll("");
            if (asianSupport) {
                words = ASIAN_PUNCTUATION.matcher(words).replaceAll("");
                words = FULL_WIDTH_PUNCTUATION.matcher(words).replaceAll("");
            }
        }
        return PythonText.split(words);
    }

    private String normalized(String text) {
        String line = SacreBleuTokenizer.unescaped(text.replace("\n-", "").replace("\n", " "));
        line = SacreBleuTokenizer.partedSymbols(" " + line + " ").replace("'s ", " 's ");
        line = SacreBleuTokenizer.partedMarks(line);
        if (asianSupport) {
            for (Pattern characters : ASIAN_CHARACTERS) {
                line = characters.matcher(line).replaceAll(" $0 ");
            }
        }
        return line;
    }
}
