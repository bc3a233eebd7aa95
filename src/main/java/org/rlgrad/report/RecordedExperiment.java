package org.rlgrad.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.rlgrad.Failure;

/**
 * What a finished experiment left in its folder.
 *
 * @param labels from {@code summary.json}
 * @param rows of {@code metrics.csv}
 */
public record RecordedExperiment(ExperimentLabels labels, List<GroupMeasurement> rows) {

    /**
     * Those of all folders in a plan's folder, by name.
     *
     * @param warnings names each experiment that is not finished, and so left out
     * @throws Failure {@code NO_INPUT} where there is none, {@code BAD_DATA} for a damaged file
     */
    public static List<RecordedExperiment> in(Path planFolder, Consumer<String> warnings) {
        List<Path> folders;
        try (Stream<Path> entries = Files.list(planFolder)) {
            folders = entries.filter(entry -> Files.exists(entry.resolve("metrics.csv")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw Failure.unreadable(planFolder, e);
        }
        List<RecordedExperiment> experiments = new ArrayList<>();
        for (Path folder : folders) {
            Path summary = folder.resolve("summary.json");
            if (Files.exists(summary)) {
                ExperimentLabels labels = ExperimentSummary.read(summary).labels();
                experiments.add(new RecordedExperiment(labels, MetricsFile.read(folder.resolve("metrics.csv"))));
            } else {
                warnings.accept(folder.getFileName() + " is not finished (no summary.json), the figures leave it out");
            }
        }
        if (experiments.isEmpty()) {
            throw Failure.noInput(
                    planFolder + ": holds no finished experiment (a folder with metrics.csv and" + " summary.json)");
        }
        return experiments;
    }
}
