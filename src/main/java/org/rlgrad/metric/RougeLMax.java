package org.rlgrad.metric;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rlgrad.Failure;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.MetricConfig;

/**
 * The best ROUGE-L over the references, as py-rouge computes it: summary level, union of the longest common subsequences
 * (C.-Y. Lin, "ROUGE: A Package for Automatic Evaluation of Summaries", 2004, section 3.2). Values lie in [0, 1].
 *
 * <p>{@link Fidelity#REFERENCE} follows the released py-rouge 1.1 (September 2018), the one that {@code pip} installs: there
 * precision and recall are raised to 1 / weight factor, which the paper means for ROUGE-W only, so that with the usual 1.2
 * every value below 1 is too large (0.6 becomes 0.653). {@link Fidelity#CORRECTED} leaves the weight factor out, as the
 * unreleased source of July 2019 does.
 */
public final class RougeLMax {
    /** Most cells (bytes) of one table of subsequences: 10,000 words against 10,000. */
    private static final long LARGEST_TABLE = 100_000_000L;

    private static final byte TAKE = 0;
    private static final byte UP = 1;
    private static final byte LEFT = 2;

    private final MetricConfig.RougeLMax config;
    private final double exponent;

    /** References as words, for any number of predictions. Immutable. */
    public record Prepared(List<List<List<String>>> references) {}

    public RougeLMax(MetricConfig.RougeLMax config, Fidelity fidelity) {
        this.config = config;
        this.exponent = switch (fidelity) {
            case REFERENCE -> 1 / config.weightFactor();
            case CORRECTED -> 1;
        };
    }

    /**
     * @throws Failure if there is no reference
     */
    public Prepared prepare(List<String> references) {
        return new Prepared(References.required(references, config.id()).stream()
                .map(reference -> PyRougeText.sentences(reference, config))
                .toList());
    }

    /**
     * The largest F over the references.
     *
     * @throws Failure if a sentence has too many words to be compared, which needs {@code limit_length: false} or words joined by
     *     tens of thousands of marks
     */
    public double score(String prediction, Prepared prepared) {
        List<List<String>> hypothesis = PyRougeText.sentences(prediction, config);
        double best = 0;
        for (List<List<String>> reference : prepared.references) {
            best = Math.max(best, score(hypothesis, reference));
        }
        return best;
    }

    private double score(List<List<String>> hypothesis, List<List<String>> reference) {
        Map<String, Integer> ids = new HashMap<>();
        int[][] hypothesisIds = ids(hypothesis, ids);
        int[][] referenceIds = ids(reference, ids);
        int[] unused = new int[ids.size()];
        int hypothesisLength = 0;
        for (int[] sentence : hypothesisIds) {
            hypothesisLength += sentence.length;
            for (int id : sentence) {
                unused[id]++;
            }
        }
        int referenceLength = 0;
        int hits = 0;
        for (int[] sentence : referenceIds) {
            referenceLength += sentence.length;
            boolean[] hit = new boolean[sentence.length];
            for (int[] other : hypothesisIds) {
                markCommon(sentence, other, hit);
            }
            for (int i = 0; i < hit.length; i++) {
                if (hit[i] && unused[sentence[i]] > 0) {
                    unused[sentence[i]]--;
                    hits++;
                }
            }
        }
        return f(share(hits, hypothesisLength), share(hits, referenceLength));
    }

    private double share(int hits, int length) {
        return length == 0 ? 0 : Math.pow((double) hits / length, exponent);
    }

    private double f(double precision, double recall) {
        if (precision == 0 || recall == 0) {
            return 0;
        }
        return precision * recall / ((1 - config.alpha()) * precision + config.alpha() * recall);
    }

    private static int[][] ids(List<List<String>> sentences, Map<String, Integer> ids) {
        return sentences.stream()
                .map(words -> words.stream()
                        .mapToInt(word -> {
                            Integer id = ids.putIfAbsent(word, ids.size());
                            return id == null ? ids.size() - 1 : id;
                        })
                        .toArray())
                .toArray(int[][]::new);
    }

    /** Marks the reference words of one longest common subsequence; of equally long ones, the table prefers to go up. */
    private static void markCommon(int[] reference, int[] hypothesis, boolean[] hit) {
        int columns = hypothesis.length;
        if ((long) reference.length * columns > LARGEST_TABLE) {
            throw Failure.badData("rouge_l_max: a text of " + reference.length + " words against one of " + columns
                    + " is too long to compare; shorten the text, or set limit_length: true");
        }
        byte[][] steps = new byte[reference.length][columns];
        int[] above = new int[columns + 1];
        int[] lengths = new int[columns + 1];
        for (int i = 0; i < reference.length; i++) {
            for (int j = 0; j < columns; j++) {
                if (reference[i] == hypothesis[j]) {
                    lengths[j + 1] = above[j] + 1;
                    steps[i][j] = TAKE;
                } else if (above[j + 1] >= lengths[j]) {
                    lengths[j + 1] = above[j + 1];
                    steps[i][j] = UP;
                } else {
                    lengths[j + 1] = lengths[j];
                    steps[i][j] = LEFT;
                }
            }
            int[] swap = above;
            above = lengths;
            lengths = swap;
        }
        int i = reference.length - 1;
        int j = columns - 1;
        while (i >= 0 && j >= 0) {
            byte step = steps[i][j];
            if (step == TAKE) {
                hit[i] = true;
            }
            i -= step == LEFT ? 0 : 1;
            j -= step == UP ? 0 : 1;
        }
    }
}
