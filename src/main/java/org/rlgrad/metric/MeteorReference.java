package org.rlgrad.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One reference of METEOR, indexed by word and by stem, and the greedy alignment of a hypothesis with it.
 *
 * <p>Three stages (equal words, equal stems, stems that are synonyms), each on what the one before left over. Within a stage the
 * hypothesis is walked from its last word to its first, and of several partners the last one is taken. Immutable.
 *
 * @param length number of words
 * @param words positions by word
 * @param stemmed positions by stem
 */
record MeteorReference(int length, Positions words, Positions stemmed) {
    private static final PorterStemmer STEMMER = new PorterStemmer(PorterStemmer.Mode.NLTK_EXTENSIONS);

    /** From the words in lower case. */
    static MeteorReference of(List<String> words) {
        List<String> stems = words.stream().map(STEMMER::stem).toList();
        return new MeteorReference(words.size(), Positions.of(words), Positions.of(stems));
    }

    /** Where each distinct word stands, in ascending order. */
    record Positions(Map<String, Integer> groups, List<int[]> positions) {
        static Positions of(List<String> words) {
            Map<String, List<Integer>> byWord = new HashMap<>();
            for (int i = 0; i < words.size(); i++) {
                byWord.computeIfAbsent(words.get(i), word -> new ArrayList<>()).add(i);
            }
            Map<String, Integer> groups = new HashMap<>();
            List<int[]> positions = new ArrayList<>();
            byWord.forEach((word, places) -> {
                groups.put(word, positions.size());
                positions.add(places.stream().mapToInt(Integer::intValue).toArray());
            });
            return new Positions(groups, positions);
        }
    }

    /** The words of one reference that are still free, seen by word or by stem; the last of equals is taken first. */
    private static final class Free {
        private final Positions positions;
        private final boolean[] taken;
        private final int[] remaining;

        Free(Positions positions, boolean[] taken) {
            this.positions = positions;
            this.taken = taken;
            this.remaining = new int[positions.positions.size()];
            Arrays.setAll(remaining, group -> positions.positions.get(group).length);
        }

        /** Last free position of this word, or -1. */
        int last(String word) {
            Integer group = positions.groups.get(word);
            if (group == null) {
                return -1;
            }
            int[] places = positions.positions.get(group);
            int left = remaining[group];
            while (left > 0 && taken[places[left - 1]]) {
                left--;
            }
            remaining[group] = left;
            return left == 0 ? -1 : places[left - 1];
        }
    }

    /** For each hypothesis word (in lower case) the position of its partner in the reference, or -1. */
    int[] align(List<String> hypothesis) {
        int[] alignment = new int[hypothesis.size()];
        Arrays.fill(alignment, -1);
        boolean[] taken = new boolean[length];
        Free byWord = new Free(words, taken);
        int matched = 0;
        for (int i = alignment.length - 1; i >= 0; i--) {
            matched += match(alignment, i, byWord.last(hypothesis.get(i)), taken);
        }
        if (matched == Math.min(alignment.length, length)) {
            return alignment;
        }
        String[] stems = new String[alignment.length];
        Free byStem = new Free(stemmed, taken);
        for (int i = alignment.length - 1; i >= 0; i--) {
            if (alignment[i] < 0) {
                stems[i] = STEMMER.stem(hypothesis.get(i));
                matched += match(alignment, i, byStem.last(stems[i]), taken);
            }
        }
        Map<String, List<String>> synonyms = new HashMap<>();
        for (int i = alignment.length - 1; i >= 0 && matched < length; i--) {
            if (alignment[i] < 0) {
                int last = -1;
                for (String synonym : synonyms.computeIfAbsent(stems[i], this::synonymsHere)) {
                    last = Math.max(last, byStem.last(synonym));
                }
                matched += match(alignment, i, last, taken);
            }
        }
        return alignment;
    }

    private static int match(int[] alignment, int position, int partner, boolean[] taken) {
        if (partner < 0) {
            return 0;
        }
        alignment[position] = partner;
        taken[partner] = true;
        return 1;
    }

    private List<String> synonymsHere(String stem) {
        return WordNet.get().synonyms(stem).stream()
                .filter(stemmed.groups::containsKey)
                .toList();
    }
}
