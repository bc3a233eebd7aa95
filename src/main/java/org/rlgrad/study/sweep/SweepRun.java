package org.rlgrad.study.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.rlgrad.Failure;
import org.rlgrad.config.ConfigLeaves;
import org.rlgrad.report.Provenance;
import org.rlgrad.report.RunFolder;
import org.rlgrad.report.TrainingSummary;
import org.rlgrad.report.TrainingSummary.Measured;
import org.rlgrad.study.ExtractionRun;

/**
 * One training of a sweep.
 *
 * @param name of its run folder
 * @param state how far it has come
 * @param settings the resolved configuration by key path; of a missing run what the sweep's list says of it
 * @param metric that is the reward, or the first one of a training without a reward; empty while the run is not done
 * @param train the reward metric on the train split, NaN where it was not measured or the run is not done
 * @param val the same on the validation split
 * @param probeReward mean reward of the probe's prompts; its best is not used
 * @param probeStd mean standard deviation of the rewards of each of these prompts' outputs
 */
record SweepRun(
        String name,
        State state,
        Map<String, String> settings,
        Optional<String> metric,
        Change train,
        Change val,
        Change probeReward,
        Change probeStd) {

    /** How far a run has come. */
    enum State {
        DONE,
        /** Stopped, killed, or still at work. */
        UNFINISHED,
        /** Its last session ended with a failure. */
        FAILED,
        /** Has no run folder. */
        MISSING;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A quantity at the start, at the end, and at its best. */
    record Change(double start, double end, double best) {
        static final Change NONE = new Change(Double.NaN, Double.NaN, Double.NaN);
    }

    /** Reads a run folder. Throws {@code BAD_DATA} for a damaged file. */
    static SweepRun read(Path folder) {
        Map<String, String> settings = ConfigLeaves.of(folder.resolve(RunFolder.CONFIG));
        String name = folder.getFileName().toString();
        boolean done = Files.exists(folder.resolve(RunFolder.DONE));
        if (!done) {
            State state = Provenance.hasFailed(folder) ? State.FAILED : State.UNFINISHED;
            return withoutResults(name, state, settings);
        }
        TrainingSummary summary =
                TrainingSummary.of(folder, settings.getOrDefault("alg.id", ""), TrainingSummary.rewardMetric(folder));
        Optional<String> metric = summary.rewardMetric()
                .or(() -> summary.evaluations().stream().findFirst().map(TrainingSummary.MetricSummary::metric));
        return new SweepRun(
                name,
                State.DONE,
                settings,
                metric,
                change(summary, metric, "train"),
                change(summary, metric, "val"),
                column(summary, "probe_reward"),
                column(summary, "probe_reward_std"));
    }

    /** A run of which there is nothing to compare yet. */
    static SweepRun withoutResults(String name, State state, Map<String, String> settings) {
        return new SweepRun(
                name, state, settings, Optional.empty(), Change.NONE, Change.NONE, Change.NONE, Change.NONE);
    }

    private static Change change(TrainingSummary summary, Optional<String> metric, String split) {
        return summary.evaluations().stream()
                .filter(measured -> measured.split().equals(split) && metric.equals(Optional.of(measured.metric())))
                .findFirst()
                .map(measured -> new Change(
                        measured.first().value(),
                        measured.last().value(),
                        measured.best().map(Measured::value).orElse(Double.NaN)))
                .orElse(Change.NONE);
    }

    private static Change column(TrainingSummary summary, String column) {
        return summary.rollouts().stream()
                .filter(scalar -> scalar.column().equals(column))
                .findFirst()
                .map(scalar -> new Change(scalar.first().value(), scalar.last().value(), Double.NaN))
                .orElse(Change.NONE);
    }

    /** What it says of a key, or a dash. */
    String value(String key) {
        return settings.getOrDefault(key, "-");
    }

    boolean isDone() {
        return state == State.DONE;
    }

    /** The run folders in a folder, by name; extractions are none. Throws {@code NO_INPUT} where it cannot be read. */
    static List<SweepRun> allIn(Path sweep) {
        try (Stream<Path> entries = Files.list(sweep)) {
            return entries.filter(entry -> Files.exists(entry.resolve(RunFolder.CONFIG)) && !ExtractionRun.isIn(entry))
                    .sorted()
                    .map(SweepRun::read)
                    .toList();
        } catch (IOException e) {
            throw Failure.unreadable(sweep, e);
        }
    }
}
