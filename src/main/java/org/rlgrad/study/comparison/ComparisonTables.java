package org.rlgrad.study.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.rlgrad.report.Json;
import org.rlgrad.report.RewardSummary;
import org.rlgrad.report.RewardSummary.SmallStd;
import org.rlgrad.report.Table;
import org.rlgrad.study.InputChange;
import org.rlgrad.study.forecast.ForecastScore;

/** A comparison's numbers for programs: CSV and JSON with the same names. What is undefined is empty, or null. */
final class ComparisonTables {
    /** The percentiles of a report on a dataset. */
    static final List<Double> PERCENTILES = List.of(0.05, 0.1, 0.25, 0.5, 0.75, 0.9);

    private ComparisonTables() {}

    /** {@code changes.csv}: a row per run, metric and input. */
    static String changes(ComparisonStudy study) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "run", "train_index", "metric", "mean_before", "std_before", "mean_after", "std_after", "change"));
        for (Comparison comparison : study.comparisons()) {
            for (InputChange input : comparison.inputs()) {
                rows.add(List.of(
                        comparison.run(),
                        Integer.toString(input.before().trainIndex()),
                        comparison.metric(),
                        Json.number(input.before().mean()),
                        Json.number(input.before().std()),
                        Json.number(input.after().mean()),
                        Json.number(input.after().std()),
                        Json.number(input.change())));
            }
        }
        return Table.withHead(rows).csv();
    }

    /** {@code comparison.csv}: a row per run and metric. */
    static String numbers(ComparisonStudy study) {
        List<List<String>> rows = new ArrayList<>();
        for (Comparison comparison : study.comparisons()) {
            ObjectNode numbers = numbers(comparison);
            if (rows.isEmpty()) {
                List<String> head = new ArrayList<>();
                numbers.fieldNames().forEachRemaining(head::add);
                rows.add(head);
            }
            List<String> row = new ArrayList<>();
            numbers.forEach(value -> row.add(cell(value)));
            rows.add(row);
        }
        return Table.withHead(rows).csv();
    }

    /** {@code comparison.json}: the same, with what all rows share. */
    static ObjectNode json(ComparisonStudy study) {
        ObjectNode root = Json.MAPPER.createObjectNode();
        root.put("before", study.before())
                .put("label_before", study.labelBefore())
                .put("samples_per_input", study.samples())
                .put("shown_metric", study.metric())
                .put("small_std_threshold", RewardSummary.SHOWN_THRESHOLD)
                .put("bootstrap_resamples", study.bootstrap().resamples())
                .put("bootstrap_confidence", study.bootstrap().confidence())
                .put("bootstrap_seed", study.bootstrap().seed());
        ArrayNode comparisons = root.putArray("comparisons");
        study.comparisons().forEach(comparison -> comparisons.add(numbers(comparison)));
        return root;
    }

    private static ObjectNode numbers(Comparison comparison) {
        ObjectNode row = Json.MAPPER.createObjectNode();
        row.put("run", comparison.run())
                .put("label", comparison.label())
                .put("metric", comparison.metric())
                .put("inputs", comparison.inputs().size())
                .put("inputs_not_finite", comparison.leftOut())
                .put("inputs_small_std", comparison.smallStd());
        comparison.estimates().forEach((quantity, estimate) -> {
            Json.put(row, quantity.key(), estimate.value());
            Json.put(row, quantity.key() + "_low", estimate.interval().low());
            Json.put(row, quantity.key() + "_high", estimate.interval().high());
            row.put(quantity.key() + "_undefined", estimate.interval().undefined());
        });
        put(row, "before", comparison.before());
        put(row, "after", comparison.after());
        comparison.forecast().ifPresent(score -> put(row, score));
        return row;
    }

    private static void put(ObjectNode row, ForecastScore score) {
        row.put("forecast_judged", score.judged())
                .put("forecast_at_risk", score.atRisk())
                .put("forecast_stuck", score.stuck())
                .put("forecast_stuck_at_risk", score.stuckAtRisk());
        Json.put(row, "forecast_precision", score.precision());
        Json.put(row, "forecast_base_rate", score.baseRate());
        Json.put(row, "forecast_recall", score.recall());
        Json.put(row, "forecast_spearman", score.spearman());
        Json.put(row, "forecast_gap_closed_at_risk", score.closedAtRisk().share());
        Json.put(row, "forecast_gap_closed_others", score.closedOthers().share());
    }

    private static void put(ObjectNode row, String when, RewardSummary summary) {
        Json.put(row, "mean_reward_" + when, summary.meanReward());
        Json.put(row, "mean_std_" + when, summary.meanStd());
        for (double percentile : PERCENTILES) {
            String name = "std_p" + Math.round(100 * percentile) + "_" + when;
            Json.put(row, name, summary.stdQuantiles().get(RewardSummary.QUANTILES.indexOf(percentile)));
        }
        for (SmallStd small : summary.smallStd()) {
            String name = "std_at_most_" + Json.number(small.threshold());
            Json.put(row, name + "_fraction_" + when, small.fraction());
            Json.put(row, name + "_mean_reward_" + when, small.meanReward());
            Json.put(row, name + "_fraction_low_reward_" + when, small.fractionLowReward());
        }
    }

    private static String cell(JsonNode value) {
        if (value.isNull()) {
            return "";
        }
        return value.isDouble() ? Json.number(value.doubleValue()) : value.asText();
    }
}
