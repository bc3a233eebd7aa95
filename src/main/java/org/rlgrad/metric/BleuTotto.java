package org.rlgrad.metric;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.MetricConfig.SacreBleu.Tokenize;

/**
 * BLEU as ToTTo's evaluation computes it: sacreBLEU's corpus score ({@link SacreBleu}, tokenizer 13a) over the detokenized,
 * lower-cased lines of {@link TottoLines}, divided by 100.
 *
 * <p>{@link Fidelity#REFERENCE} fills the references up to three with the text {@code <null>} and rounds BLEU to one decimal, as
 * the tool prints it, so that values are multiples of 0.001. {@link Fidelity#CORRECTED} does neither.
 */
public final class BleuTotto {
    private BleuTotto() {}

    /**
     * The score of each subset, in [0, 1]; 0 for an empty one.
     *
     * @param generations one for each sample
     * @param lines the samples, likewise
     */
    public static Map<TottoSubset, Double> of(List<String> generations, List<TottoLines> lines, Fidelity fidelity) {
        SacreBleu bleu = new SacreBleu(Tokenize.V13A, fidelity);
        Map<TottoSubset, Double> scores = new EnumMap<>(TottoSubset.class);
        for (TottoSubset subset : TottoSubset.values()) {
            BleuStatistics sum = subset.members(lines)
                    .mapToObj(i -> bleu.statistics(
                            TottoLines.prediction(generations.get(i)),
                            bleu.prepare(lines.get(i).references(fidelity))))
                    .reduce(BleuStatistics.none(), BleuStatistics::plus);
            scores.put(subset, printed(sum.score(false), fidelity) / 100);
        }
        return scores;
    }

    private static double printed(double percent, Fidelity fidelity) {
        return switch (fidelity) {
            case REFERENCE ->
                new BigDecimal(percent).setScale(1, RoundingMode.HALF_EVEN).doubleValue();
            case CORRECTED -> percent;
        };
    }
}
