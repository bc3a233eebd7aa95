package org.rlgrad.study.forecast;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.rlgrad.report.RewardStatistics;
import org.rlgrad.statistics.Correlations;

/**
 * Whether a forecast came true, from the same inputs' mean rewards after finetuning.
 *
 * <p>Judged are the inputs with a gap worth closing (a quarter of what is reachable): an input that had nothing to gain cannot fail. Such an
 * input is <em>stuck</em> if it closed less than a tenth of its gap. The forecast says that those at risk will be stuck and the others will not.
 * The share of all judged inputs that are stuck, {@code baseRate}, is the precision of a forecast that points at inputs by chance; a precision
 * near it says nothing. After supervised finetuning the forecast should fail: it is one of reinforcement.
 *
 * <p>Whether one input of large deviation closed a tenth of its gap is uncertain with ten samples, and where training was short many of those
 * not at risk are stuck, too. {@link Group} therefore gives what the inputs at risk and the others closed together, with the standard error
 * that comes from the samples. Means before are those by which the inputs were judged, so that inputs whose samples were unlucky rise a
 * little by themselves; inputs at risk have small deviations, and do not. (Over 150 lines, since each number and each reason why it may
 * mean nothing is said here.)
 *
 * @param metric the metric's key
 * @param inputs how many inputs with a forecast have a finite mean afterwards
 * @param judged how many of these had a gap worth closing
 * @param atRisk how many of the judged inputs were forecast to be stuck
 * @param stuck how many are
 * @param stuckAtRisk how many are both
 * @param closedAtRisk what the judged inputs at risk closed of their gaps
 * @param closedOthers the same of the other judged inputs
 * @param spearman rank correlation over the judged inputs of slowdown and share of the gap closed, expected to be negative; a lower bound
 *     counts as the slowdown itself, so that inputs of equal bounds share a rank unless their gaps differ; NaN where it is undefined
 */
public record ForecastScore(
        String metric,
        int inputs,
        int judged,
        int atRisk,
        int stuck,
        int stuckAtRisk,
        Group closedAtRisk,
        Group closedOthers,
        double spearman) {

    /**
     * What several inputs closed together: the sum of their gains over the sum of their gaps.
     *
     * @param inputs how many there are
     * @param share negative where they fell; NaN if there are none
     * @param standardError of the share, from the rewards' deviations before and after; NaN if one of these is unknown
     */
    public record Group(int inputs, double share, double standardError) {
        private static Group of(List<Outcome> outcomes) {
            double gap = outcomes.stream().mapToDouble(o -> o.input.gap()).sum();
            double gain = outcomes.stream().mapToDouble(Outcome::gain).sum();
            double variance = outcomes.stream()
                    .mapToDouble(o -> ofMean(o.input.statistics()) + ofMean(o.after))
                    .sum();
            return new Group(outcomes.size(), gain / gap, Math.sqrt(variance) / gap);
        }

        /** Such as {@code 12.3 ± 0.8 %}; a dash for no inputs. */
        @Override
        public String toString() {
            if (inputs == 0) {
                return "-";
            }
            return String.format(Locale.ROOT, "%.1f ± %.1f %%", 100 * share, 100 * standardError);
        }

        /** The variance of a mean of samples. */
        private static double ofMean(RewardStatistics statistics) {
            return statistics.std() * statistics.std() / statistics.n();
        }
    }

    /** A judged input before and after. */
    private record Outcome(InputForecast input, RewardStatistics after) {
        double gain() {
            return after.mean() - input.statistics().mean();
        }

        /** The share of its gap that it closed. */
        double closed() {
            return gain() / input.gap();
        }
    }

    /**
     * Scores a forecast.
     *
     * @param before of the model that was finetuned
     * @param after of the finetuned model, inputs in any order; rows of other metrics are left out, inputs that are in one of both alone too
     */
    public static ForecastScore of(Forecast before, List<RewardStatistics> after) {
        Map<Integer, RewardStatistics> byIndex = new HashMap<>();
        after.stream()
                .filter(row -> row.metric().equals(before.metric()) && Double.isFinite(row.mean()))
                .forEach(row -> byIndex.put(row.trainIndex(), row));
        List<InputForecast> both = before.inputs().stream()
                .filter(input -> byIndex.containsKey(input.statistics().trainIndex()))
                .toList();
        List<Outcome> outcomes = both.stream()
                .filter(InputForecast::worthClosing)
                .map(input -> new Outcome(input, byIndex.get(input.statistics().trainIndex())))
                .toList();
        return of(before, both.size(), outcomes);
    }

    private static ForecastScore of(Forecast before, int inputs, List<Outcome> outcomes) {
        double moved = before.rule().moved();
        List<Outcome> atRisk = outcomes.stream().filter(o -> o.input.atRisk()).toList();
        return new ForecastScore(
                before.metric(),
                inputs,
                outcomes.size(),
                atRisk.size(),
                (int) outcomes.stream().filter(o -> o.closed() < moved).count(),
                (int) atRisk.stream().filter(o -> o.closed() < moved).count(),
                Group.of(atRisk),
                Group.of(outcomes.stream().filter(o -> !o.input.atRisk()).toList()),
                spearman(outcomes));
    }

    private static double spearman(List<Outcome> outcomes) {
        double[] slowdowns = outcomes.stream()
                .mapToDouble(o -> ranked(Math.log(o.input.slowdown())))
                .toArray();
        double[] closed = outcomes.stream().mapToDouble(o -> ranked(o.closed())).toArray();
        boolean known = DoubleStream.of(slowdowns).allMatch(Double::isFinite);
        return known ? Correlations.spearman(slowdowns, closed) : Double.NaN;
    }

    /** The same rewards in another order give means and deviations that differ in their last bits; their ranks must not. */
    private static double ranked(double value) {
        return Math.rint(value * 1e9);
    }

    /** Of the inputs that were forecast to be stuck, how many are; NaN if none was. */
    public double precision() {
        return (double) stuckAtRisk / atRisk;
    }

    /** Of the inputs that are stuck, how many were forecast; NaN if none is. */
    public double recall() {
        return (double) stuckAtRisk / stuck;
    }

    /** The fraction of judged inputs that are stuck; NaN without any. */
    public double baseRate() {
        return (double) stuck / judged;
    }

    /** Why a number is NaN, or says nothing although it is one; empty if the score is sound. */
    public Optional<String> reason() {
        if (inputs == 0) {
            return Optional.of("no input was measured both before and after");
        } else if (judged == 0) {
            return Optional.of("no input had a gap worth closing");
        } else if (atRisk == 0) {
            return Optional.of("no input was at risk, so there is no precision");
        } else if (atRisk == judged) {
            return Optional.of("all inputs with a gap were at risk, so that nothing was told apart");
        } else if (stuck == 0) {
            return Optional.of("no input is stuck, so there is no recall");
        } else if (stuck == judged) {
            return Optional.of("all inputs are stuck, so that any forecast of it is right");
        } else if (closedOthers.share < RiskRule.DEFAULT.moved()) {
            return Optional.of(
                    "the inputs not at risk closed less than a tenth of their gaps, too, so that this training tells little");
        }
        return Optional.empty();
    }

    /** One line in plain words. */
    public String toLine() {
        if (judged == 0) {
            return metric + ": forecast not scored: " + reason().orElseThrow();
        }
        return String.format(
                        Locale.ROOT,
                        "%s: %d of %d inputs with a gap were forecast to be stuck, %d are, %d are both: precision %.3f (by chance %.3f), recall"
                                + " %.3f; closed of the gap: %s at risk, %s otherwise; Spearman of slowdown and share closed %.3f",
                        metric,
                        atRisk,
                        judged,
                        stuck,
                        stuckAtRisk,
                        precision(),
                        baseRate(),
                        recall(),
                        closedAtRisk,
                        closedOthers,
                        spearman)
                + reason().map(text -> " (" + text + ")").orElse("");
    }
}
