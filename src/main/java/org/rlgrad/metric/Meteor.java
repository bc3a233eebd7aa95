package org.rlgrad.metric;

import java.util.List;
import java.util.Locale;
import org.rlgrad.config.Fidelity;

/**
 * METEOR as NLTK computes it: greedy unigram alignment by word, by stem and by WordNet synonym, and a penalty for its
 * fragmentation (A. Lavie, A. Agarwal, "METEOR: An Automatic Metric for MT Evaluation with High Levels of Correlation with
 * Human Judgments", WMT 2007), with NLTK's parameters alpha 0.9, beta 3, gamma 0.5. Values lie in [0, 1).
 *
 * <p>{@link Fidelity#REFERENCE} scores against Python's text of the <em>list</em> of references ({@link PythonRepr}), with its
 * brackets, quotes and commas, because the metric library turns the list that it is handed into one string; a perfect copy
 * of four words then scores about 0.44, of 24 words 0.86. {@link Fidelity#CORRECTED} takes the best score over the references.
 *
 * <p>Differs from the reference: words are found through an index, not by scanning, so that long texts take linear time. The
 * alignment is the same.
 */
public final class Meteor {
    private static final double ALPHA = 0.9;
    private static final double BETA = 3;
    private static final double GAMMA = 0.5;

    private Meteor() {}

    /** The references of one sample, tokenized and stemmed once for any number of predictions. Immutable. */
    public static final class Prepared {
        private final List<MeteorReference> references;

        private Prepared(List<MeteorReference> references) {
            this.references = references;
        }
    }

    /**
     * @throws org.rlgrad.Failure with {@code CORRECTED} if there is no reference
     */
    public static Prepared prepare(List<String> references, Fidelity fidelity) {
        List<String> texts =
                switch (fidelity) {
                    case REFERENCE -> List.of(PythonRepr.of(references));
                    case CORRECTED -> References.required(references, "meteor");
                };
        return new Prepared(
                texts.stream().map(Meteor::words).map(MeteorReference::new).toList());
    }

    /** The score of one prediction, in [0, 1); 0 if it or the reference is empty. */
    public static double score(String prediction, Prepared prepared) {
        List<String> words = words(prediction);
        double best = 0;
        for (MeteorReference reference : prepared.references) {
            best = Math.max(best, score(words, reference));
        }
        return best;
    }

    private static double score(List<String> hypothesis, MeteorReference reference) {
        int[] alignment = reference.align(hypothesis);
        int matches = 0;
        int chunks = 0;
        for (int i = 0; i < alignment.length; i++) {
            if (alignment[i] >= 0) {
                matches++;
                boolean continues = i > 0 && alignment[i - 1] >= 0 && alignment[i] == alignment[i - 1] + 1;
                chunks += continues ? 0 : 1;
            }
        }
        if (matches == 0) {
            return 0;
        }
        double precision = (double) matches / hypothesis.size();
        double recall = (double) matches / reference.length();
        double mean = precision * recall / (ALPHA * precision + (1 - ALPHA) * recall);
        double penalty = GAMMA * Math.pow((double) chunks / matches, BETA);
        return (1 - penalty) * mean;
    }

    private static List<String> words(String text) {
        List<String> words = NltkWordTokenizer.tokenize(text);
        words.replaceAll(word -> word.toLowerCase(Locale.ROOT));
        return words;
    }
}
