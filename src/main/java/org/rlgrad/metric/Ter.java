package org.rlgrad.metric;

import java.util.ArrayList;
import java.util.List;
import org.rlgrad.config.Fidelity;

/**
 * Translation edit rate as in sacreBLEU 2.2 (M. Snover et al., "A Study of Translation Edit Rate with Targeted Human Annotation", AMTA
 * 2006): insertions, deletions, substitutions and shifts of blocks of words, fewest over the references, by the references' mean
 * length. 0 is a perfect copy; values can exceed 1.
 *
 * <p>{@link Fidelity#REFERENCE} normalizes references twice, as sacreBLEU does by mistake: {@code man's, I} loses its comma with
 * {@code noPunctuation}, and only the second time {@code 's} stands before a blank and is parted. {@link Fidelity#CORRECTED} treats them
 * like predictions.
 *
 * <p>Where no reference has a word the value is 1, with {@link Fidelity#REFERENCE} even if the prediction has none either;
 * {@link Fidelity#CORRECTED} then gives 0, as sacreBLEU from 2.4 on.
 *
 * <p>Differs from the reference: the samples of a corpus may have different numbers of references.
 */
public final class Ter {
    private final TercomTokenizer tokenizer;
    private final Fidelity fidelity;

    /** The words of a sample's references, for any number of predictions. Immutable. */
    public static final class Prepared {
        private final WordIds words;
        private final List<int[]> references;

        private Prepared(WordIds words, List<int[]> references) {
            this.words = words;
            this.references = references;
        }
    }

    /** What one prediction contributes to the score of a corpus: fewest edits, and mean length of the references in words. */
    public record Statistics(long edits, double referenceLength) {
        Statistics plus(Statistics other) {
            return new Statistics(edits + other.edits, referenceLength + other.referenceLength);
        }
    }

    public Ter(TercomTokenizer tokenizer, Fidelity fidelity) {
        this.tokenizer = tokenizer;
        this.fidelity = fidelity;
    }

    /**
     * @throws org.rlgrad.Failure if there is no reference
     */
    public Prepared prepare(List<String> references) {
        WordIds words = new WordIds();
        List<int[]> ids = new ArrayList<>();
        for (String reference : References.required(references, "ter")) {
            ids.add(words.add(referenceWords(reference)));
        }
        return new Prepared(words, ids);
    }

    private List<String> referenceWords(String reference) {
        List<String> once = tokenizer.tokenize(reference);
        return switch (fidelity) {
            case REFERENCE -> tokenizer.tokenize(String.join(" ", once));
            case CORRECTED -> once;
        };
    }

    /** The score of one prediction by itself. */
    public double score(String prediction, Prepared prepared) {
        return score(statistics(prediction, prepared));
    }

    public Statistics statistics(String prediction, Prepared prepared) {
        int[] hypothesis = prepared.words.find(tokenizer.tokenize(prediction));
        long fewest = Long.MAX_VALUE;
        long lengths = 0;
        for (int[] reference : prepared.references) {
            fewest = Math.min(fewest, TerEdits.fewest(hypothesis, reference));
            lengths += reference.length;
        }
        return new Statistics(fewest, (double) lengths / prepared.references.size());
    }

    /**
     * The score of a whole data set.
     *
     * @param predictions one for each sample
     * @param prepared the references, likewise
     */
    public double corpusScore(List<String> predictions, List<Prepared> prepared) {
        Statistics sum = new Statistics(0, 0);
        for (int i = 0; i < predictions.size(); i++) {
            sum = sum.plus(statistics(predictions.get(i), prepared.get(i)));
        }
        return score(sum);
    }

    private double score(Statistics statistics) {
        if (statistics.referenceLength > 0) {
            return statistics.edits / statistics.referenceLength;
        }
        return switch (fidelity) {
            case REFERENCE -> 1;
            case CORRECTED -> statistics.edits > 0 ? 1 : 0;
        };
    }
}
