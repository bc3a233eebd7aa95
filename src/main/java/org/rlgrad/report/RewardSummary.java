package org.rlgrad.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.rlgrad.statistics.Quantiles;

/**
 * How one metric's rewards are spread over the inputs: a part of {@code summary.json}.
 *
 * <p>Everything here follows from {@code reward_stats.csv} alone (the forecast in the same file from {@code samples.jsonl}), so that a resumed run leaves the same bytes. The thresholds
 * of a "small" standard deviation are ours; the paper's are not known. They mean something for rewards of about [0, 1].
 *
 * @param metric the metric's key
 * @param inputs how many inputs there are
 * @param notFinite how many were left out below, because a reward is not finite
 * @param samples over all inputs
 * @param meanReward mean of the inputs' mean rewards; NaN without inputs
 * @param meanStd mean of the inputs' standard deviations (ddof 1); NaN without inputs, or with one sample each
 * @param stdOfMeans standard deviation (ddof 1) of the inputs' mean rewards; NaN for fewer than two inputs
 * @param stdQuantiles of the inputs' standard deviations at {@link #QUANTILES}, linear between the order statistics;
 *     empty with one sample each
 * @param smallStd for each of {@link #THRESHOLDS}; empty with one sample each
 */
public record RewardSummary(
        String metric,
        int inputs,
        int notFinite,
        long samples,
        double meanReward,
        double meanStd,
        double stdOfMeans,
        List<Double> stdQuantiles,
        List<SmallStd> smallStd) {

    /** Where the quantiles are taken. */
    public static final List<Double> QUANTILES = List.of(0.0, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 1.0);

    /** Up to where, inclusive, a standard deviation counts as small. */
    public static final List<Double> THRESHOLDS = List.of(0.0, 0.01, 0.025, 0.05, 0.1);

    /** The threshold that the figure and the short form show. */
    public static final double SHOWN_THRESHOLD = 0.05;

    /**
     * The inputs whose standard deviation is at most a threshold.
     *
     * @param threshold the largest standard deviation that counts
     * @param fraction of all inputs
     * @param meanReward of these inputs; NaN if there are none
     * @param fractionLowReward how many of these have a mean reward below half the largest reward that any sample of the
     *     run got: small deviation at low reward is the harmful case; NaN if there are none
     */
    public record SmallStd(double threshold, double fraction, double meanReward, double fractionLowReward) {}

    /** One summary per metric, in the order in which they first appear. */
    public static List<RewardSummary> of(List<RewardStatistics> rows) {
        Map<String, List<RewardStatistics>> byMetric = new LinkedHashMap<>();
        rows.forEach(row ->
                byMetric.computeIfAbsent(row.metric(), key -> new ArrayList<>()).add(row));
        return byMetric.entrySet().stream()
                .map(e -> of(e.getKey(), e.getValue()))
                .toList();
    }

    private static RewardSummary of(String metric, List<RewardStatistics> rows) {
        List<RewardStatistics> finite =
                rows.stream().filter(row -> Double.isFinite(row.mean())).toList();
        double[] means = finite.stream().mapToDouble(RewardStatistics::mean).toArray();
        List<RewardStatistics> spread =
                finite.stream().filter(RewardStatistics::isComplete).toList();
        double[] stds =
                spread.stream().mapToDouble(RewardStatistics::std).sorted().toArray();
        return new RewardSummary(
                metric,
                rows.size(),
                rows.size() - finite.size(),
                rows.stream().mapToLong(RewardStatistics::n).sum(),
                mean(means),
                mean(stds),
                means.length < 2
                        ? Double.NaN
                        : RewardStatistics.of(0, metric, means).std(),
                stds.length == 0
                        ? List.of()
                        : QUANTILES.stream()
                                .map(q -> Quantiles.ofSorted(stds, q))
                                .toList(),
                stds.length == 0
                        ? List.of()
                        : THRESHOLDS.stream().map(t -> smallStd(spread, t)).toList());
    }

    private static SmallStd smallStd(List<RewardStatistics> rows, double threshold) {
        double largest = rows.stream().mapToDouble(RewardStatistics::max).max().orElseThrow();
        double[] means = rows.stream()
                .filter(row -> row.std() <= threshold)
                .mapToDouble(RewardStatistics::mean)
                .toArray();
        double low = 0;
        for (double mean : means) {
            low += mean < largest / 2 ? 1 : 0;
        }
        return new SmallStd(
                threshold,
                (double) means.length / rows.size(),
                mean(means),
                means.length == 0 ? Double.NaN : low / means.length);
    }

    private static double mean(double[] values) {
        return values.length == 0
                ? Double.NaN
                : RewardStatistics.of(0, "", values).mean();
    }

    /**
     * Writes {@code summary.json}. Throws {@code CANNOT_WRITE}.
     *
     * @param forecasts of the same metrics
     */
    public static void write(Path path, List<RewardSummary> summaries, List<ForecastSummary> forecasts) {
        ObjectNode root = Json.MAPPER.createObjectNode();
        ObjectNode metrics = root.putObject("metrics");
        summaries.forEach(summary -> summary.put(metrics.putObject(summary.metric)));
        forecasts.forEach(forecast ->
                forecast.put(metrics.withObjectProperty(forecast.metric()).putObject("forecast")));
        AtomicFile.writeString(path, Json.pretty(root));
    }

    private void put(ObjectNode node) {
        node.put("inputs", inputs).put("inputs_not_finite", notFinite).put("samples", samples);
        Json.put(node, "mean_reward", meanReward);
        Json.put(node, "mean_std", meanStd);
        Json.put(node, "std_of_means", stdOfMeans);
        ObjectNode quantiles = node.putObject("std_quantiles");
        for (int i = 0; i < stdQuantiles.size(); i++) {
            Json.put(quantiles, Json.number(QUANTILES.get(i)), stdQuantiles.get(i));
        }
        ArrayNode small = node.putArray("std_at_most");
        for (SmallStd part : smallStd) {
            ObjectNode entry = small.addObject();
            Json.put(entry, "threshold", part.threshold);
            Json.put(entry, "fraction", part.fraction);
            Json.put(entry, "mean_reward", part.meanReward);
            Json.put(entry, "fraction_low_reward", part.fractionLowReward);
        }
    }

    /** One line for stdout. */
    public String toLine() {
        String head = String.format(
                Locale.ROOT, "%s: %d inputs, %d samples, mean reward %.4g", metric, inputs, samples, meanReward);
        if (smallStd.isEmpty()) {
            return head + ", no standard deviation";
        }
        return head
                + String.format(
                        Locale.ROOT,
                        ", mean std %.4g, std <= %s: %.1f%% of inputs, std = 0: %.1f%%",
                        meanStd,
                        SHOWN_THRESHOLD,
                        100 * fractionAtMost(SHOWN_THRESHOLD),
                        100 * fractionAtMost(0))
                + (notFinite == 0 ? "" : ", " + notFinite + " inputs not finite");
    }

    /** The fraction of inputs whose standard deviation is at most one of {@link #THRESHOLDS}. */
    double fractionAtMost(double threshold) {
        return smallStd.get(THRESHOLDS.indexOf(threshold)).fraction;
    }
}
