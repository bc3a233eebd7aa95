package org.rlgrad.study.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.rlgrad.report.RewardSummary;
import org.rlgrad.report.RewardSummary.SmallStd;

/** {@code comparison.md}: the tables of a comparison for an appendix, one section per metric. */
final class ComparisonMarkdown {
    private final StringBuilder text = new StringBuilder();

    private ComparisonMarkdown() {}

    static String text(ComparisonStudy study) {
        ComparisonMarkdown markdown = new ComparisonMarkdown();
        markdown.heading(study);
        study.comparisons().stream()
                .map(Comparison::metric)
                .distinct()
                .forEach(metric -> markdown.section(study, metric));
        if (!study.notes().isEmpty()) {
            markdown.text.append("\n## Notes\n\n");
            study.notes()
                    .forEach(note -> markdown.text.append("- ").append(note).append('\n'));
        }
        return markdown.text.toString();
    }

    private void heading(ComparisonStudy study) {
        text.append("# Rewards before and after finetuning\n\n");
        text.append(String.format(
                Locale.ROOT,
                "Before: %s (%s). Mean and standard deviation (ddof 1) of an input's reward are over %d sampled outputs; "
                        + "the change is that of the mean. Brackets hold %.0f %% percentile bootstrap intervals over inputs "
                        + "(%d resamples, seed %d).\n",
                study.before(),
                study.labelBefore(),
                study.samples(),
                100 * study.bootstrap().confidence(),
                study.bootstrap().resamples(),
                study.bootstrap().seed()));
    }

    private void section(ComparisonStudy study, String metric) {
        List<Comparison> comparisons = study.of(metric);
        text.append("\n## ").append(metric).append('\n');
        correlations(comparisons);
        changes(comparisons);
        percentiles(study, comparisons);
        smallStd(study, comparisons);
        forecast(comparisons);
    }

    private void correlations(List<Comparison> comparisons) {
        // Of n samples each, the difference of two means has the variance (std before ^ 2 + std after ^ 2) / n.
        caption(
                "Correlation of the initial reward standard deviation with the change. The noise of sampling grows with the"
                        + " standard deviation, so that the absolute change correlates with it even where nothing was trained: compare"
                        + " with a second extraction of the initial model under another seed.");
        row(List.of("after", "inputs", "r, signed", "rho, signed", "r, absolute", "rho, absolute"));
        rule(6);
        for (Comparison comparison : comparisons) {
            row(List.of(
                    comparison.label(),
                    Integer.toString(comparison.inputs().size()),
                    comparison.estimate(Quantity.PEARSON_SIGNED).text(),
                    comparison.estimate(Quantity.SPEARMAN_SIGNED).text(),
                    comparison.estimate(Quantity.PEARSON_ABSOLUTE).text(),
                    comparison.estimate(Quantity.SPEARMAN_ABSOLUTE).text()));
        }
    }

    private void changes(List<Comparison> comparisons) {
        caption("Mean reward, and its mean change for the inputs whose initial standard deviation is at most "
                + RewardSummary.SHOWN_THRESHOLD + " and for the others.");
        row(List.of("after", "before", "after", "change", "small std", "change, small std", "change, others"));
        rule(7);
        for (Comparison comparison : comparisons) {
            row(List.of(
                    comparison.label(),
                    Estimate.number(comparison.before().meanReward()),
                    Estimate.number(comparison.after().meanReward()),
                    comparison.estimate(Quantity.MEAN_CHANGE).text(),
                    comparison.smallStd() + " of " + comparison.inputs().size(),
                    comparison.estimate(Quantity.MEAN_CHANGE_SMALL_STD).text(),
                    comparison.estimate(Quantity.MEAN_CHANGE_OTHERS).text()));
        }
    }

    /** A model's summary with its name in a table. */
    private record Model(String name, RewardSummary summary) {}

    /** The model before once, unless its summary is of other inputs where some were left out. */
    private static List<Model> models(ComparisonStudy study, List<Comparison> comparisons) {
        List<Model> models = new ArrayList<>();
        RewardSummary last = null;
        for (Comparison comparison : comparisons) {
            if (!comparison.before().equals(last)) {
                models.add(new Model(study.before() + " (" + study.labelBefore() + ")", comparison.before()));
                last = comparison.before();
            }
            models.add(new Model(comparison.label(), comparison.after()));
        }
        return models;
    }

    private void percentiles(ComparisonStudy study, List<Comparison> comparisons) {
        caption("Percentiles of the reward standard deviation over inputs.");
        List<String> head = new ArrayList<>(List.of("model"));
        ComparisonTables.PERCENTILES.forEach(percentile -> head.add(Long.toString(Math.round(100 * percentile))));
        row(head);
        rule(head.size());
        for (Model model : models(study, comparisons)) {
            List<String> cells = new ArrayList<>(List.of(model.name));
            for (double percentile : ComparisonTables.PERCENTILES) {
                int place = RewardSummary.QUANTILES.indexOf(percentile);
                cells.add(Estimate.number(model.summary.stdQuantiles().get(place)));
            }
            row(cells);
        }
    }

    private void smallStd(ComparisonStudy study, List<Comparison> comparisons) {
        caption(
                "Inputs of at most some standard deviation: their share; their mean reward; and how many of them have a mean"
                        + " reward below half the largest reward of the run.");
        List<String> head = new ArrayList<>(List.of("model"));
        RewardSummary.THRESHOLDS.forEach(threshold -> head.add("std ≤ " + plain(threshold)));
        row(head);
        rule(head.size());
        for (Model model : models(study, comparisons)) {
            List<String> cells = new ArrayList<>(List.of(model.name));
            for (SmallStd small : model.summary.smallStd()) {
                cells.add(percent(small.fraction()) + "; " + Estimate.number(small.meanReward()) + "; "
                        + percent(small.fractionLowReward()));
            }
            row(cells);
        }
    }

    private void forecast(List<Comparison> comparisons) {
        if (comparisons.stream().allMatch(comparison -> comparison.forecast().isEmpty())) {
            return;
        }
        caption(
                "The forecast made of the run before: inputs at risk will be stuck (close less than a tenth of the gap to what"
                        + " their references earn) under reinforcement. Judged are inputs with a gap worth closing; the precision of a"
                        + " forecast by chance is the share of these that are stuck.");
        row(List.of(
                "after",
                "judged",
                "at risk",
                "stuck",
                "precision",
                "by chance",
                "recall",
                "gap closed, at risk",
                "gap closed, others",
                "Spearman"));
        rule(10);
        for (Comparison comparison : comparisons) {
            comparison
                    .forecast()
                    .ifPresent(score -> row(List.of(
                            comparison.label(),
                            Integer.toString(score.judged()),
                            Integer.toString(score.atRisk()),
                            Integer.toString(score.stuck()),
                            Estimate.number(score.precision()),
                            Estimate.number(score.baseRate()),
                            Estimate.number(score.recall()),
                            score.closedAtRisk().toString(),
                            score.closedOthers().toString(),
                            Estimate.number(score.spearman()))));
        }
    }

    private static String plain(double threshold) {
        return threshold == 0 ? "0" : Double.toString(threshold);
    }

    private static String percent(double fraction) {
        return Double.isNaN(fraction) ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * fraction);
    }

    private void caption(String caption) {
        text.append('\n').append(caption).append("\n\n");
    }

    private void row(List<String> cells) {
        cells.forEach(cell -> text.append("| ").append(cell.replace("|", "\\|")).append(' '));
        text.append("|\n");
    }

    /** Texts to the left, numbers to the right. */
    private void rule(int columns) {
        text.append("|---|").append("--:|".repeat(columns - 1)).append('\n');
    }
}
