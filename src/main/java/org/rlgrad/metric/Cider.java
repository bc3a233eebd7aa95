package org.rlgrad.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.rlgrad.Failure;

/**
 * CIDEr-D of pycocoevalcap (R. Vedantam et al., "CIDEr: Consensus-based Image Description Evaluation", CVPR 2015): cosine of
 * tf-idf vectors of n-grams, orders 1 to 4, with the prediction's weights clipped to the reference's and a Gaussian penalty on the
 * difference in length, times 10. Values lie in [0, 10].
 *
 * <p>An n-gram's document frequency is the number of samples with a reference that has it, so a score depends on the other samples
 * of the data set; in a data set of one sample all are 0.
 */
public final class Cider {
    private static final int MAX_ORDER = 4;
    private static final double SIGMA = 6;
    private static final double FACTOR = 10;

    private Cider() {}

    /** A text's tf-idf weights by order and n-gram, the length of each order's vector, and the number of bigrams. */
    private record Vectors(List<Map<List<String>, Double>> weights, double[] norms, int length) {}

    /**
     * The score of each prediction.
     *
     * @param predictions the words of each
     * @param references the words of each reference of each prediction
     * @throws Failure if a sample has no reference
     */
    public static double[] scores(List<List<String>> predictions, List<List<List<String>>> references) {
        Map<List<String>, Integer> documentFrequencies = new HashMap<>();
        for (List<List<String>> sample : references) {
            if (sample.isEmpty()) {
                throw Failure.badData("cider: a sample has no references; choose another metric for this data pool");
            }
            Set<List<String>> distinct = new HashSet<>();
            sample.forEach(text -> ngrams(text).forEach(order -> distinct.addAll(order.keySet())));
            distinct.forEach(ngram -> documentFrequencies.merge(ngram, 1, Integer::sum));
        }
        double logSamples = Math.log(references.size());
        double[] scores = new double[predictions.size()];
        for (int i = 0; i < scores.length; i++) {
            Vectors prediction = vectors(predictions.get(i), documentFrequencies, logSamples);
            double sum = 0;
            for (List<String> reference : references.get(i)) {
                sum += similarity(prediction, vectors(reference, documentFrequencies, logSamples));
            }
            scores[i] = FACTOR * sum / references.get(i).size();
        }
        return scores;
    }

    /** The mean of the scores; 0 if there is none. */
    public static double corpusScore(List<List<String>> predictions, List<List<List<String>>> references) {
        return Arrays.stream(scores(predictions, references)).average().orElse(0);
    }

    /** Per order how often the text has each n-gram. */
    private static List<Map<List<String>, Integer>> ngrams(List<String> text) {
        List<Map<List<String>, Integer>> orders = new ArrayList<>();
        for (int n = 1; n <= MAX_ORDER; n++) {
            orders.add(Ngrams.counts(text, n));
        }
        return orders;
    }

    private static Vectors vectors(
            List<String> text, Map<List<String>, Integer> documentFrequencies, double logSamples) {
        List<Map<List<String>, Double>> weights = new ArrayList<>();
        double[] norms = new double[MAX_ORDER];
        for (Map<List<String>, Integer> counts : ngrams(text)) {
            Map<List<String>, Double> order = new HashMap<>();
            double squares = 0;
            for (Map.Entry<List<String>, Integer> ngram : counts.entrySet()) {
                int documents = documentFrequencies.getOrDefault(ngram.getKey(), 0);
                double weight = ngram.getValue() * (logSamples - Math.log(Math.max(1, documents)));
                order.put(ngram.getKey(), weight);
                squares += weight * weight;
            }
            norms[weights.size()] = Math.sqrt(squares);
            weights.add(order);
        }
        return new Vectors(weights, norms, Math.max(0, text.size() - 1));
    }

    /** The mean over the orders. */
    private static double similarity(Vectors prediction, Vectors reference) {
        double sum = 0;
        for (int n = 0; n < MAX_ORDER; n++) {
            double product = 0;
            for (Map.Entry<List<String>, Double> ngram :
                    prediction.weights.get(n).entrySet()) {
                double weight = reference.weights.get(n).getOrDefault(ngram.getKey(), 0.0);
                product += Math.min(ngram.getValue(), weight) * weight;
            }
            double norms = prediction.norms[n] * reference.norms[n];
            sum += norms == 0 ? 0 : product / norms;
        }
        double difference = prediction.length - reference.length;
        return Math.exp(-difference * difference / (2 * SIGMA * SIGMA)) * sum / MAX_ORDER;
    }
}
