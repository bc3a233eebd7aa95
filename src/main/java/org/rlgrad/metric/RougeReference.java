package org.rlgrad.metric;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One reference of {@link Rouge}: its n-grams, its words and its lines, ready for comparison. Immutable. */
final class RougeReference {
    private static final int MAX_ORDER = 2;

    /** A line that may stand in the text more than once; the subsequences of equal lines are equal. */
    private static final class Line {
        private final int[] words;
        private final LongestCommonSubsequence subsequence;

        Line(int[] words) {
            this.words = words;
            this.subsequence = new LongestCommonSubsequence(words);
        }
    }

    private final WordIds ids = new WordIds();
    private final int length;
    private final NgramTable ngrams;
    private final LongestCommonSubsequence whole;
    private final List<Line> lines = new ArrayList<>();

    /** @param textLines the words of each line */
    RougeReference(List<List<String>> textLines) {
        Map<List<String>, Line> distinct = new HashMap<>();
        for (List<String> words : textLines) {
            lines.add(distinct.computeIfAbsent(words, key -> new Line(ids.add(key))));
        }
        int[] all = joined(lines.stream().map(line -> line.words).toList());
        length = all.length;
        ngrams = new NgramTable(List.of(all), MAX_ORDER);
        whole = new LongestCommonSubsequence(all);
    }

    /** @param textLines the words of each of the prediction's lines */
    Rouge.Scores score(List<List<String>> textLines) {
        List<int[]> prediction = textLines.stream().map(ids::find).toList();
        int[] all = joined(prediction);
        long[] matches = ngrams.matches(all);
        Rouge.Score rougeL = Rouge.Score.of(whole.length(all), all.length, length);
        boolean oneLineEach = lines.size() == 1 && prediction.size() == 1; // then the union is the subsequence
        return new Rouge.Scores(
                Rouge.Score.of(matches[0], all.length, length),
                Rouge.Score.of(matches[1], all.length - 1L, length - 1L),
                rougeL,
                oneLineEach ? rougeL : Rouge.Score.of(hits(textLines, all), all.length, length));
    }

    /**
     * Reference words in the union of the longest common subsequences of their line with each of the prediction's lines
     * (section 3.2 of the paper); each counts only while the prediction has that word left, as in ROUGE 1.5.5.
     */
    private long hits(List<List<String>> textLines, int[] prediction) {
        List<int[]> distinct = textLines.stream().distinct().map(ids::find).toList();
        List<BitSet> linesWith = linesWith(distinct);
        int[] left = new int[ids.size()];
        for (int word : prediction) {
            if (word != WordIds.UNKNOWN) {
                left[word]++;
            }
        }
        Map<Line, boolean[]> unions = new HashMap<>();
        long hits = 0;
        for (Line line : lines) {
            boolean[] union = unions.computeIfAbsent(line, key -> union(key, distinct, linesWith));
            for (int i = 0; i < union.length; i++) {
                if (union[i] && left[line.words[i]] > 0) {
                    left[line.words[i]]--;
                    hits++;
                }
            }
        }
        return hits;
    }

    /** For each word of the reference the lines that have it, so that only lines with a common word are compared. */
    private List<BitSet> linesWith(List<int[]> textLines) {
        List<BitSet> linesWith = new ArrayList<>();
        for (int word = 0; word < ids.size(); word++) {
            linesWith.add(new BitSet());
        }
        for (int i = 0; i < textLines.size(); i++) {
            for (int word : textLines.get(i)) {
                if (word != WordIds.UNKNOWN) {
                    linesWith.get(word).set(i);
                }
            }
        }
        return linesWith;
    }

    private static boolean[] union(Line line, List<int[]> textLines, List<BitSet> linesWith) {
        BitSet comparable = new BitSet();
        for (int word : line.words) {
            comparable.or(linesWith.get(word));
        }
        boolean[] union = new boolean[line.words.length];
        for (int i = comparable.nextSetBit(0); i >= 0; i = comparable.nextSetBit(i + 1)) {
            line.subsequence.mark(textLines.get(i), union);
        }
        return union;
    }

    private static int[] joined(List<int[]> lines) {
        int[] all = new int[lines.stream().mapToInt(words -> words.length).sum()];
        int position = 0;
        for (int[] words : lines) {
            System.arraycopy(words, 0, all, position, words.length);
            position += words.length;
        }
        return all;
    }
}
