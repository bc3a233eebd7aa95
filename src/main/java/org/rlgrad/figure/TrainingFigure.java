package org.rlgrad.figure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.rlgrad.Failure;
import org.rlgrad.report.RecordedTraining;
import org.rlgrad.report.SplitMeasurement;
import org.rlgrad.report.TrainingSummary;

/**
 * {@code training.svg} and {@code training.png} of a training run, always drawn from its files; while the run goes on, they
 * show how far it has come.
 *
 * <p>With rollouts: reward, KL divergence and its coefficient, how the rewards of one prompt spread, and the metric that is
 * the reward. Supervised: loss, learning rate, and the first metrics. What the files do not hold is left out.
 */
public final class TrainingFigure {
    private static final int PANELS_PER_ROW = 3;
    private static final int MOST_METRICS = 4;

    private TrainingFigure() {}

    /** Whether a folder holds what this figure is drawn from. */
    public static boolean isDrawnFrom(Path run) {
        return RecordedTraining.isIn(run);
    }

    /**
     * Draws both files into the run's folder.
     *
     * @param warnings where to say that this Java cannot draw pictures (no fonts, no AWT); the SVG is there anyway
     * @return the files that were written
     * @throws Failure {@code NO_INPUT} where no step has been recorded, {@code BAD_DATA} for a damaged file,
     *     {@code CANNOT_WRITE}
     */
    public static List<Path> draw(Path run, Consumer<String> warnings) {
        RecordedTraining training = RecordedTraining.in(run);
        TrainingPanels panels = TrainingPanels.of(training);
        List<LinePanel> drawn =
                new ArrayList<>(training.rollouts().map(panels::ofRollouts).orElseGet(panels::ofSupervision));
        List<String> all = metrics(training, TrainingSummary.rewardMetric(run));
        List<String> metrics =
                all.subList(0, Math.min(all.size(), training.rollouts().isPresent() ? 1 : MOST_METRICS));
        metrics.forEach(metric -> drawn.addAll(panels.ofMetric(metric)));
        if (drawn.isEmpty()) {
            throw Failure.noInput(run + ": no step of the training has been recorded yet, there is nothing to draw");
        }
        String subtitle = training.steps() + " " + panels.across().title() + (training.steps() == 1 ? "" : "s")
                + (metrics.size() < all.size() ? " · " + metrics.size() + " of " + all.size() + " metrics" : "");
        String title = run.toAbsolutePath().normalize().getFileName().toString();
        return new LineFigure(title, subtitle, 1, rows(drawn)).write(run, "training", warnings);
    }

    /** The reward's first, then in the order of the file. */
    private static List<String> metrics(RecordedTraining training, Optional<String> rewardMetric) {
        List<String> all = training.evaluations().stream()
                .map(SplitMeasurement::metric)
                .distinct()
                .toList();
        return Stream.concat(rewardMetric.filter(all::contains).stream(), all.stream())
                .distinct()
                .toList();
    }

    /** Rows of three, but four in a square. */
    private static List<List<LinePanel>> rows(List<LinePanel> panels) {
        int columns = panels.size() == 4 ? 2 : Math.min(PANELS_PER_ROW, panels.size());
        List<List<LinePanel>> rows = new ArrayList<>();
        for (int start = 0; start < panels.size(); start += columns) {
            rows.add(panels.subList(start, Math.min(panels.size(), start + columns)));
        }
        return rows;
    }
}
