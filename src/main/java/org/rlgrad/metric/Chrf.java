package org.rlgrad.metric;

import java.util.ArrayList;
import java.util.List;
import org.rlgrad.PythonText;

/**
 * chrF and chrF++ as in sacreBLEU 2.2 (M. Popović, "chrF: character n-gram F-score for automatic MT evaluation", WMT 2015; "chrF++: words
 * helping character n-grams", WMT 2017): cased, without white space, recall twice as important as precision (beta 2). Values lie
 * in [0, 1].
 *
 * <p>Precision and recall are averaged over the orders that both texts are long enough for. Of several references the one with
 * the best score counts.
 *
 * <p>Differs from the reference: the samples of a corpus may have different numbers of references.
 */
public final class Chrf {
    /** Longest n-grams of characters. */
    private static final int CHARACTER_ORDER = 6;

    private static final double BETA_SQUARED = 4;

    private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    /** Longest n-grams of words. */
    private final int wordOrder;

    /** The n-grams of a sample's references, for any number of predictions. Immutable. */
    public static final class Prepared {
        private final List<Reference> references;

        private Prepared(List<Reference> references) {
            this.references = references;
        }
    }

    private record Reference(Counted characters, WordIds words, Counted wordNgrams) {}

    /** The n-grams of one text with their numbers per order. */
    private static final class Counted {
        private final NgramTable table;
        private final long[] totals;

        Counted(int[] text, int maxOrder) {
            table = new NgramTable(List.of(text), maxOrder);
            totals = NgramTable.totals(text.length, maxOrder);
        }
    }

    private Chrf(int wordOrder) {
        this.wordOrder = wordOrder;
    }

    /** chrF: characters only. */
    public static Chrf ofCharacters() {
        return new Chrf(0);
    }

    /** chrF++: words and pairs of words, too. */
    public static Chrf plusPlus() {
        return new Chrf(2);
    }

    /**
     * @throws org.rlgrad.Failure if there is no reference
     */
    public Prepared prepare(List<String> references) {
        List<Reference> prepared = new ArrayList<>();
        for (String reference : References.required(references, "chrf")) {
            WordIds words = new WordIds();
            prepared.add(new Reference(
                    new Counted(characters(reference), CHARACTER_ORDER),
                    words,
                    new Counted(words.add(words(reference)), wordOrder)));
        }
        return new Prepared(prepared);
    }

    /** The score of one prediction by itself. */
    public double score(String prediction, Prepared prepared) {
        return score(statistics(prediction, prepared));
    }

    /**
     * The score of a whole data set; 0 if it is empty.
     *
     * @param predictions one for each sample
     * @param prepared the references, likewise
     */
    public double corpusScore(List<String> predictions, List<Prepared> prepared) {
        long[][] sum = new long[3][CHARACTER_ORDER + wordOrder];
        for (int i = 0; i < predictions.size(); i++) {
            long[][] counts = statistics(predictions.get(i), prepared.get(i));
            for (int kind = 0; kind < sum.length; kind++) {
                for (int order = 0; order < sum[kind].length; order++) {
                    sum[kind][order] += counts[kind][order];
                }
            }
        }
        return score(sum);
    }

    /** [3][orders]: n-grams in the prediction (0 at an order that the reference is too short for), in the reference, in both. */
    private long[][] statistics(String prediction, Prepared prepared) {
        int[] characters = characters(prediction);
        List<String> words = words(prediction);
        long[][] best = null;
        double bestScore = -1;
        for (Reference reference : prepared.references) {
            long[][] counts = new long[3][CHARACTER_ORDER + wordOrder];
            count(characters, reference.characters, counts, 0);
            count(reference.words.find(words), reference.wordNgrams, counts, CHARACTER_ORDER);
            double score = score(counts);
            if (score > bestScore) {
                bestScore = score;
                best = counts;
            }
        }
        return best;
    }

    private static void count(int[] prediction, Counted reference, long[][] counts, int offset) {
        int orders = reference.totals.length;
        long[] totals = NgramTable.totals(prediction.length, orders);
        long[] matches = reference.table.matches(prediction);
        for (int n = 0; n < orders; n++) {
            counts[0][offset + n] = reference.totals[n] == 0 ? 0 : totals[n];
            counts[1][offset + n] = reference.totals[n];
            counts[2][offset + n] = matches[n];
        }
    }

    private static double score(long[][] counts) {
        double precision = 0;
        double recall = 0;
        int orders = 0;
        for (int n = 0; n < counts[0].length; n++) {
            if (counts[0][n] > 0 && counts[1][n] > 0) {
                precision += (double) counts[2][n] / counts[0][n];
                recall += (double) counts[2][n] / counts[1][n];
                orders++;
            }
        }
        if (precision + recall == 0) {
            return 0;
        }
        precision /= orders;
        recall /= orders;
        return (1 + BETA_SQUARED) * precision * recall / (BETA_SQUARED * precision + recall);
    }

    private static int[] characters(String text) {
        return text.codePoints().filter(c -> !PythonText.isSpace(c)).toArray();
    }

    /** Words with one punctuation mark cut off: the last character, or else the first. */
    private List<String> words(String text) {
        List<String> words = new ArrayList<>();
        if (wordOrder == 0) {
            return words;
        }
        for (String word : PythonText.split(text)) {
            int last = word.length() - 1;
            if (last > 0 && PUNCTUATION.indexOf(word.charAt(last)) >= 0) {
                words.add(word.substring(0, last));
                words.add(word.substring(last));
            } else if (last > 0 && PUNCTUATION.indexOf(word.charAt(0)) >= 0) {
                words.add(word.substring(0, 1));
                words.add(word.substring(1));
            } else {
                words.add(word);
            }
        }
        return words;
    }
}
