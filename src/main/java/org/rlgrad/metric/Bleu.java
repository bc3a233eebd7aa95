package org.rlgrad.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.rlgrad.config.Fidelity;

/**
 * BLEU as in TensorFlow's nmt: order 4, on words between white space, without smoothing (K. Papineni et al., "BLEU: a Method for
 * Automatic Evaluation of Machine Translation", 2002). Values lie in [0, 1].
 *
 * <p>Unlike sacreBLEU it takes the <em>shortest</em> reference as the length to reach, and is 0 if any of the four orders has no match.
 *
 * <p>{@link Fidelity#REFERENCE} has no value where the predictions or the references (the shortest of each sample) hold no
 * word at all: the reference divides by zero and reports {@code n/a}. With {@link Fidelity#CORRECTED} it is 0.
 */
public final class Bleu {
    private Bleu() {}

    /** The n-grams of a sample's references, for any number of predictions. Immutable. */
    public static final class Prepared {
        private final int shortest;
        private final WordIds words;
        private final NgramTable ngrams;

        private Prepared(WordIds words, List<int[]> references) {
            this.shortest = references.stream()
                    .mapToInt(reference -> reference.length)
                    .min()
                    .orElseThrow();
            this.words = words;
            this.ngrams = new NgramTable(references, BleuStatistics.MAX_ORDER);
        }
    }

    /**
     * @throws org.rlgrad.Failure if there is no reference
     */
    public static Prepared prepare(List<String> references) {
        WordIds words = new WordIds();
        List<int[]> ids = new ArrayList<>();
        for (String reference : References.required(references, "bleu")) {
            ids.add(words.addSplit(reference));
        }
        return new Prepared(words, ids);
    }

    /** The score of one prediction by itself. */
    public static OptionalDouble score(String prediction, Prepared prepared, Fidelity fidelity) {
        return score(statistics(prediction, prepared), fidelity);
    }

    /** What one prediction contributes to the score of a corpus; the reference length is that of the shortest. */
    public static BleuStatistics statistics(String prediction, Prepared prepared) {
        int[] hypothesis = prepared.words.findSplit(prediction);
        return new BleuStatistics(
                prepared.ngrams.matches(hypothesis),
                NgramTable.totals(hypothesis.length, BleuStatistics.MAX_ORDER),
                hypothesis.length,
                prepared.shortest);
    }

    /**
     * The score of a whole data set.
     *
     * @param predictions one for each sample
     * @param prepared the references, likewise
     */
    public static OptionalDouble corpusScore(List<String> predictions, List<Prepared> prepared, Fidelity fidelity) {
        BleuStatistics sum = BleuStatistics.none();
        for (int i = 0; i < predictions.size(); i++) {
            sum = sum.plus(statistics(predictions.get(i), prepared.get(i)));
        }
        return score(sum, fidelity);
    }

    private static OptionalDouble score(BleuStatistics statistics, Fidelity fidelity) {
        if (statistics.hypothesisLength() == 0 || statistics.referenceLength() == 0) {
            return switch (fidelity) {
                case REFERENCE -> OptionalDouble.empty();
                case CORRECTED -> OptionalDouble.of(0);
            };
        }
        double logSum = 0;
        for (int n = 0; n < BleuStatistics.MAX_ORDER; n++) {
            if (statistics.matches()[n] == 0) {
                return OptionalDouble.of(0);
            }
            logSum += Math.log((double) statistics.matches()[n] / statistics.totals()[n]);
        }
        return OptionalDouble.of(statistics.brevityPenalty() * Math.exp(logSum / BleuStatistics.MAX_ORDER));
    }
}
