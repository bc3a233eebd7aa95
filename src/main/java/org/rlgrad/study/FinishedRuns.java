package org.rlgrad.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.rlgrad.Failure;
import org.rlgrad.report.RecordedTraining;
import org.rlgrad.report.RunFolder;

/**
 * The finished runs of language models below some folders, each once, in the order of their paths.
 *
 * @param trainings finetunings; trainings that made a language model from nothing are none
 */
record FinishedRuns(List<ExtractionRun> extractions, List<TrainingRun> trainings) {
    private static final int DEPTH = 3;

    static FinishedRuns in(List<Path> folders, Consumer<String> warnings) {
        TreeSet<Path> runs = runFolders(folders);
        List<ExtractionRun> extractions = new ArrayList<>();
        List<TrainingRun> trainings = new ArrayList<>();
        for (Path run : runs) {
            boolean extraction = ExtractionRun.isIn(run);
            boolean training = !extraction && RecordedTraining.isIn(run);
            if (!Files.exists(run.resolve(RunFolder.DONE))) {
                warnings.accept(run + ": has not finished (no " + RunFolder.DONE + "), and is left out");
            } else if (extraction) {
                extractions.add(ExtractionRun.read(run));
            } else if (training) {
                trainings.add(TrainingRun.read(run));
            }
        }
        trainings.removeIf(TrainingRun::isPretraining);
        if (extractions.isEmpty() && trainings.isEmpty()) {
            throw Failure.noInput(folders.get(0) + (folders.size() > 1 ? " and the other folders hold" : ": holds")
                    + " no finished extraction or training, down to a depth of " + DEPTH);
        }
        return new FinishedRuns(extractions, trainings);
    }

    /** All run folders of whatever kind, finished or not. Throws {@code NO_INPUT} where a folder does not exist. */
    static TreeSet<Path> runFolders(List<Path> folders) {
        TreeSet<Path> runs = new TreeSet<>();
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                throw Failure.noInput(folder + ": no such run folder");
            }
            collect(folder.toAbsolutePath().normalize(), DEPTH, runs);
        }
        return runs;
    }

    /** A run's own folders (checkpoints, a model) are not searched. */
    private static void collect(Path folder, int depth, TreeSet<Path> runs) {
        if (Files.exists(folder.resolve(RunFolder.CONFIG))) {
            runs.add(folder);
        } else if (depth > 0) {
            try (Stream<Path> inside = Files.list(folder)) {
                inside.filter(Files::isDirectory).forEach(inner -> collect(inner, depth - 1, runs));
            } catch (IOException e) {
                throw Failure.unreadable(folder, e);
            }
        }
    }
}
