package org.rlgrad.metric;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * One reference of METEOR, indexed by word and by stem, and the greedy alignment of a hypothesis with it.
 *
 * <p>Three stages (equal words, equal stems, stems that are synonyms), each on what the one before left over. Within a stage the
 * hypothesis is walked from its last word to its first, and of several partners the last one is taken. Immutable.
 */
final class MeteorReference {
    private static final PorterStemmer STEMMER = new PorterStemmer(PorterStemmer.Mode.NLTK_EXTENSIONS);

    private final String[] stems;
    private final Positions byWord;
    private final Positions byStem;

    /** From the words in lower case. */
    MeteorReference(List<String> words) {
        stems = new String[words.size()];
        Arrays.setAll(stems, i -> STEMMER.stem(words.get(i)));
        byWord = new Positions(words);
        byStem = new Positions(Arrays.asList(stems));
    }

    /** Number of words. */
    int length() {
        return stems.length;
    }

    /** Where each distinct word stands, from its last position to its first. */
    private static final class Positions {
        private final WordIds words = new WordIds();
        /** By the word's number. */
        private final int[] last;
        /** By position: where the same word stands before it, or -1. */
        private final int[] before;

        Positions(List<String> text) {
            int[] numbers = words.add(text);
            last = new int[words.size()];
            before = new int[numbers.length];
            Arrays.fill(last, -1);
            for (int i = 0; i < numbers.length; i++) {
                before[i] = last[numbers[i]];
                last[numbers[i]] = i;
            }
        }
    }

    /** The words that are still free, seen by word or by stem; the last of equals is taken first. */
    private static final class Free {
        private final Positions positions;
        private final boolean[] taken;
        private final int[] last;

        Free(Positions positions, boolean[] taken) {
            this.positions = positions;
            this.taken = taken;
            this.last = positions.last.clone();
        }

        /** Last free position of this word, or -1. */
        int last(String word) {
            int number = positions.words.find(word);
            if (number == WordIds.UNKNOWN) {
                return -1;
            }
            int position = last[number];
            while (position >= 0 && taken[position]) {
                position = positions.before[position];
            }
            last[number] = position;
            return position;
        }
    }

    /** For each hypothesis word (in lower case) the position of its partner in the reference, or -1. */
    int[] align(List<String> hypothesis) {
        int[] alignment = new int[hypothesis.size()];
        Arrays.fill(alignment, -1);
        boolean[] taken = new boolean[length()];
        Free words = new Free(byWord, taken);
        int matched = 0;
        for (int i = alignment.length - 1; i >= 0; i--) {
            matched += match(alignment, i, words.last(hypothesis.get(i)), taken);
        }
        int most = Math.min(alignment.length, length());
        if (matched == most) {
            return alignment;
        }
        String[] hypothesisStems = new String[alignment.length];
        Free free = new Free(byStem, taken);
        for (int i = alignment.length - 1; i >= 0; i--) {
            if (alignment[i] < 0) {
                hypothesisStems[i] = STEMMER.stem(hypothesis.get(i));
                matched += match(alignment, i, free.last(hypothesisStems[i]), taken);
            }
        }
        WordNet wordNet = WordNet.get();
        int[] open = matched < most ? open(taken, length() - matched) : new int[0];
        for (int i = alignment.length - 1; i >= 0 && matched < most; i--) {
            if (alignment[i] < 0) {
                Set<String> synonyms = wordNet.synonyms(hypothesisStems[i]);
                matched += match(alignment, i, lastOf(synonyms, free, open), taken);
            }
        }
        return alignment;
    }

    /** The {@code count} positions that are not taken, in descending order. */
    private static int[] open(boolean[] taken, int count) {
        int[] open = new int[count];
        int next = 0;
        for (int i = taken.length - 1; i >= 0; i--) {
            if (!taken[i]) {
                open[next++] = i;
            }
        }
        return open;
    }

    /** The last free position of any of these stems, or -1; looks for the stems or through {@code open}, whichever are fewer. */
    private int lastOf(Set<String> synonyms, Free free, int[] open) {
        int last = -1;
        if (synonyms.size() < open.length) {
            for (String synonym : synonyms) {
                last = Math.max(last, free.last(synonym));
            }
            return last;
        }
        for (int position : open) {
            if (!free.taken[position] && synonyms.contains(stems[position])) {
                return position;
            }
        }
        return last;
    }

    private static int match(int[] alignment, int position, int partner, boolean[] taken) {
        if (partner < 0) {
            return 0;
        }
        alignment[position] = partner;
        taken[partner] = true;
        return 1;
    }
}
