package org.rlgrad.experiment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.config.ConfigDifference;
import org.rlgrad.config.ExtractSamplesConfig;
import org.rlgrad.config.ExtractionConfig;
import org.rlgrad.config.GenerationConfig;
import org.rlgrad.config.GradientNormsConfig;
import org.rlgrad.config.MetricConfig;
import org.rlgrad.config.ModelConfig;
import org.rlgrad.report.RewardStatistics;
import org.rlgrad.study.ExtractionRun;

/**
 * Everything about a measurement of gradient norms that is fixed before the first token is drawn.
 *
 * @param extraction of the same inputs, with the one metric, and drawing from the model's whole distribution
 * @param run the extraction over whose deviations the inputs are spread
 * @param warnings where this is not what the configuration says
 */
record GradientNormsPlan(
        ExtractionPlan extraction, GradientNormsConfig norms, Optional<ExtractionRun> run, List<String> warnings)
        implements AutoCloseable {

    /** Finds model and data, reads and tokenizes the inputs. Throws {@link Failure} as {@link ExtractionPlan#of} does. */
    static GradientNormsPlan of(ExtractSamplesConfig config, GradientNormsConfig norms) {
        Optional<ExtractionRun> run = norms.run().map(ExtractionRun::read);
        run.filter(r -> !r.config().datapool().args().equals(config.datapool().args())
                        || r.config().datapool().split() != config.datapool().split())
                .ifPresent(other -> {
                    throw Failure.badData(norms.run().orElseThrow()
                            + ": its inputs come from another datapool or split than this configuration's");
                });
        ExtractionPlan extraction = ExtractionPlan.of(measured(config, norms));
        List<String> warnings = new ArrayList<>(extraction.warnings());
        warnings.addAll(overridden(config.alg().generationKwargs()));
        if (norms.inputs() > extraction.inputs()) {
            warnings.add("--inputs is " + norms.inputs() + ", but the configuration has " + extraction.inputs()
                    + "; all of them are used.");
        }
        return new GradientNormsPlan(extraction, norms, run, warnings);
    }

    /** The configuration as it is measured: one metric, so many outputs, drawn from the whole distribution. */
    private static ExtractSamplesConfig measured(ExtractSamplesConfig config, GradientNormsConfig norms) {
        ModelConfig alg = config.alg();
        return new ExtractSamplesConfig(
                config.tokenizer(),
                config.datapool(),
                new ModelConfig(
                        alg.id(),
                        alg.modelType(),
                        alg.modelName(),
                        alg.generationKwargs().wholeDistribution()),
                new ExtractionConfig(
                        Math.max(config.evaluation().evalBatchSize(), norms.samples()),
                        norms.samples(),
                        List.of(metric(config, norms))),
                config.fidelity(),
                config.seed());
    }

    private static MetricConfig metric(ExtractSamplesConfig config, GradientNormsConfig norms) {
        List<MetricConfig> metrics = config.evaluation().metrics();
        String wanted = norms.metric().orElse(metrics.get(0).id());
        return metrics.stream()
                .filter(metric -> metric.id().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE,
                        "--metric " + wanted + ": the configuration has only "
                                + String.join(
                                        ", ",
                                        metrics.stream().map(MetricConfig::id).toList())));
    }

    /** The theory is about the model's own distribution, and deviation and gradient must be those of one distribution. */
    private static List<String> overridden(GenerationConfig written) {
        List<String> changed = ConfigDifference.between(written, written.wholeDistribution()).stream()
                .map(difference -> difference.key() + ": " + difference.from())
                .toList();
        return changed.isEmpty()
                ? List.of()
                : List.of(
                        "The theory is about the model's own distribution, so outputs are drawn from that, and not with "
                                + String.join(", ", changed)
                                + " as the configuration says; standard deviations are of it, too.");
    }

    /**
     * Places of the inputs in the extraction, in the order of their train indices.
     *
     * @param metric the reward's key in a run's table
     */
    int[] positions(String metric) {
        int[] indices = extraction.trainIndices();
        IntStream chosen = run.isPresent()
                ? spread(run.get(), metric)
                : IntStream.range(0, Math.min(norms.inputs(), indices.length));
        return chosen.boxed()
                .sorted(Comparator.comparingInt(position -> indices[position]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Inputs at equal distances in the order of the run's deviations, from the smallest to the largest. */
    private IntStream spread(ExtractionRun from, String metric) {
        Map<Integer, Integer> positions = new HashMap<>();
        for (int i = 0; i < extraction.inputs(); i++) {
            positions.put(extraction.trainIndices()[i], i);
        }
        int[] byStd = from.of(metric).stream()
                .filter(RewardStatistics::isComplete)
                .filter(row -> positions.containsKey(row.trainIndex()))
                .sorted(Comparator.comparingDouble(RewardStatistics::std)
                        .thenComparingInt(RewardStatistics::trainIndex))
                .mapToInt(row -> positions.get(row.trainIndex()))
                .toArray();
        if (byStd.length == 0) {
            throw Failure.badData(from.folder() + ": has no standard deviation of " + metric
                    + " for any input of this configuration; its metrics are " + String.join(", ", from.metrics()));
        }
        int count = Math.min(norms.inputs(), byStd.length);
        return IntStream.range(0, count)
                .map(i -> byStd[
                        (int) (count == 1 ? byStd.length / 2 : Math.round(i * (byStd.length - 1.0) / (count - 1)))]);
    }

    @Override
    public void close() {
        extraction.close();
    }
}
