package org.rlgrad.metric;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the pre-trained English Punkt model knows (T. Kiss, J. Strunk, "Unsupervised Multilingual Sentence Boundary
 * Detection", Computational Linguistics 32(4), 2006).
 *
 * @param abbreviations lower-case abbreviations without their final period
 * @param collocations pairs "first second" of word types between which no sentence ends
 * @param starters word types that often start a sentence
 * @param contexts per word type a set of flags: where it was seen, and with which case of its first letter
 */
record PunktParameters(
        Set<String> abbreviations, Set<String> collocations, Set<String> starters, Map<String, Integer> contexts) {
    /** Flag: seen with an upper-case first letter in mid-sentence. */
    static final int UPPER_MIDDLE = 4;
    /** Flags: seen with an upper-case first letter at the beginning, in the middle, at an unknown position. */
    static final int UPPER = 2 | UPPER_MIDDLE | 8;
    /** Flag: seen with a lower-case first letter at the beginning of a sentence. */
    static final int LOWER_BEGINNING = 16;
    /** Flags: seen with a lower-case first letter at the beginning, in the middle, at an unknown position. */
    static final int LOWER = LOWER_BEGINNING | 32 | 64;

    private static final String RESOURCE = "punkt-english.tsv";

    /** The flags of a word type; 0 if it was never seen. */
    int context(String type) {
        return contexts.getOrDefault(type, 0);
    }

    /** Reads the table: one line each for abbreviations, collocations and starters, then one for each value of the flags. */
    static PunktParameters english() {
        List<String> lines = ResourceText.lines(RESOURCE);
        Map<String, Integer> contexts = new HashMap<>(1 << 15);
        for (String line : lines.subList(3, lines.size())) {
            String[] fields = line.split("\t", -1);
            Integer flags = Integer.valueOf(fields[0]);
            for (int i = 1; i < fields.length; i++) {
                contexts.put(fields[i], flags);
            }
        }
        return new PunktParameters(items(lines.get(0)), items(lines.get(1)), items(lines.get(2)), contexts);
    }

    private static Set<String> items(String line) {
        List<String> fields = Arrays.asList(line.split("\t", -1));
        return new HashSet<>(fields.subList(1, fields.size()));
    }
}
