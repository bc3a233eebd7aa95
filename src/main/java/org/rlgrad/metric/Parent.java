package org.rlgrad.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.rlgrad.config.Fidelity;

/**
 * PARENT (B. Dhingra et al., "Handling Divergent Reference Texts when Evaluating Table-to-Text Generation", ACL 2019) with word
 * overlap as entailment, as ToTTo's authors changed it: n-grams of a prediction count as right if the reference has them or as
 * far as their words stand in the table; recall is a mix of that of the reference and that of the highlighted cells.
 *
 * <p>The reference with the best F counts. {@link Fidelity#REFERENCE} fills the references up to three with the text {@code
 * <null>}, against which the table alone decides; {@link Fidelity#CORRECTED} takes only references that are there.
 */
public final class Parent {
    private static final int MAX_ORDER = 4;
    private static final double SMOOTHING = 1e-5;

    private Parent() {}

    /** All three lie in [0, 1]. */
    public record Score(double precision, double recall, double fScore) {
        /** Plain means, which are the score of a data set; zeros for no sample. */
        public static Score mean(List<Score> scores) {
            return new Score(mean(scores, Score::precision), mean(scores, Score::recall), mean(scores, Score::fScore));
        }

        private static double mean(List<Score> scores, ToDoubleFunction<Score> part) {
            return scores.stream().mapToDouble(part).average().orElse(0);
        }
    }

    /** A sample's references and tables, tokenized once for any number of predictions. Immutable. */
    public static final class Prepared {
        private final List<Reference> references;
        private final Set<String> tableWords;
        private final Cells highlighted;

        private Prepared(List<Reference> references, Set<String> tableWords, Cells highlighted) {
            this.references = references;
            this.tableWords = tableWords;
            this.highlighted = highlighted;
        }
    }

    /** The words of highlighted cells, ready for comparison with a text. */
    private static final class Cells {
        private final WordIds words = new WordIds();
        private final List<int[]> numbers;
        private final List<LongestCommonSubsequence> subsequences;

        Cells(List<List<String>> cells) {
            numbers = cells.stream().map(words::add).toList();
            subsequences = numbers.stream().map(LongestCommonSubsequence::new).toList();
        }

        /** Mean share of each cell's words that the text has in the same order. */
        double mentioned(List<String> text) {
            int[] ids = words.find(text);
            double sum = 0;
            for (int i = 0; i < numbers.size(); i++) {
                sum += (double) subsequences.get(i).length(ids) / numbers.get(i).length;
            }
            return numbers.isEmpty() ? 0 : sum / numbers.size();
        }
    }

    /**
     * @param counts of its n-grams, by order less one
     * @param tableShare weight of the table in the recall: how little of the highlighted cells the reference mentions
     */
    private record Reference(List<Map<List<String>, Integer>> counts, double tableShare) {}

    /** Digests a sample. */
    public static Prepared prepare(TottoLines lines, Fidelity fidelity) {
        Set<String> tableWords = new HashSet<>();
        values(lines.table()).forEach(tableWords::addAll);
        Cells highlighted = new Cells(values(lines.highlighted()));
        List<Reference> references = new ArrayList<>();
        for (String reference : lines.references(fidelity)) {
            List<String> tokens = tokens(reference);
            references.add(new Reference(counts(tokens), 1 - highlighted.mentioned(tokens)));
        }
        return new Prepared(references, tableWords, highlighted);
    }

    /** The score of one generation. */
    public static Score score(String generation, Prepared prepared) {
        List<String> tokens = tokens(TottoLines.prediction(generation));
        List<Map<List<String>, Integer>> counts = counts(tokens);
        double mentioned = prepared.highlighted.mentioned(tokens);
        double tableRecall = mentioned == 0 ? SMOOTHING : mentioned;
        List<Score> scores = new ArrayList<>();
        for (Reference reference : prepared.references) {
            scores.add(score(counts, tableRecall, reference, prepared.tableWords));
        }
        Score best = scores.get(0);
        for (Score score : scores) {
            best = score.fScore() > best.fScore() ? score : best;
        }
        return best;
    }

    private static Score score(
            List<Map<List<String>, Integer>> counts, double tableRecall, Reference reference, Set<String> tableWords) {
        double[] precisions = new double[MAX_ORDER];
        double[] recalls = new double[MAX_ORDER];
        for (int i = 0; i < MAX_ORDER; i++) {
            precisions[i] = precision(counts.get(i), reference.counts.get(i), tableWords);
            recalls[i] = recall(counts.get(i), reference.counts.get(i), tableWords);
        }
        double precision = smoothedMean(precisions, 0);
        double referenceRecall = smoothedMean(recalls, SMOOTHING);
        double recall = Math.exp(
                (1 - reference.tableShare) * Math.log(referenceRecall) + reference.tableShare * Math.log(tableRecall));
        return new Score(precision, recall, 2 * precision * recall / (precision + recall + 1e-8));
    }

    /** Share of the prediction's n-grams that the reference or else the table accounts for. */
    private static double precision(
            Map<List<String>, Integer> counts, Map<List<String>, Integer> reference, Set<String> tableWords) {
        double right = 0;
        double all = 0;
        for (Map.Entry<List<String>, Integer> ngram : counts.entrySet()) {
            int count = ngram.getValue();
            double inReference = Math.min(1, (double) reference.getOrDefault(ngram.getKey(), 0) / count);
            all += count;
            right += count * (inReference + (1 - inReference) * inTable(ngram.getKey(), tableWords));
        }
        return all == 0 ? 0 : right / all;
    }

    /** Share of the reference's n-grams that the prediction has, each weighted with its words in the table. */
    private static double recall(
            Map<List<String>, Integer> counts, Map<List<String>, Integer> reference, Set<String> tableWords) {
        double found = 0;
        double all = 0;
        for (Map.Entry<List<String>, Integer> ngram : reference.entrySet()) {
            int count = ngram.getValue();
            double weight = count * inTable(ngram.getKey(), tableWords);
            all += weight;
            found += weight * Math.min(1, (double) counts.getOrDefault(ngram.getKey(), 0) / count);
        }
        return all == 0 ? 1 : found / all;
    }

    private static double inTable(List<String> ngram, Set<String> tableWords) {
        int found = 0;
        for (String word : ngram) {
            found += tableWords.contains(word) ? 1 : 0;
        }
        return (double) found / ngram.size();
    }

    /** Geometric mean; zeros of the orders above one count a little, a zero of single words decides. */
    private static double smoothedMean(double[] values, double ifNoWord) {
        if (values[0] == 0) {
            return ifNoWord;
        }
        return Math.exp(Arrays.stream(values)
                .map(value -> Math.log(value == 0 ? SMOOTHING : value) / MAX_ORDER)
                .sum());
    }

    /** The tokens of each entry's value; an entry whose value has none (a control character) says nothing. */
    private static List<List<String>> values(String table) {
        return Arrays.stream(table.split("\t", -1))
                .map(entry -> tokens(entry.substring(entry.indexOf("|||") + 3)))
                .filter(tokens -> !tokens.isEmpty())
                .toList();
    }

    private static List<String> tokens(String line) {
        return SacreBleuTokenizer.V13A.tokenize(line);
    }

    private static List<Map<List<String>, Integer>> counts(List<String> tokens) {
        List<Map<List<String>, Integer>> counts = new ArrayList<>();
        for (int n = 1; n <= MAX_ORDER; n++) {
            counts.add(Ngrams.counts(tokens, n));
        }
        return counts;
    }
}
