package org.rlgrad.metric;

import java.util.Arrays;

/**
 * Word edit distance of a text that is being rearranged to a fixed reference, in a band around the table's diagonal, as sacreBLEU's
 * TER computes it.
 *
 * <p>Row i of the table belongs to the first i words of the text. The band follows the diagonal of the two lengths; on each side it
 * is 25 cells wide, more where one text is over 50 times as long as the other.
 *
 * <p>A rearrangement is evaluated from its first changed row on, until the rows differ from the stored ones by a constant: then all
 * later rows do.
 */
final class BandedEditDistance {
    private static final int BEAM_WIDTH = 25;
    private static final int INFINITE = 1 << 29;

    private final int[] reference;
    private final int[] hypothesis;
    /** First column of the band per row, and the column after its last. */
    private final int[] first;

    private final int[] end;
    /** The band of the table, [row][column - first]. */
    private final int[][] rows;

    private int[] above;
    private int[] scratch;

    /** Which reference word stands where in the text, and which words of either are inserted, deleted or substituted. */
    static final class Alignment {
        private final int[] partners;
        private final int[] referenceErrors;
        private final int[] hypothesisErrors;

        /**
         * @param referenceErrors by number of words: errors among the first so many
         * @param hypothesisErrors likewise
         */
        private Alignment(int[] partners, int[] referenceErrors, int[] hypothesisErrors) {
            this.partners = partners;
            this.referenceErrors = referenceErrors;
            this.hypothesisErrors = hypothesisErrors;
        }

        /** The text's word at this reference word, or the one before it, or -1. */
        int partner(int referencePosition) {
            return partners[referencePosition];
        }

        boolean referenceErrs(int from, int to) {
            return referenceErrors[to] > referenceErrors[from];
        }

        boolean hypothesisErrs(int from, int to) {
            return hypothesisErrors[to] > hypothesisErrors[from];
        }
    }

    /** Both texts are numbers of words; the reference has at least one. */
    BandedEditDistance(int[] hypothesis, int[] reference) {
        this.hypothesis = hypothesis.clone();
        this.reference = reference;
        int words = hypothesis.length;
        first = new int[words + 1];
        end = new int[words + 1];
        rows = new int[words + 1][];
        end[0] = reference.length + 1;
        double ratio = words == 0 ? 1 : (double) reference.length / words;
        int width = BEAM_WIDTH < ratio / 2 ? (int) Math.ceil(ratio / 2 + BEAM_WIDTH) : BEAM_WIDTH;
        int widest = 0;
        for (int i = 0; i <= words; i++) {
            if (i > 0) {
                int diagonal = (int) Math.floor(i * ratio);
                first[i] = Math.max(0, diagonal - width);
                end[i] = i == words ? reference.length + 1 : Math.min(reference.length + 1, diagonal + width);
                widest = Math.max(widest, end[i] - first[i]);
            }
            rows[i] = new int[end[i] - first[i]];
        }
        Arrays.setAll(rows[0], column -> column);
        above = new int[widest];
        scratch = new int[widest];
        fillFrom(0);
    }

    int hypothesisLength() {
        return hypothesis.length;
    }

    /** The text as it is now; not to be written to. */
    int[] hypothesis() {
        return hypothesis;
    }

    /** The edit distance. */
    int value() {
        return cost(hypothesis.length, reference.length);
    }

    /** Exchanges the adjacent blocks [from, middle) and [middle, to) of the text. */
    void shift(int from, int middle, int to) {
        int[] moved = Arrays.copyOfRange(hypothesis, from, middle);
        System.arraycopy(hypothesis, middle, hypothesis, from, to - middle);
        System.arraycopy(moved, 0, hypothesis, from + to - middle, moved.length);
        fillFrom(from);
    }

    /** What the edit distance would be after that {@link #shift}. */
    int valueAfter(int from, int middle, int to) {
        int[] last = rows[from];
        for (int i = from + 1; i < rows.length; i++) {
            int word = i - 1;
            if (word < from + to - middle) {
                word += middle - from;
            } else if (word < to) {
                word -= to - middle;
            }
            int[] row = last == scratch ? above : scratch;
            fill(i, last, row, hypothesis[word]);
            last = row;
            if (i >= to && differByConstant(row, rows[i])) {
                return value() + row[0] - rows[i][0];
            }
        }
        int words = hypothesis.length;
        return last[reference.length - first[words]];
    }

    /** One cheapest way of editing; of equally cheap last steps a substitution (or none) goes first, then a deletion, then an insertion. */
    Alignment alignment() {
        int[] partners = new int[reference.length];
        int[] referenceErrors = new int[reference.length + 1];
        int[] hypothesisErrors = new int[hypothesis.length + 1];
        int i = hypothesis.length;
        int j = reference.length;
        while (i > 0 || j > 0) {
            int substitution = i > 0 && j > 0 && hypothesis[i - 1] == reference[j - 1] ? 0 : 1;
            if (i > 0 && j > 0 && cost(i, j) == cost(i - 1, j - 1) + substitution) {
                i--;
                j--;
                partners[j] = i;
                referenceErrors[j + 1] = substitution;
                hypothesisErrors[i + 1] = substitution;
            } else if (j == 0 || (i > 0 && cost(i, j) == cost(i - 1, j) + 1)) {
                i--;
                hypothesisErrors[i + 1] = 1;
            } else {
                j--;
                partners[j] = i - 1;
                referenceErrors[j + 1] = 1;
            }
        }
        return new Alignment(partners, sumsUpTo(referenceErrors), sumsUpTo(hypothesisErrors));
    }

    private static int[] sumsUpTo(int[] counts) {
        for (int k = 1; k < counts.length; k++) {
            counts[k] += counts[k - 1];
        }
        return counts;
    }

    private int cost(int row, int column) {
        return column < first[row] || column >= end[row] ? INFINITE : rows[row][column - first[row]];
    }

    /** Makes the rows after the given one anew. */
    private void fillFrom(int row) {
        for (int i = row + 1; i < rows.length; i++) {
            fill(i, rows[i - 1], rows[i], hypothesis[i - 1]);
        }
    }

    /** Makes row i, which ends with {@code word}, from the row above it. */
    private void fill(int i, int[] rowAbove, int[] row, int word) {
        int left = INFINITE;
        int firstAbove = first[i - 1];
        int endAbove = end[i - 1];
        for (int column = first[i]; column < end[i]; column++) {
            int best = left + 1;
            if (column < endAbove) {
                best = Math.min(best, rowAbove[column - firstAbove] + 1);
            }
            if (column > firstAbove && column <= endAbove) {
                int substitution = word == reference[column - 1] ? 0 : 1;
                best = Math.min(best, rowAbove[column - 1 - firstAbove] + substitution);
            }
            row[column - first[i]] = best;
            left = best;
        }
    }

    private static boolean differByConstant(int[] row, int[] stored) {
        int difference = row[0] - stored[0];
        for (int k = 1; k < stored.length; k++) {
            if (row[k] - stored[k] != difference) {
                return false;
            }
        }
        return true;
    }
}
