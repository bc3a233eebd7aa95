package org.rlgrad.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.rlgrad.PythonText;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.MetricConfig;

/**
 * sacreBLEU (M. Post, "A Call for Clarity in Reporting BLEU Scores", WMT 2018): order 4, exponential smoothing, cased. Values are
 * BLEU / 100, in [0, 1] up to rounding.
 *
 * <p>{@link Fidelity#REFERENCE} scores a single sample as a corpus of one, <em>without</em> effective order: a prediction below
 * four tokens scores 0 whatever it says. Over a data set, samples are grouped by their number of references, and the BLEU
 * values of the groups are averaged by size. {@link Fidelity#CORRECTED} scores a sample with effective order (sacreBLEU's
 * {@code sentence_bleu}) and a data set as the one corpus that it is.
 */
public final class SacreBleu {
    private final SacreBleuTokenizer tokenizer;
    private final boolean lowercase;
    private final Fidelity fidelity;

    /** The n-grams of a sample's references, for any number of predictions. Immutable. */
    public static final class Prepared {
        private final int[] lengths;
        private final WordIds words;
        private final NgramTable ngrams;

        private Prepared(WordIds words, List<int[]> references) {
            this.lengths = new int[references.size()];
            Arrays.setAll(lengths, i -> references.get(i).length);
            this.words = words;
            this.ngrams = new NgramTable(references, BleuStatistics.MAX_ORDER);
        }

        private int closestLength(int length) {
            int closest = lengths[0];
            for (int candidate : lengths) {
                int difference = Math.abs(candidate - length) - Math.abs(closest - length);
                if (difference < 0 || (difference == 0 && candidate < closest)) {
                    closest = candidate;
                }
            }
            return closest;
        }
    }

    /** The metric of the configurations: cased. */
    public SacreBleu(MetricConfig.SacreBleu.Tokenize tokenize, Fidelity fidelity) {
        this(
                switch (tokenize) {
                    case V13A -> SacreBleuTokenizer.V13A;
                    case INTL -> SacreBleuTokenizer.INTL;
                },
                false,
                fidelity);
    }

    public SacreBleu(SacreBleuTokenizer tokenizer, boolean lowercase, Fidelity fidelity) {
        this.tokenizer = tokenizer;
        this.lowercase = lowercase;
        this.fidelity = fidelity;
    }

    /**
     * @throws org.rlgrad.Failure if there is no reference
     */
    public Prepared prepare(List<String> references) {
        WordIds words = new WordIds();
        List<int[]> numbers = new ArrayList<>();
        for (String reference : References.required(references, "sacre_bleu")) {
            numbers.add(words.addSplit(parted(reference)));
        }
        return new Prepared(words, numbers);
    }

    /** The score of one prediction by itself, in [0, 1]. */
    public double score(String prediction, Prepared prepared) {
        boolean effectiveOrder =
                switch (fidelity) {
                    case REFERENCE -> false;
                    case CORRECTED -> true;
                };
        return statistics(prediction, prepared).score(effectiveOrder) / 100;
    }

    /** What one prediction contributes to the score of a corpus. */
    public BleuStatistics statistics(String prediction, Prepared prepared) {
        int[] hypothesis = prepared.words.findSplit(parted(prediction));
        return new BleuStatistics(
                prepared.ngrams.matches(hypothesis),
                NgramTable.totals(hypothesis.length, BleuStatistics.MAX_ORDER),
                hypothesis.length,
                prepared.closestLength(hypothesis.length));
    }

    /**
     * The score of a whole data set, in [0, 1]; 0 if it is empty.
     *
     * @param predictions one for each sample
     * @param prepared the references, likewise
     */
    public double corpusScore(List<String> predictions, List<Prepared> prepared) {
        Map<Integer, BleuStatistics> groups = new TreeMap<>();
        Map<Integer, Integer> sizes = new TreeMap<>();
        for (int i = 0; i < predictions.size(); i++) {
            int group =
                    switch (fidelity) {
                        case REFERENCE -> prepared.get(i).lengths.length;
                        case CORRECTED -> 0;
                    };
            BleuStatistics statistics = statistics(predictions.get(i), prepared.get(i));
            groups.merge(group, statistics, BleuStatistics::plus);
            sizes.merge(group, 1, Integer::sum);
        }
        double sum = 0;
        for (Map.Entry<Integer, BleuStatistics> group : groups.entrySet()) {
            sum += sizes.get(group.getKey()) * group.getValue().score(false) / 100;
        }
        return predictions.isEmpty() ? 0 : sum / predictions.size();
    }

    private String parted(String text) {
        String line = lowercase ? text.toLowerCase(Locale.ROOT) : text;
        return tokenizer.parted(line.substring(0, PythonText.strippedLength(line)));
    }
}
