package org.rlgrad.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.rlgrad.config.Fidelity;

/**
 * ROUGE as Google's rouge_score 0.0.4 computes it (C.-Y. Lin, "ROUGE: A Package for Automatic Evaluation of Summaries", 2004):
 * unigrams, bigrams, longest common subsequence of the whole text, and summary-level subsequence over lines. Words are runs of
 * ASCII letters and digits in lower case, so that accented letters break them. Values lie in [0, 1].
 *
 * <p>With several references and no {@code use_single_ref}, {@link Fidelity#REFERENCE} scores against Python's text of the
 * <em>list</em> of references ({@link PythonRepr}), in which they stand one after the other, and an escaped line feed leaves an
 * {@code n} stuck to the next word; {@link Fidelity#CORRECTED} takes, for each kind, the reference with the best F.
 *
 * <p>Differs from the reference: the value of a corpus is the mean, not the median of 1,000 bootstrap means from an unseeded generator.
 */
public final class Rouge {
    /** The shortest word that is stemmed. */
    private static final int STEMMED_LENGTH = 4;

    private static final PorterStemmer STEMMER = new PorterStemmer(PorterStemmer.Mode.NLTK_EXTENSIONS);

    private final boolean useStemmer;
    private final boolean useSingleReference;
    private final Fidelity fidelity;

    /** Shares of the prediction's and of the reference's items that the other has, and their harmonic mean. */
    public record Score(double precision, double recall, double f) {
        static final Score ZERO = new Score(0, 0, 0);

        /** From the number of common items; a share of nothing is 0. */
        static Score of(long common, long inPrediction, long inReference) {
            if (common == 0) {
                return ZERO;
            }
            double precision = (double) common / inPrediction;
            double recall = (double) common / inReference;
            return new Score(precision, recall, 2 * precision * recall / (precision + recall));
        }

        private Score better(Score other) {
            return other.f > f ? other : this;
        }
    }

    /** All four kinds. */
    public record Scores(Score rouge1, Score rouge2, Score rougeL, Score rougeLsum) {
        private Scores better(Scores other) {
            return new Scores(
                    rouge1.better(other.rouge1),
                    rouge2.better(other.rouge2),
                    rougeL.better(other.rougeL),
                    rougeLsum.better(other.rougeLsum));
        }

        /** The means over a data set of precision, recall and F, each on its own; 0 if it is empty. */
        public static Scores mean(List<Scores> scores) {
            return new Scores(
                    mean(scores, Scores::rouge1),
                    mean(scores, Scores::rouge2),
                    mean(scores, Scores::rougeL),
                    mean(scores, Scores::rougeLsum));
        }

        private static Score mean(List<Scores> scores, Function<Scores, Score> kind) {
            double precision = 0;
            double recall = 0;
            double f = 0;
            for (Scores all : scores) {
                Score score = kind.apply(all);
                precision += score.precision;
                recall += score.recall;
                f += score.f;
            }
            int n = Math.max(1, scores.size());
            return new Score(precision / n, recall / n, f / n);
        }
    }

    /** The references of one sample, for any number of predictions. Immutable. */
    public static final class Prepared {
        private final List<RougeReference> references;

        private Prepared(List<RougeReference> references) {
            this.references = references;
        }
    }

    /**
     * @param useStemmer whether words of more than three letters are stemmed
     * @param useSingleReference whether only the first reference counts
     */
    public Rouge(boolean useStemmer, boolean useSingleReference, Fidelity fidelity) {
        this.useStemmer = useStemmer;
        this.useSingleReference = useSingleReference;
        this.fidelity = fidelity;
    }

    /**
     * @throws org.rlgrad.Failure if there is no reference, unless the text of the list is asked for
     */
    public Prepared prepare(List<String> references) {
        List<String> texts;
        if (useSingleReference) {
            texts = References.required(references, "rouge").subList(0, 1);
        } else {
            texts = switch (fidelity) {
                case REFERENCE -> List.of(PythonRepr.of(references));
                case CORRECTED -> References.required(references, "rouge");
            };
        }
        return new Prepared(
                texts.stream().map(text -> new RougeReference(lines(text))).toList());
    }

    /** The scores of one prediction, all 0 if it or the reference has no word. */
    public Scores score(String prediction, Prepared prepared) {
        List<List<String>> lines = lines(prediction);
        Scores best = null;
        for (RougeReference reference : prepared.references) {
            Scores scores = reference.score(lines);
            best = best == null ? scores : best.better(scores);
        }
        return best;
    }

    /** The words of each line that is not empty; a line feed parts words, so that together they are the words of the text. */
    private List<List<String>> lines(String text) {
        List<List<String>> lines = new ArrayList<>();
        for (int start = 0; start < text.length(); ) {
            int feed = text.indexOf('\n', start);
            int end = feed < 0 ? text.length() : feed;
            if (end > start) {
                lines.add(words(text.substring(start, end)));
            }
            start = end + 1;
        }
        return lines;
    }

    private List<String> words(String line) {
        String text = line.toLowerCase(Locale.ROOT);
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) {
                if (i > start) {
                    String word = text.substring(start, i);
                    words.add(useStemmer && word.length() >= STEMMED_LENGTH ? STEMMER.stem(word) : word);
                }
                start = i + 1;
            }
        }
        return words;
    }
}
