package org.rlgrad.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.rlgrad.Failure;

/**
 * What came of a training run: its {@code summary.json}. Follows from its CSV files and the labels alone, so that a resumed
 * run leaves the same bytes.
 *
 * <p>Values that do not exist, or are not finite, are null in the file and NaN here.
 *
 * @param algorithm {@code alg.id}
 * @param rewardMetric the key of the metric that is the reward, if the evaluations have it
 * @param steps optimizer steps made (supervised), or iterations (reinforcement)
 * @param evaluations one for each split and metric, in the order in which they first appear
 * @param rollouts one for each column of {@code rollouts.csv}; none in supervised training
 * @param training one for each column of {@code training.csv}
 */
public record TrainingSummary(
        String algorithm,
        Optional<String> rewardMetric,
        int steps,
        List<MetricSummary> evaluations,
        List<ScalarSummary> rollouts,
        List<ScalarSummary> training) {

    /** Its name in the run's folder. */
    public static final String NAME = "summary.json";

    private static final String REWARD_METRIC = "reward_metric";
    private static final Set<String> LOWER_IS_BETTER = Set.of("lexical/ter", "fluency_metrics/perplexity");
    private static final String UNORDERED = "diversity_metrics/";

    /** A value and where it was measured. */
    public record Measured(int step, double value) {}

    /**
     * One metric on one split.
     *
     * @param best the highest value, or the lowest of an error rate or a perplexity, at the first step that has it; empty
     *     for diversity, of which nobody says how much is best, and without a finite value
     */
    public record MetricSummary(String split, String metric, Measured first, Measured last, Optional<Measured> best) {}

    /** One column: its values in the first row and in the last. */
    public record ScalarSummary(String column, Measured first, Measured last) {}

    /**
     * From the files in the run's folder.
     *
     * @throws Failure {@code NO_INPUT} or {@code BAD_DATA} for a file that cannot be read
     */
    public static TrainingSummary of(Path run, String algorithm, Optional<String> rewardMetric) {
        RecordedTraining recorded = RecordedTraining.in(run);
        Map<String, List<SplitMeasurement>> series = new LinkedHashMap<>();
        recorded.evaluations()
                .forEach(row -> series.computeIfAbsent(row.split() + " " + row.metric(), key -> new ArrayList<>())
                        .add(row));
        return new TrainingSummary(
                algorithm,
                rewardMetric,
                recorded.steps(),
                series.values().stream().map(TrainingSummary::metric).toList(),
                columns(recorded.rollouts().orElse(ScalarTable.EMPTY)),
                columns(recorded.training()));
    }

    private static MetricSummary metric(List<SplitMeasurement> rows) {
        SplitMeasurement first = rows.get(0);
        Comparator<SplitMeasurement> order = Comparator.comparingDouble(SplitMeasurement::value);
        Optional<Measured> best = rows.stream()
                .filter(row -> Double.isFinite(row.value()) && !row.metric().startsWith(UNORDERED))
                .min(LOWER_IS_BETTER.contains(first.metric()) ? order : order.reversed())
                .map(TrainingSummary::measured);
        return new MetricSummary(
                first.split(), first.metric(), measured(first), measured(rows.get(rows.size() - 1)), best);
    }

    private static List<ScalarSummary> columns(ScalarTable table) {
        int last = table.rows().size() - 1;
        return last < 0
                ? List.of()
                : table.columns().stream()
                        .map(column ->
                                new ScalarSummary(column, measured(table, column, 0), measured(table, column, last)))
                        .toList();
    }

    private static Measured measured(ScalarTable table, String column, int row) {
        return new Measured(table.rows().get(row).step(), finite(table.at(column, row)));
    }

    private static Measured measured(SplitMeasurement row) {
        return new Measured(row.step(), finite(row.value()));
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : Double.NaN;
    }

    /** Writes it into the run's folder. Throws {@code CANNOT_WRITE}. */
    public void write(Path run) {
        ObjectNode root = Json.MAPPER.createObjectNode();
        root.put("algorithm", algorithm)
                .put(REWARD_METRIC, rewardMetric.orElse(null))
                .put("steps", steps);
        ObjectNode splits = root.putObject("evaluation");
        for (MetricSummary metric : evaluations) {
            ObjectNode node = splits.withObjectProperty(metric.split()).putObject(metric.metric());
            put(node, "first", metric.first());
            put(node, "last", metric.last());
            metric.best().ifPresentOrElse(best -> put(node, "best", best), () -> node.putNull("best"));
        }
        put(root.putObject("rollouts"), rollouts);
        put(root.putObject("training"), training);
        AtomicFile.writeString(run.resolve(NAME), Json.pretty(root));
    }

    private static void put(ObjectNode node, List<ScalarSummary> columns) {
        for (ScalarSummary column : columns) {
            ObjectNode both = node.putObject(column.column());
            put(both, "first", column.first());
            put(both, "last", column.last());
        }
    }

    private static void put(ObjectNode node, String key, Measured measured) {
        ObjectNode both = node.putObject(key).put("step", measured.step());
        if (Double.isNaN(measured.value())) {
            both.putNull("value");
        } else {
            both.put("value", measured.value());
        }
    }

    /** What a run's {@code summary.json} says is the reward's metric; empty while there is none. Throws {@code BAD_DATA}. */
    public static Optional<String> rewardMetric(Path run) {
        Path path = run.resolve(NAME);
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            JsonNode metric = Json.MAPPER.readTree(Files.readAllBytes(path)).path(REWARD_METRIC);
            return Optional.ofNullable(metric.textValue());
        } catch (JsonProcessingException e) {
            throw Failure.badData(path + ": no JSON (" + Json.problem(e) + ")");
        } catch (IOException e) {
            throw Failure.unreadable(path, e);
        }
    }
}
