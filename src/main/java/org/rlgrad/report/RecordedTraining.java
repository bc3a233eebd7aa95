package org.rlgrad.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a training run has left in its folder so far.
 *
 * @param evaluations of {@code metrics.csv}
 * @param rollouts empty where no model learns from its own samples
 * @param training of {@code training.csv}
 */
public record RecordedTraining(
        List<SplitMeasurement> evaluations, Optional<ScalarTable> rollouts, ScalarTable training) {

    /** Whether a folder is that of a training run. */
    public static boolean isIn(Path run) {
        return Files.exists(run.resolve(ScalarsFile.ROLLOUTS)) || Files.exists(run.resolve(ScalarsFile.TRAINING));
    }

    /** Files that are not there yet count as empty. Throws {@code NO_INPUT} or {@code BAD_DATA} for one that is. */
    public static RecordedTraining in(Path run) {
        Path evaluations = run.resolve(EvaluationsFile.NAME);
        return new RecordedTraining(
                Files.exists(evaluations) ? EvaluationsFile.read(evaluations) : List.of(),
                read(run.resolve(ScalarsFile.ROLLOUTS)),
                read(run.resolve(ScalarsFile.TRAINING)).orElse(ScalarTable.EMPTY));
    }

    private static Optional<ScalarTable> read(Path path) {
        return Files.exists(path) ? Optional.of(ScalarsFile.read(path)) : Optional.empty();
    }

    /** The last step of all files; 0 without rows. */
    public int steps() {
        int evaluated = evaluations.isEmpty()
                ? 0
                : evaluations.get(evaluations.size() - 1).step();
        int sampled = rollouts.orElse(ScalarTable.EMPTY).lastStep();
        return Math.max(evaluated, Math.max(sampled, training.lastStep()));
    }
}
