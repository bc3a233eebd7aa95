package org.rlgrad.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The naive twin of masked sampling: walks every output of a tiny model, with minimum length, mask, temperature and top-k
 * written as plain loops.
 *
 * @param policy the policy's logits after an output
 * @param ranking the mask model's
 */
record NaiveMaskedSampling(
        Function<List<Integer>, float[]> policy,
        Function<List<Integer>, float[]> ranking,
        ActionMask mask,
        int endToken,
        int minNewTokens,
        int maxNewTokens,
        double temperature,
        int topK) {

    /** The probability of every output. */
    Map<List<Integer>, Double> probabilities() {
        Map<List<Integer>, Double> result = new HashMap<>();
        walk(List.of(), 1, result);
        return result;
    }

    private void walk(List<Integer> output, double probability, Map<List<Integer>, Double> result) {
        boolean ended = !output.isEmpty() && output.get(output.size() - 1) == endToken;
        if (ended || output.size() == maxNewTokens) {
            result.merge(output, probability, Double::sum);
            return;
        }
        double[] next = distribution(output);
        for (int token = 0; token < next.length; token++) {
            if (next[token] > 0) {
                List<Integer> longer = new ArrayList<>(output);
                longer.add(token);
                walk(longer, probability * next[token], result);
            }
        }
    }

    /** Tokens that can follow an output. */
    Set<Integer> possible(List<Integer> output) {
        double[] next = distribution(output);
        Set<Integer> tokens = new HashSet<>();
        IntStream.range(0, next.length).filter(token -> next[token] > 0).forEach(tokens::add);
        return tokens;
    }

    private double[] distribution(List<Integer> output) {
        double[] scores = restricted(doubles(policy.apply(output)), output);
        for (int token = 0; token < scores.length; token++) {
            scores[token] /= temperature;
        }
        if (topK > 0 && topK < scores.length) {
            double[] sorted = scores.clone();
            Arrays.sort(sorted);
            double edge = sorted[sorted.length - topK];
            for (int token = 0; token < scores.length; token++) {
                scores[token] = scores[token] < edge ? Double.NEGATIVE_INFINITY : scores[token];
            }
        }
        return softmax(scores);
    }

    /** Scores after minimum length and mask. */
    double[] restricted(double[] scores, List<Integer> output) {
        if (output.size() < minNewTokens) {
            scores[endToken] = Double.NEGATIVE_INFINITY;
        }
        Set<Integer> allowed = mask.learned() ? nucleus(doubles(ranking.apply(output))) : nucleus(scores);
        for (int token : mask.always()) {
            allowed.add(token);
        }
        for (int token = 0; token < scores.length; token++) {
            if (!allowed.contains(token)) {
                scores[token] = Double.NEGATIVE_INFINITY;
            }
        }
        return scores;
    }

    private Set<Integer> nucleus(double[] logits) {
        double[] probabilities = softmax(logits);
        int[] best = IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparingDouble(token -> -logits[token]))
                .mapToInt(Integer::intValue)
                .toArray();
        Set<Integer> tokens = new HashSet<>();
        double mass = 0;
        for (int token : best) {
            if (tokens.size() >= Math.max(1, mask.least()) && mass > mask.mass()) {
                break;
            }
            tokens.add(token);
            mass += probabilities[token];
        }
        return tokens;
    }

    static double[] doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    static double[] softmax(double[] scores) {
        double largest = Arrays.stream(scores).max().orElseThrow();
        double[] exp = Arrays.stream(scores).map(s -> Math.exp(s - largest)).toArray();
        double total = Arrays.stream(exp).sum();
        return Arrays.stream(exp).map(e -> e / total).toArray();
    }
}
