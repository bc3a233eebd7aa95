package org.rlgrad.study.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.report.RunFolder;
import org.rlgrad.report.SamplesFile;
import org.rlgrad.statistics.Bootstrap;
import org.rlgrad.study.ExtractionRun;
import org.rlgrad.study.forecast.Forecast;

/**
 * Extractions of the same inputs that may be compared.
 *
 * @param before of the initial model
 * @param afters of finetuned ones
 */
public record ComparedRuns(ExtractionRun before, List<After> afters) {

    /**
     * @param name the run folder's name, with so many folders above it that no two are equal
     * @param label what was done to the initial model, with the name where two would be equal
     */
    public record After(ExtractionRun run, String name, String label) {}

    /**
     * Reads the runs.
     *
     * @param warnings what makes a comparison weaker than it looks
     * @throws Failure {@code USAGE} where a run is given twice; {@code NO_INPUT} or {@code BAD_DATA} where one cannot be read, is
     *     not finished, or does not fit (see {@link Comparability} and {@link ComparedModels})
     */
    public static ComparedRuns read(Path before, List<Path> afters, Consumer<String> warnings) {
        List<Path> folders = new ArrayList<>(List.of(before));
        folders.addAll(afters);
        Set<Path> seen = new HashSet<>();
        for (Path folder : folders) {
            if (!seen.add(real(folder))) {
                throw new Failure(ExitCode.USAGE, folder + ": is given twice; a comparison needs different runs");
            }
        }
        ExtractionRun first = finished(before);
        List<ExtractionRun> runs = afters.stream().map(ComparedRuns::finished).toList();
        List<String> names = names(runs.stream().map(ExtractionRun::folder).toList());
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            new Comparability(first, runs.get(i), warnings).check();
            ComparedModels.Origin origin = new ComparedModels(first, runs.get(i), warnings).check();
            labels.add(
                    switch (origin) {
                        case FINETUNED -> runs.get(i).lineage().label();
                        case SAME_MODEL -> "the same model again";
                        case UNKNOWN -> names.get(i);
                    });
        }
        return new ComparedRuns(first, named(runs, names, labels));
    }

    /** Compares each run under each metric that all have; the shown metric's comparisons come first. */
    public List<Comparison> compare(String shown, Bootstrap bootstrap) {
        List<String> metrics = new ArrayList<>(List.of(shown));
        metrics().stream().filter(metric -> !metric.equals(shown)).forEach(metrics::add);
        List<Comparison> comparisons = new ArrayList<>();
        for (String metric : metrics) {
            Optional<Forecast> forecast = forecast(metric);
            afters.forEach(after -> comparisons.add(Comparison.of(this, after, metric, forecast, bootstrap)));
        }
        return comparisons;
    }

    private Optional<Forecast> forecast(String metric) {
        return Files.exists(before.folder().resolve(SamplesFile.NAME))
                ? Optional.of(Forecast.read(before, metric))
                : Optional.empty();
    }

    /** The metrics that all runs have, in the order of the first. */
    public List<String> metrics() {
        return before.metrics().stream()
                .filter(metric ->
                        afters.stream().allMatch(after -> after.run().metrics().contains(metric)))
                .toList();
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            throw Failure.unreadable(folder, e);
        }
    }

    private static ExtractionRun finished(Path folder) {
        if (Files.exists(folder.resolve(RunFolder.CONFIG)) && !Files.exists(folder.resolve(RunFolder.DONE))) {
            throw Failure.badData(folder + ": is not finished; run it again with --resume");
        }
        return ExtractionRun.read(folder);
    }

    /** The last one, two, ... parts of the paths, as many as tell all of them apart. */
    private static List<String> names(List<Path> folders) {
        List<String> names = List.of();
        for (int parts = 1; names.stream().distinct().count() < folders.size(); parts++) {
            int kept = parts;
            names = folders.stream()
                    .map(folder -> folder.subpath(Math.max(0, folder.getNameCount() - kept), folder.getNameCount()))
                    .map(Path::toString)
                    .toList();
        }
        return names;
    }

    private static List<After> named(List<ExtractionRun> runs, List<String> names, List<String> labels) {
        Map<String, Integer> uses = new HashMap<>();
        labels.forEach(label -> uses.merge(label, 1, Integer::sum));
        List<After> afters = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            String label = labels.get(i);
            String distinct = uses.getOrDefault(label, 0) > 1 ? label + " (" + names.get(i) + ")" : label;
            afters.add(new After(runs.get(i), names.get(i), distinct));
        }
        return afters;
    }
}
