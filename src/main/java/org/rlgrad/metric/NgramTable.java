package org.rlgrad.metric;

import java.util.Arrays;
import java.util.List;

/**
 * The n-grams (orders 1 to some maximum) of some texts with the number of times that the text with most of them has each.
 *
 * <p>A trie over word numbers or characters: the root is node 0, and each other node is the n-gram spelled on the way to it.
 * Edges lie in one open-addressed hash table of primitives. Immutable after construction.
 */
final class NgramTable {
    /** Most n-grams that there is room for from the start. */
    private static final int LARGEST_START = 1 << 10;

    private final int maxOrder;
    private long[] edges;
    private int[] children;
    private int[] mostOften;
    private int nodes = 1;

    /**
     * @param texts each the numbers of its words (or characters), none negative
     * @param maxOrder length of the longest n-grams
     */
    NgramTable(List<int[]> texts, int maxOrder) {
        this.maxOrder = maxOrder;
        long words = 0;
        for (int[] text : texts) {
            words += text.length;
        }
        int room = (int) Math.min(LARGEST_START, Math.max(1, words * maxOrder));
        edges = new long[Integer.highestOneBit(room) * 4];
        children = new int[edges.length];
        mostOften = new int[room + 1];
        int[] lastText = new int[mostOften.length];
        int[] inLastText = new int[mostOften.length];
        for (int text = 1; text <= texts.size(); text++) {
            int[] numbers = texts.get(text - 1);
            for (int start = 0; start < numbers.length; start++) {
                int node = 0;
                for (int i = start; i < Math.min(numbers.length, start + maxOrder); i++) {
                    node = childOrNew(node, numbers[i]);
                    if (node >= lastText.length) {
                        lastText = Arrays.copyOf(lastText, 2 * node);
                        inLastText = Arrays.copyOf(inLastText, 2 * node);
                        mostOften = Arrays.copyOf(mostOften, 2 * node);
                    }
                    inLastText[node] = lastText[node] == text ? inLastText[node] + 1 : 1;
                    lastText[node] = text;
                    mostOften[node] = Math.max(mostOften[node], inLastText[node]);
                }
            }
        }
    }

    /** Per order: n-grams of the text that the table has, each at most as often as the table says. */
    long[] matches(int[] text) {
        long[] matches = new long[maxOrder];
        int[] counts = new int[nodes];
        for (int start = 0; start < text.length; start++) {
            int node = 0;
            for (int order = 0; order < maxOrder && start + order < text.length; order++) {
                node = child(node, text[start + order]);
                if (node == 0) {
                    break;
                }
                if (counts[node] < mostOften[node]) {
                    counts[node]++;
                    matches[order]++;
                }
            }
        }
        return matches;
    }

    /** Per order: n-grams of a text of this length. */
    static long[] totals(int length, int maxOrder) {
        long[] totals = new long[maxOrder];
        Arrays.setAll(totals, order -> Math.max(0, length - order));
        return totals;
    }

    /** The node that this word leads to, or 0. */
    private int child(int node, int word) {
        return children[slot(edge(node, word))];
    }

    private int childOrNew(int node, int word) {
        long edge = edge(node, word);
        int slot = slot(edge);
        if (children[slot] == 0) {
            if (2 * nodes >= edges.length) {
                grow();
                slot = slot(edge);
            }
            edges[slot] = edge;
            children[slot] = nodes++;
        }
        return children[slot];
    }

    private void grow() {
        long[] oldEdges = edges;
        int[] oldChildren = children;
        edges = new long[2 * oldEdges.length];
        children = new int[edges.length];
        for (int i = 0; i < oldEdges.length; i++) {
            if (oldChildren[i] != 0) {
                int slot = slot(oldEdges[i]);
                edges[slot] = oldEdges[i];
                children[slot] = oldChildren[i];
            }
        }
    }

    /** Where the edge stands, or the free slot that it would take. */
    private int slot(long edge) {
        long mixed = edge * 0x9e3779b97f4a7c15L;
        int slot = (int) (mixed ^ (mixed >>> 32)) & (edges.length - 1);
        while (children[slot] != 0 && edges[slot] != edge) {
            slot = (slot + 1) & (edges.length - 1);
        }
        return slot;
    }

    private static long edge(int node, int word) {
        return ((long) node << 32) | (word & 0xffffffffL);
    }
}
