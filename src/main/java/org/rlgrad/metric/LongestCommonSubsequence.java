// Longer than most: length and marking share one table and its bit tricks.
package org.rlgrad.metric;

import java.util.Arrays;

/**
 * Longest common subsequences of one reference with any number of other texts, 64 table cells at a time (M. Crochemore et al.,
 * "A fast and practical bit-vector algorithm for the longest common subsequence problem", 2001).
 *
 * <p>A column of the table, one bit per reference word, belongs to each prefix of the other text; a bit is 0 where the length of
 * the subsequence grows by one. Time grows with the product of the lengths / 64, memory with the square root of that product.
 * Immutable.
 */
final class LongestCommonSubsequence {
    /** Most 64-bit words of a table that is kept whole; of a larger one only some columns are, and the others made again. */
    private static final long LARGEST_TABLE = 1L << 20;

    /** Of fewer 64-bit words than this, spelling out where a word stands costs nothing much. */
    private static final int FEW = 8;

    private final int[] reference;
    private final int blocks;
    /** Open-addressed: the last position of a word, plus one. */
    private final int[] slots;
    /** The position of the same word before this one, or -1. */
    private final int[] previous;
    /** By slot: where a frequent word stands, as bits; null for other words. There are fewer than 64 frequent ones. */
    private final long[][] frequent;

    /** @param reference the numbers of its words, none negative */
    LongestCommonSubsequence(int[] reference) {
        this.reference = reference;
        this.blocks = (reference.length + 63) / 64;
        this.slots = new int[Integer.highestOneBit(Math.max(1, reference.length)) * 4];
        this.previous = new int[reference.length];
        for (int i = 0; i < reference.length; i++) {
            int slot = slot(reference[i]);
            previous[i] = slots[slot] - 1;
            slots[slot] = i + 1;
        }
        this.frequent = new long[blocks < FEW ? 0 : slots.length][];
        for (int slot = 0; slot < frequent.length; slot++) {
            int count = 0;
            for (int i = slots[slot] - 1; i >= 0 && count <= blocks; i = previous[i]) {
                count++;
            }
            if (count > blocks) {
                frequent[slot] = new long[blocks];
                spell(slots[slot] - 1, frequent[slot]);
            }
        }
    }

    /** Words of the longest common subsequence. */
    int length(int[] other) {
        int same = Arrays.mismatch(reference, other);
        if (same < 0) {
            return reference.length;
        }
        long[] column = firstColumn();
        // a common beginning grows by one with each of its words
        Arrays.fill(column, 0, same / 64, 0);
        if (same % 64 != 0) {
            column[same / 64] = -1L << same;
        }
        long[] matches = new long[blocks];
        for (int j = same; j < other.length; j++) {
            advance(column, 0, matches, other[j]);
        }
        return zeros(column, 0, reference.length);
    }

    /**
     * Marks the reference words of the longest common subsequence that is found from the ends of both texts by taking equal words, else
     * leaving the other text's word if that is strictly better, else the reference's.
     *
     * @param hit set to true at these words, otherwise left alone
     */
    void mark(int[] other, boolean[] hit) {
        if (reference.length == 0 || other.length == 0) {
            return;
        }
        int stride =
                (long) blocks * other.length <= LARGEST_TABLE ? other.length : (int) Math.ceil(Math.sqrt(other.length));
        int windows = (other.length + stride - 1) / stride;
        long[] matches = new long[blocks];
        long[][] firsts = new long[windows][];
        firsts[0] = firstColumn();
        for (int w = 1; w < windows; w++) {
            firsts[w] = firsts[w - 1].clone();
            for (int j = (w - 1) * stride; j < w * stride; j++) {
                advance(firsts[w], 0, matches, other[j]);
            }
        }
        long[] window = new long[(stride + 1) * blocks];
        int i = reference.length;
        int j = other.length;
        int common = -1;
        for (int w = windows - 1; w >= 0 && i > 0 && common != 0; w--) {
            int first = w * stride;
            System.arraycopy(firsts[w], 0, window, 0, blocks);
            for (int column = 0; column < j - first; column++) {
                System.arraycopy(window, column * blocks, window, (column + 1) * blocks, blocks);
                advance(window, (column + 1) * blocks, matches, other[first + column]);
            }
            if (common < 0) {
                common = zeros(window, (j - first) * blocks, i);
            }
            while (common > 0 && i > 0 && j > first) {
                int column = (j - first) * blocks;
                boolean grows = ((window[column + (i - 1) / 64] >>> (i - 1)) & 1) == 0;
                if (reference[i - 1] == other[j - 1]) {
                    hit[i - 1] = true;
                    i--;
                    j--;
                    common--;
                } else if (grows && zeros(window, column - blocks, i) == common) {
                    j--;
                } else {
                    i--;
                    common -= grows ? 1 : 0;
                }
            }
        }
    }

    private long[] firstColumn() {
        long[] column = new long[blocks];
        Arrays.fill(column, -1L);
        return column;
    }

    /**
     * Turns a column into the next one.
     *
     * @param columns has the column from {@code offset} on
     * @param matches zeros, left as zeros
     */
    private void advance(long[] columns, int offset, long[] matches, int word) {
        int slot = slot(word);
        int last = slots[slot] - 1;
        if (last < 0) {
            return;
        }
        long[] spelled = frequent.length == 0 ? null : frequent[slot];
        long[] where = spelled == null ? matches : spelled;
        int first = spelled == null ? spell(last, matches) : 0;
        long carry = 0;
        for (int k = first / 64; k < blocks && (k <= last / 64 || carry != 0); k++) {
            long column = columns[offset + k];
            long common = column & where[k];
            long sum = column + common + carry;
            carry = ((column & common) | ((column | common) & ~sum)) >>> 63;
            columns[offset + k] = sum | (column & ~where[k]);
        }
        if (spelled == null) {
            Arrays.fill(matches, first / 64, last / 64 + 1, 0);
        }
    }

    /** Sets the bits of a word's places, from its last one on; returns the first. */
    private int spell(int last, long[] bits) {
        int first = last;
        for (int i = last; i >= 0; i = previous[i]) {
            bits[i / 64] |= 1L << i;
            first = i;
        }
        return first;
    }

    /** Length of the subsequence of the first {@code length} reference words: zeros among as many bits. */
    private static int zeros(long[] columns, int offset, int length) {
        int zeros = 0;
        for (int k = 0; k < length / 64; k++) {
            zeros += Long.bitCount(~columns[offset + k]);
        }
        if (length % 64 != 0) {
            zeros += Long.bitCount(~columns[offset + length / 64] & ((1L << length) - 1));
        }
        return zeros;
    }

    /** Where the word stands, or the free slot that it would take. */
    private int slot(int word) {
        int slot = ((word * 0x9e3779b9) >>> 7) & (slots.length - 1);
        while (slots[slot] != 0 && reference[slots[slot] - 1] != word) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }
}
