package org.rlgrad.study.comparison;

import java.util.ArrayList;
import java.util.List;
import org.rlgrad.report.AlignedText;
import org.rlgrad.report.RewardSummary;
import org.rlgrad.report.SamplesFile;
import org.rlgrad.statistics.Bootstrap;
import org.rlgrad.study.ExtractionRun;
import org.rlgrad.study.forecast.ForecastScore;

/**
 * One model's rewards before, those of its finetuned successors after.
 *
 * @param before the name of the extraction before
 * @param labelBefore what its model is, in words
 * @param samples drawn for each input
 * @param metric the key of the metric that is shown
 * @param bootstrap how the intervals were made
 * @param comparisons with each extraction after, under each common metric, the shown one's first
 */
public record ComparisonStudy(
        String before,
        String labelBefore,
        int samples,
        String metric,
        Bootstrap bootstrap,
        List<Comparison> comparisons) {

    /** Compares all runs. Throws {@code BAD_DATA} where two have no input with finite rewards in common. */
    public static ComparisonStudy of(ComparedRuns runs, String metric, Bootstrap bootstrap) {
        ExtractionRun before = runs.before();
        return new ComparisonStudy(
                before.name(),
                before.lineage().label(),
                before.config().evaluation().numSamplesPerInput(),
                metric,
                bootstrap,
                runs.compare(metric, bootstrap));
    }

    /** Those under the shown metric. */
    public List<Comparison> shown() {
        return of(metric);
    }

    /** Those under a metric. */
    public List<Comparison> of(String key) {
        return comparisons.stream()
                .filter(comparison -> comparison.metric().equals(key))
                .toList();
    }

    /** What a reader of the numbers must know: inputs that were left out, and intervals of fewer resamples. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (comparisons.stream().allMatch(comparison -> comparison.forecast().isEmpty())) {
            notes.add(before + ": has no " + SamplesFile.NAME + ", so that its forecast cannot be judged");
        }
        for (Comparison comparison : comparisons) {
            String head = comparison.run() + ", " + comparison.metric() + ": ";
            if (comparison.leftOut() > 0) {
                notes.add(head + comparison.leftOut() + " inputs left out, since a reward is not finite");
            }
            comparison
                    .forecast()
                    .flatMap(ForecastScore::reason)
                    .ifPresent(reason -> notes.add(head + "of the forecast: " + reason));
            comparison.estimates().forEach((quantity, estimate) -> {
                int undefined = estimate.interval().undefined();
                if (undefined > 0) {
                    notes.add(head + quantity.title() + " is undefined in " + undefined + " of " + bootstrap.resamples()
                            + " resamples, which its interval leaves out");
                }
            });
        }
        return notes;
    }

    /** The shown metric's numbers as aligned text, a line per finetuning. */
    public String text() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of(
                "after",
                "inputs",
                "r",
                "rho",
                "r abs",
                "rho abs",
                "change, std <= " + RewardSummary.SHOWN_THRESHOLD,
                "change, others"));
        for (Comparison comparison : shown()) {
            lines.add(List.of(
                    comparison.label(),
                    Integer.toString(comparison.inputs().size()),
                    comparison.estimate(Quantity.PEARSON_SIGNED).text(),
                    comparison.estimate(Quantity.SPEARMAN_SIGNED).text(),
                    Estimate.number(
                            comparison.estimate(Quantity.PEARSON_ABSOLUTE).value()),
                    Estimate.number(
                            comparison.estimate(Quantity.SPEARMAN_ABSOLUTE).value()),
                    Estimate.signed(
                            comparison.estimate(Quantity.MEAN_CHANGE_SMALL_STD).value()),
                    Estimate.signed(
                            comparison.estimate(Quantity.MEAN_CHANGE_OTHERS).value())));
        }
        StringBuilder text = new StringBuilder();
        text.append(metric).append(", before: ").append(before).append(" (").append(labelBefore);
        text.append("); r, rho: initial std against change of mean reward [95% interval]\n");
        AlignedText.append(text, lines);
        appendForecasts(text);
        return text.toString();
    }

    private void appendForecasts(StringBuilder text) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of(
                "forecast of inputs at risk", "precision", "by chance", "recall", "gap closed, at risk", "others"));
        for (Comparison comparison : shown()) {
            comparison
                    .forecast()
                    .ifPresent(score -> lines.add(List.of(
                            comparison.label(),
                            Estimate.number(score.precision()),
                            Estimate.number(score.baseRate()),
                            Estimate.number(score.recall()),
                            score.closedAtRisk().toString(),
                            score.closedOthers().toString())));
        }
        if (lines.size() > 1) {
            text.append('\n');
            AlignedText.append(text, lines);
        }
    }
}
