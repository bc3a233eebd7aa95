package org.rlgrad.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.rlgrad.config.MetricConfig.SacreBleu.Tokenize;

/** How names are written in a configuration, and which one a mistyped word was meant to be. */
final class Spelling {
    private Spelling() {}

    /** A constant's name in the reference's files. */
    static String of(Enum<?> constant) {
        // Java names cannot begin with a digit.
        return constant == Tokenize.V13A ? "13a" : constant.name().toLowerCase(Locale.ROOT);
    }

    /** {@code "; did you mean x?"}, or nothing if no candidate is near. */
    static String suggestion(String word, Collection<String> candidates) {
        return closest(word, candidates).map(c -> "; did you mean " + c + "?").orElse("");
    }

    /** The candidate with the fewest edits, if those are at most a third of the word (and one for short words). */
    static Optional<String> closest(String word, Collection<String> candidates) {
        String best = null;
        int fewest = Math.max(1, Math.min(word.length(), 12) / 3) + 1;
        for (String candidate : candidates) {
            int edits = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (edits < fewest) {
                fewest = edits;
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Edit distance with transpositions of neighbours (optimal string alignment; Boytsov 2011, section 2.2). */
    static int distance(String a, String b) {
        int[] beforePrevious = new int[b.length() + 1];
        int[] previous = new int[b.length() + 1];
        Arrays.setAll(previous, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    current[j] = Math.min(current[j], 1 + beforePrevious[j - 2]);
                }
            }
            beforePrevious = previous;
            previous = current;
        }
        return previous[b.length()];
    }
}
