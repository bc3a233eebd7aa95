package org.rlgrad.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.rlgrad.config.Split;
import org.rlgrad.figure.TrainingFigure;
import org.rlgrad.report.AtomicFile;
import org.rlgrad.report.EvaluationsFile;
import org.rlgrad.report.Prediction;
import org.rlgrad.report.PredictionsFile;
import org.rlgrad.report.RunFolder;
import org.rlgrad.report.ScalarsFile;
import org.rlgrad.report.SplitMeasurement;
import org.rlgrad.report.TensorBoardEvents;
import org.rlgrad.report.TrainingSummary;
import org.rlgrad.train.EvaluationResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a training has measured so far, on disk: evaluations with their predictions, a row for each iteration or step, and the same
 * for TensorBoard.
 *
 * <p>The predictions of an evaluation are written last, so that their file says that the evaluation is complete.
 */
final class TrainingRecord implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingRecord.class);

    private final RunFolder folder;
    private final EvaluationsFile evaluations;
    private TensorBoardEvents events;
    private Optional<ScalarsFile> rollouts = Optional.empty();
    private Optional<ScalarsFile> updates = Optional.empty();

    TrainingRecord(RunFolder folder) {
        this.folder = folder;
        this.evaluations = EvaluationsFile.open(folder.file(EvaluationsFile.NAME));
    }

    /**
     * Cuts everything back to a checkpoint.
     *
     * @param step units that the checkpoint has seen
     * @param evaluated splits that are evaluated there; if one of them is missing all of them are measured again
     */
    void goOnFrom(int step, Set<Split> evaluated) {
        boolean complete = evaluated.stream().allMatch(split -> isEvaluated(step, split));
        int lastEvaluated = complete ? step : step - 1;
        evaluations.truncateAfter(lastEvaluated);
        deletePredictionsAfter(lastEvaluated);
        for (String name : List.of(ScalarsFile.ROLLOUTS, ScalarsFile.TRAINING)) {
            truncate(folder.file(name), step);
        }
        events = TensorBoardEvents.open(folder.path(), step, LOG::warn);
    }

    /** Whether an evaluation is on disk as a whole. */
    boolean isEvaluated(int step, Split split) {
        return Files.exists(
                folder.file(PredictionsFile.FOLDER).resolve(PredictionsFile.name(TrainingPlan.name(split), step)));
    }

    /** Records an evaluation. */
    void append(int step, Split split, EvaluationResult result) {
        String name = TrainingPlan.name(split);
        List<SplitMeasurement> rows = new ArrayList<>();
        List<TensorBoardEvents.Scalar> scalars = new ArrayList<>();
        result.corpus().forEach((metric, value) -> {
            rows.add(new SplitMeasurement(step, name, metric, value));
            scalars.add(new TensorBoardEvents.Scalar(name + "/" + metric, value));
        });
        evaluations.append(rows);
        evaluations.sync();
        events.append(step, scalars);
        PredictionsFile.write(
                folder.path(),
                name,
                step,
                result.samples().stream().map(TrainingRecord::prediction).toList());
        LOG.info("after {}: {} {}", step, name, values(result.corpus()));
    }

    /** Records an iteration or step. */
    void append(int step, TrainingLoop.Unit unit) {
        if (!unit.rollout().isEmpty()) {
            rollouts = Optional.of(rollouts.orElseGet(() -> open(ScalarsFile.ROLLOUTS, unit.rollout())));
            rollouts.get().append(step, array(unit.rollout()));
        }
        updates = Optional.of(updates.orElseGet(() -> open(ScalarsFile.TRAINING, unit.update())));
        updates.get().append(step, array(unit.update()));
        List<TensorBoardEvents.Scalar> scalars = new ArrayList<>();
        unit.rollout().forEach((name, value) -> scalars.add(new TensorBoardEvents.Scalar("rollout/" + name, value)));
        unit.update().forEach((name, value) -> scalars.add(new TensorBoardEvents.Scalar("training/" + name, value)));
        events.append(step, scalars);
    }

    /**
     * Summary and figures.
     *
     * @param rewardMetric key of the metric that is the reward, if there is one
     */
    void finish(String algorithm, Optional<String> rewardMetric) {
        sync();
        TrainingSummary.of(folder.path(), algorithm, rewardMetric).write(folder.path());
        TrainingFigure.draw(folder.path(), LOG::warn);
    }

    /** Returns when the disk has everything. */
    void sync() {
        evaluations.sync();
        rollouts.ifPresent(ScalarsFile::sync);
        updates.ifPresent(ScalarsFile::sync);
        events.sync();
    }

    private ScalarsFile open(String name, Map<String, Double> columns) {
        return ScalarsFile.open(folder.file(name), List.copyOf(columns.keySet()));
    }

    private static void truncate(Path file, int step) {
        if (Files.exists(file)) {
            try (ScalarsFile scalars =
                    ScalarsFile.open(file, ScalarsFile.read(file).columns())) {
                scalars.truncateAfter(step);
            }
        }
    }

    private void deletePredictionsAfter(int step) {
        Path predictions = folder.file(PredictionsFile.FOLDER);
        if (!Files.isDirectory(predictions)) {
            return;
        }
        try (Stream<Path> files = Files.list(predictions)) {
            for (Path file : files.toList()) {
                if (PredictionsFile.step(file).orElse(-1) > step) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(predictions, e);
        }
    }

    private static Prediction prediction(EvaluationResult.EvaluatedSample sample) {
        LinkedHashMap<String, OptionalDouble> scores = new LinkedHashMap<>();
        sample.scores().forEach((key, value) -> scores.put(key, OptionalDouble.of(value)));
        return new Prediction(sample.id(), sample.prompt(), sample.text(), sample.references(), scores);
    }

    /** For the log: the few dozen values of {@code diversity} stand in {@code metrics.csv}. */
    private static String values(Map<String, Double> corpus) {
        return corpus.entrySet().stream()
                .filter(entry -> !entry.getKey().startsWith("diversity_metrics/"))
                .map(entry -> entry.getKey() + String.format(Locale.ROOT, " %.4g", entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static double[] array(Map<String, Double> row) {
        return row.values().stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Override
    public void close() {
        evaluations.close();
        rollouts.ifPresent(ScalarsFile::close);
        updates.ifPresent(ScalarsFile::close);
        if (events != null) {
            events.close();
        }
    }
}
