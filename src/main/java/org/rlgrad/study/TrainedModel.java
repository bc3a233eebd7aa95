package org.rlgrad.study;

import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.rlgrad.report.EvaluationsFile;
import org.rlgrad.report.RecordedTraining;
import org.rlgrad.report.SplitMeasurement;
import org.rlgrad.report.TrainingSummary;

/**
 * A model that a finished training has made.
 *
 * @param lineage the trainings behind it, of which the last is its own; at least one
 */
public record TrainedModel(Lineage lineage) {
    /** The value of one metric on the train split at the first and at the last evaluation. */
    public record Reward(double start, double end) {}

    /** The training that made it. */
    public TrainingRun training() {
        return lineage.trainings().get(lineage.trainings().size() - 1);
    }

    /** The optimizer steps (supervised) or iterations that the training made. Throws {@code BAD_DATA}. */
    public int steps() {
        return stepsOf(training());
    }

    static int stepsOf(TrainingRun training) {
        return RecordedTraining.in(training.folder()).steps();
    }

    /**
     * A metric on the train split, from {@code metrics.csv}; empty where that split was not evaluated at start and end, or the rows of the
     * end are gone. Throws {@code BAD_DATA}.
     */
    public Optional<Reward> trainReward(String metric) {
        if (!Files.exists(training().folder().resolve(EvaluationsFile.NAME))) {
            return Optional.empty();
        }
        List<SplitMeasurement> rows = EvaluationsFile.read(training().folder().resolve(EvaluationsFile.NAME)).stream()
                .filter(row -> row.split().equals("train") && row.metric().equals(metric))
                .toList();
        return rows.size() < 2
                ? Optional.empty()
                : Optional.of(new Reward(
                        rows.get(0).value(), rows.get(rows.size() - 1).value()));
    }

    /** The metric that was its training's reward; empty for supervised training. */
    Optional<String> rewardMetric() {
        return TrainingSummary.rewardMetric(training().folder());
    }

    /** Whether the train split of another model's evaluations has the same samples. */
    boolean isEvaluatedOnTheSameAs(TrainedModel other) {
        TrainingRun mine = training();
        TrainingRun theirs = other.training();
        boolean sameDraw = mine.fraction() == 1
                || mine.config().subsetSeed() == theirs.config().subsetSeed();
        return mine.fraction() == theirs.fraction()
                && sameDraw
                && mine.config().datapool().split()
                        == theirs.config().datapool().split()
                && mine.config().trainEvaluation().maxSamples()
                        == theirs.config().trainEvaluation().maxSamples();
    }
}
