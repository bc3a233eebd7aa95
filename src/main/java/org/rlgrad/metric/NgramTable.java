package org.rlgrad.metric;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The n-grams (orders 1 to 4) of some texts with the number of times that the text with most of them has each.
 *
 * <p>A trie: the root is node 0, and each other node is the n-gram spelled on the way to it. Immutable after construction.
 */
final class NgramTable {
    private final Map<String, Integer> words = new HashMap<>();
    private final Map<Long, Integer> children = new HashMap<>();
    private final int[] mostOften;

    NgramTable(List<List<String>> texts) {
        for (List<String> text : texts) {
            add(text);
        }
        mostOften = new int[children.size() + 1];
        for (List<String> text : texts) {
            int[] counts = new int[mostOften.length];
            walk(text, (node, order) -> counts[node]++);
            Arrays.setAll(mostOften, node -> Math.max(mostOften[node], counts[node]));
        }
    }

    /** Per order: n-grams of the text that the table has, each at most as often as the table says. */
    long[] matches(List<String> text) {
        long[] matches = new long[BleuStatistics.MAX_ORDER];
        int[] counts = new int[mostOften.length];
        walk(text, (node, order) -> {
            if (counts[node] < mostOften[node]) {
                counts[node]++;
                matches[order]++;
            }
        });
        return matches;
    }

    private void add(List<String> text) {
        for (String word : text) {
            words.putIfAbsent(word, words.size());
        }
        int[] ids = ids(text);
        for (int start = 0; start < ids.length; start++) {
            int node = 0;
            for (int i = start; i < Math.min(ids.length, start + BleuStatistics.MAX_ORDER); i++) {
                int fresh = children.size() + 1;
                Integer known = children.putIfAbsent(edge(node, ids[i]), fresh);
                node = known == null ? fresh : known;
            }
        }
    }

    private interface Visitor {
        /** @param order length of the n-gram less one */
        void visit(int node, int order);
    }

    /** Visits each occurrence of a known n-gram. */
    private void walk(List<String> text, Visitor visitor) {
        int[] ids = ids(text);
        for (int start = 0; start < ids.length; start++) {
            Integer node = 0;
            for (int order = 0; order < BleuStatistics.MAX_ORDER && start + order < ids.length; order++) {
                node = children.get(edge(node, ids[start + order]));
                if (node == null) {
                    break;
                }
                visitor.visit(node, order);
            }
        }
    }

    private int[] ids(List<String> text) {
        return text.stream().mapToInt(word -> words.getOrDefault(word, -1)).toArray();
    }

    private static long edge(int node, int word) {
        return ((long) node << 32) | (word & 0xffffffffL);
    }
}
