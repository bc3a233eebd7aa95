package org.rlgrad.generate;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.rlgrad.config.GenerationConfig;
import org.rlgrad.model.Gpt2;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/** The naive twin of sampling: walks every output of a tiny model, with all rules written as plain loops. */
final class NaiveEnumeration {
    private static final int END = 6;
    private static final int[] PROMPT = {2, 5, 1};

    private final Gpt2 model;
    private final GenerationConfig config;
    private final Map<List<Integer>, Double> result = new HashMap<>();

    NaiveEnumeration(Gpt2 model, GenerationConfig config) {
        this.model = model;
        this.config = config;
    }

    Map<List<Integer>, Double> probabilities() {
        walk(List.of(), 1);
        return result;
    }

    private void walk(List<Integer> output, double probability) {
        boolean ended = !output.isEmpty() && output.get(output.size() - 1) == END;
        if (ended || output.size() == config.maxNewTokens().getAsInt()) {
            result.merge(output, probability, Double::sum);
            return;
        }
        double[] next = distribution(output);
        for (int token = 0; token < next.length; token++) {
            if (next[token] > 0) {
                List<Integer> longer = new ArrayList<>(output);
                longer.add(token);
                walk(longer, probability * next[token]);
            }
        }
    }

    private double[] distribution(List<Integer> output) {
        List<Integer> sequence = new ArrayList<>(Arrays.stream(PROMPT).boxed().toList());
        sequence.addAll(output);
        double[] scores = logits(sequence);
        for (int token = 0; token < scores.length; token++) {
            if (sequence.contains(token)) {
                double p = config.repetitionPenalty();
                scores[token] = scores[token] < 0 ? scores[token] * p : scores[token] / p;
            }
        }
        int n = config.noRepeatNgramSize();
        for (int token = 0; n > 0 && token < scores.length; token++) {
            List<Integer> candidate =
                    new ArrayList<>(sequence.subList(Math.max(0, sequence.size() - n + 1), sequence.size()));
            candidate.add(token);
            for (int start = 0; candidate.size() == n && start + n <= sequence.size(); start++) {
                if (sequence.subList(start, start + n).equals(candidate)) {
                    scores[token] = Double.NEGATIVE_INFINITY;
                }
            }
        }
        if (output.size() < config.minLength()) {
            scores[END] = Double.NEGATIVE_INFINITY;
        }
        for (int token = 0; token < scores.length; token++) {
            scores[token] /= config.temperature();
        }
        if (config.topK() > 0 && config.topK() < scores.length) {
            double[] sorted = scores.clone();
            Arrays.sort(sorted);
            double edge = sorted[sorted.length - config.topK()];
            for (int token = 0; token < scores.length; token++) {
                scores[token] = scores[token] < edge ? Double.NEGATIVE_INFINITY : scores[token];
            }
        }
        double[] probabilities = softmax(scores);
        if (config.topP() < 1) {
            double before = 0;
            double[] all = probabilities.clone();
            for (int token : IntStream.range(0, all.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> -all[i]))
                    .mapToInt(i -> i)
                    .toArray()) {
                if (before > config.topP()) {
                    scores[token] = Double.NEGATIVE_INFINITY;
                }
                before += all[token];
            }
            probabilities = softmax(scores);
        }
        return probabilities;
    }

    private static double[] softmax(double[] scores) {
        double largest = Arrays.stream(scores).max().orElseThrow();
        double[] exp = Arrays.stream(scores).map(s -> Math.exp(s - largest)).toArray();
        double total = Arrays.stream(exp).sum();
        return Arrays.stream(exp).map(e -> e / total).toArray();
    }

    /** Raw logits of the token after the prompt and these. */
    double[] logitsAfter(List<Integer> output) {
        List<Integer> sequence = new ArrayList<>(Arrays.stream(PROMPT).boxed().toList());
        sequence.addAll(output);
        return logits(sequence);
    }

    private double[] logits(List<Integer> sequence) {
        return Torch.noGrad(() -> Scopes.step(() -> {
            long[] ids = sequence.stream().mapToLong(i -> i).toArray();
            long[] positions = IntStream.range(0, ids.length).asLongStream().toArray();
            NDArray all = model.logits(
                    Ops.ids(model.parameters().manager(), new long[][] {ids}),
                    Ops.ids(model.parameters().manager(), new long[][] {positions}),
                    null);
            float[] flat = all.toFloatArray();
            double[] last = new double[model.vocabularySize()];
            for (int token = 0; token < last.length; token++) {
                last[token] = flat[flat.length - last.length + token];
            }
            return last;
        }));
    }
}
