package org.rlgrad.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.rlgrad.report.TrainingSummary.Measured;
import org.rlgrad.report.TrainingSummary.MetricSummary;
import org.rlgrad.report.TrainingSummary.ScalarSummary;

/** {@code summary.txt} of a training run: how the metrics and the rollouts have changed, in ASCII. */
public final class TrainingTable {
    /** Of {@code rollouts.csv} and {@code training.csv}; the others are in {@code summary.json}. */
    private static final List<String> SHOWN = List.of(
            "ep_rew",
            "kl_k1",
            "kl_k3",
            "kl_coeff",
            "probe_reward",
            "probe_reward_std",
            "probe_zero_std_fraction",
            "zero_std_fraction",
            "loss",
            "grad_norm");

    private TrainingTable() {}

    /** The table with its headings, each line with a line feed. */
    public static String text(TrainingSummary summary) {
        boolean supervised = summary.rollouts().isEmpty();
        StringBuilder text = new StringBuilder();
        text.append(summary.algorithm()).append(": ").append(summary.steps());
        text.append(supervised ? " optimizer steps" : " iterations").append('\n');
        if (!summary.evaluations().isEmpty()) {
            List<List<String>> lines = new ArrayList<>();
            lines.add(List.of("split", "metric", "before -> after", "best"));
            summary.evaluations().stream()
                    .filter(metric -> !metric.metric().startsWith("diversity_metrics/")) // dozens; metrics.csv has them
                    .forEach(metric -> lines.add(line(metric)));
            text.append('\n');
            AlignedText.append(text, lines);
        }
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of(supervised ? "training" : "rollouts and training", "first -> last"));
        add(lines, summary.rollouts());
        add(lines, summary.training());
        if (lines.size() > 1) {
            text.append('\n');
            AlignedText.append(text, lines);
        }
        return text.toString();
    }

    private static List<String> line(MetricSummary metric) {
        String best = metric.best()
                .map(measured -> number(measured.value()) + " at " + measured.step())
                .orElse("-");
        return List.of(metric.split(), metric.metric(), change(metric.first(), metric.last()), best);
    }

    private static void add(List<List<String>> lines, List<ScalarSummary> columns) {
        for (ScalarSummary column : columns) {
            boolean measured = !Double.isNaN(column.first().value())
                    || !Double.isNaN(column.last().value());
            if (measured && SHOWN.contains(column.column())) {
                lines.add(List.of(column.column(), change(column.first(), column.last())));
            }
        }
    }

    /** A value that was measured once only is both. */
    private static String change(Measured first, Measured last) {
        return number(first.value()) + " -> " + number(last.value());
    }

    /** Four digits, of large numbers the whole ones; powers of ten below 0.0001. */
    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        return String.format(Locale.ROOT, Math.abs(value) >= 1000 ? "%.0f" : "%.4g", value);
    }
}
