package org.rlgrad.metric;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often each run of n tokens occurs. */
final class Ngrams {
    private Ngrams() {}

    /** Of one text; empty if it has fewer than n tokens. The keys are views: the tokens must not change afterwards. */
    static Map<List<String>, Integer> counts(List<String> tokens, int n) {
        Map<List<String>, Integer> counts = new HashMap<>();
        addTo(counts, tokens, n);
        return counts;
    }

    /** Of many texts together; none reaches from one text into the next. */
    static Map<List<String>, Integer> countsOfAll(List<List<String>> texts, int n) {
        Map<List<String>, Integer> counts = new HashMap<>();
        texts.forEach(tokens -> addTo(counts, tokens, n));
        return counts;
    }

    private static void addTo(Map<List<String>, Integer> counts, List<String> tokens, int n) {
        for (int start = 0; start + n <= tokens.size(); start++) {
            counts.merge(tokens.subList(start, start + n), 1, Integer::sum);
        }
    }
}
