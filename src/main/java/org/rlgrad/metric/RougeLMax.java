package org.rlgrad.metric;

import java.util.List;
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
     * @throws org.rlgrad.Failure if there is no reference
     */
    public Prepared prepare(List<String> references) {
        return new Prepared(References.required(references, config.id()).stream()
                .map(reference -> PyRougeText.sentences(reference, config))
                .toList());
    }

    /** The largest F over the references. */
    public double score(String prediction, Prepared prepared) {
        List<List<String>> hypothesis = PyRougeText.sentences(prediction, config);
        double best = 0;
        for (List<List<String>> reference : prepared.references) {
            best = Math.max(best, score(hypothesis, reference));
        }
        return best;
    }

    private double score(List<List<String>> hypothesis, List<List<String>> reference) {
        WordIds ids = new WordIds();
        List<int[]> hypothesisIds = hypothesis.stream().map(ids::add).toList();
        List<int[]> referenceIds = reference.stream().map(ids::add).toList();
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
            LongestCommonSubsequence subsequence = new LongestCommonSubsequence(sentence);
            for (int[] other : hypothesisIds) {
                subsequence.mark(other, hit);
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
}
