package org.rlgrad.metric;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How varied generated texts are: statistics over all texts together, as GEM-metrics computes them, on NLTK tokens in lower
 * case. References play no part.
 *
 * @param window tokens of such a window
 * @param msttr mean segmental type-token ratio, in (0, 1], of all consecutive full windows, the texts
 *     written one after the other; rounded to 5 decimals as there; NaN below one window
 * @param msttrNoPunctuation the same without punctuation tokens
 * @param words the other statistics
 * @param wordsNoPunctuation the same without tokens that are one ASCII punctuation character
 */
public record Diversity(
        int window, double msttr, double msttrNoPunctuation, TextStatistics words, TextStatistics wordsNoPunctuation) {
    private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    /**
     * The statistics of generated texts; without any text every mean is NaN.
     *
     * @param window tokens of an MSTTR window, at least 1
     */
    public static Diversity of(List<String> texts, int window) {
        List<List<String>> tokens =
                texts.parallelStream().map(Diversity::tokens).toList();
        List<List<String>> words = tokens.stream()
                .map(text ->
                        text.stream().filter(token -> !isPunctuation(token)).toList())
                .toList();
        return new Diversity(
                window,
                msttr(tokens, window),
                msttr(words, window),
                TextStatistics.of(tokens),
                TextStatistics.of(words));
    }

    private static List<String> tokens(String text) {
        return NltkWordTokenizer.tokenize(text).stream()
                .map(token -> token.toLowerCase(Locale.ROOT))
                .toList();
    }

    private static boolean isPunctuation(String token) {
        return token.length() == 1 && PUNCTUATION.contains(token);
    }

    /** Mean share of distinct tokens in full windows; what is left over at the end does not count. */
    static double msttr(List<List<String>> texts, int window) {
        List<String> all = texts.stream().flatMap(List::stream).toList();
        int windows = all.size() / window;
        if (windows == 0) {
            return Double.NaN;
        }
        double sum = 0;
        for (int i = 0; i < windows; i++) {
            sum += (double) new HashSet<>(all.subList(i * window, (i + 1) * window)).size() / window;
        }
        return new BigDecimal(sum / windows).setScale(5, RoundingMode.HALF_EVEN).doubleValue();
    }

    /** All values by the names that the reference logs, in a fixed order. */
    public Map<String, Double> byKey() {
        Map<String, Double> values = new LinkedHashMap<>();
        String prefix = "diversity_metrics/";
        values.put(prefix + "msttr-" + window, msttr);
        values.put(prefix + "msttr-" + window + "_nopunct", msttrNoPunctuation);
        words.byKey().forEach((key, value) -> values.put(prefix + key, value));
        wordsNoPunctuation.byKey().forEach((key, value) -> values.put(prefix + key + "-nopunct", value));
        return values;
    }
}
