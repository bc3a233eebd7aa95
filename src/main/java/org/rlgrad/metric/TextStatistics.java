package org.rlgrad.metric;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Lengths and n-grams of tokenized texts, a part of {@link Diversity}.
 *
 * @param totalLength tokens of all texts
 * @param meanLength tokens per text; it, {@code deviation}, {@code median}, {@code min} and {@code max} are NaN without a text
 * @param deviation population standard deviation of the length
 * @param ngrams statistics of words, word pairs and word triples
 */
public record TextStatistics(
        long totalLength,
        double meanLength,
        double deviation,
        double median,
        double min,
        double max,
        List<NgramStatistics> ngrams) {

    /**
     * Statistics of the n-grams of one order, none of which reaches from one text into the next.
     *
     * @param distinct share of distinct n-grams, in [0, 1]; 0 if there are no n-grams
     * @param vocabulary distinct n-grams
     * @param unique n-grams that occur once
     * @param entropy of the n-gram's frequency, in bits, at least 0
     * @param conditionalEntropy of the last word given those before it, in bits; each frequency is relative to all n-grams of
     *     its own order, so it may fall slightly below 0; NaN (and not reported) for single words
     */
    public record NgramStatistics(
            double distinct, int vocabulary, long unique, double entropy, double conditionalEntropy) {}

    private static final int MAX_ORDER = 3;

    static TextStatistics of(List<List<String>> texts) {
        int[] lengths = texts.stream().mapToInt(List::size).sorted().toArray();
        int count = lengths.length;
        double mean = Arrays.stream(lengths).average().orElse(Double.NaN);
        double variance = Arrays.stream(lengths)
                .mapToDouble(length -> (length - mean) * (length - mean))
                .average()
                .orElse(Double.NaN);
        double median = count == 0 ? Double.NaN : (lengths[(count - 1) / 2] + (double) lengths[count / 2]) / 2;
        List<Map<List<String>, Integer>> counts = IntStream.rangeClosed(1, MAX_ORDER)
                .mapToObj(n -> Ngrams.countsOfAll(texts, n))
                .toList();
        return new TextStatistics(
                Arrays.stream(lengths).asLongStream().sum(),
                mean,
                Math.sqrt(variance),
                median,
                count == 0 ? Double.NaN : lengths[0],
                count == 0 ? Double.NaN : lengths[count - 1],
                IntStream.range(0, MAX_ORDER)
                        .mapToObj(i -> ngrams(counts.get(i), i == 0 ? null : counts.get(i - 1)))
                        .toList());
    }

    private static NgramStatistics ngrams(Map<List<String>, Integer> counts, Map<List<String>, Integer> shorter) {
        double total = total(counts);
        double shorterTotal = shorter == null ? Double.NaN : total(shorter);
        double entropy = 0;
        double conditional = shorter == null ? Double.NaN : 0;
        for (Map.Entry<List<String>, Integer> ngram : counts.entrySet()) {
            double p = ngram.getValue() / total;
            entropy -= p * log2(p);
            if (shorter != null) {
                List<String> words = ngram.getKey();
                double before = shorter.get(words.subList(0, words.size() - 1)) / shorterTotal;
                conditional -= p * log2(p / before);
            }
        }
        long unique = counts.values().stream().filter(count -> count == 1).count();
        double distinct = counts.isEmpty() ? 0 : counts.size() / total;
        return new NgramStatistics(distinct, counts.size(), unique, entropy, conditional);
    }

    private static double total(Map<List<String>, Integer> counts) {
        return counts.values().stream().mapToLong(Integer::longValue).sum();
    }

    private static double log2(double x) {
        return Math.log(x) / Math.log(2);
    }

    Map<String, Double> byKey() {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("total_length", (double) totalLength);
        values.put("mean_pred_length", meanLength);
        values.put("std_pred_length", deviation);
        values.put("median_pred_length", median);
        values.put("min_pred_length", min);
        values.put("max_pred_length", max);
        for (int n = 1; n <= MAX_ORDER; n++) {
            NgramStatistics order = ngrams.get(n - 1);
            values.put("distinct-" + n, order.distinct());
            values.put("vocab_size-" + n, (double) order.vocabulary());
            values.put("unique-" + n, (double) order.unique());
            values.put("entropy-" + n, order.entropy());
            if (n > 1) {
                values.put("cond_entropy-" + n, order.conditionalEntropy());
            }
        }
        return values;
    }
}
