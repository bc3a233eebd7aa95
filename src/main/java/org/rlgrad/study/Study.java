package org.rlgrad.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.rlgrad.config.TrainConfig;

/**
 * All finished runs below some folders, and the trainings that these name as the source of their models, by data set and pretrained
 * model. What belongs together is read from configurations and provenance, never from the names of folders.
 *
 * @param subjects in the order of the paper's table of data sets, then by the pretrained model's path
 */
public record Study(List<Subject> subjects) {

    /**
     * Data set and pretrained model: the content of its weights, which may lie in several places, or the training of ours that made
     * it, without its seed.
     */
    private record Key(Dataset dataset, Optional<TrainConfig> pretraining, String weights) {}

    /** What a model is: a configuration and seeds make the same one wherever their run folders lie, so that a copy is no further seed. */
    private record Identity(Optional<Integer> pretrainingSeed, Recipe recipe, List<Integer> seeds) {
        static Identity of(Lineage lineage) {
            return new Identity(
                    lineage.pretraining().map(training -> training.config().seed()),
                    Recipe.of(lineage),
                    lineage.trainings().stream()
                            .flatMap(training -> Stream.of(
                                    training.config().seed(), training.config().subsetSeed()))
                            .toList());
        }
    }

    /** What was found of one subject. */
    private static final class Found {
        private final Dataset dataset;
        private final Path pretrained;
        private final List<ExtractionRun> extractions = new ArrayList<>();
        private final Map<Path, TrainedModel> models = new TreeMap<>();
        private final Map<Identity, Path> first = new HashMap<>();
        private final Set<Path> copies = new HashSet<>();

        private Found(Dataset dataset, Path pretrained) {
            this.dataset = dataset;
            this.pretrained = pretrained;
        }
    }

    /**
     * Searches folders to a depth of three.
     *
     * @param folders run folders, or folders that contain some
     * @param warnings takes runs that are left out since they have not finished, and trainings that are there twice
     * @throws org.rlgrad.Failure {@code NO_INPUT} where a folder does not exist or holds no finished run of a language model,
     *     {@code BAD_DATA} where a run is damaged, or its model is no longer the one that was used
     */
    public static Study of(List<Path> folders, Consumer<String> warnings) {
        FinishedRuns runs = FinishedRuns.in(folders, warnings);
        Map<Key, Found> found = new LinkedHashMap<>();
        for (ExtractionRun extraction : runs.extractions()) {
            Dataset dataset = Dataset.of(extraction.config().datapool().args());
            Found subject = found.computeIfAbsent(
                    key(dataset, extraction.folder(), extraction.lineage()),
                    key -> new Found(dataset, extraction.lineage().start()));
            subject.extractions.add(extraction);
            addAll(extraction.lineage(), subject, warnings);
        }
        for (TrainingRun training : runs.trainings()) {
            Lineage lineage = Lineage.of(training.folder()).then(training);
            Dataset dataset = Dataset.of(training.config().datapool().args());
            Found subject = found.computeIfAbsent(
                    key(dataset, training.folder(), lineage), key -> new Found(dataset, lineage.start()));
            addAll(lineage, subject, warnings);
        }
        return new Study(found.values().stream()
                .map(Study::subject)
                .sorted(Comparator.comparing(Subject::dataset).thenComparing(Subject::pretrained))
                .toList());
    }

    /** The model of a lineage and all those on the way to it. */
    private static void addAll(Lineage lineage, Found subject, Consumer<String> warnings) {
        for (int count = 1; count <= lineage.trainings().size(); count++) {
            TrainedModel model = new TrainedModel(lineage.first(count));
            Path folder = model.training().folder();
            Path first = subject.first.putIfAbsent(Identity.of(model.lineage()), folder);
            if (first == null) {
                subject.models.put(folder, model);
            } else if (!first.equals(folder) && subject.copies.add(folder)) {
                warnings.accept(folder + ": is the same training as " + first
                        + " (same configuration, same seeds), and counts once");
            }
        }
    }

    private static Key key(Dataset dataset, Path run, Lineage lineage) {
        Path first =
                lineage.trainings().isEmpty() ? run : lineage.trainings().get(0).folder();
        Optional<TrainConfig> pretraining = lineage.pretraining().map(training -> Recipe.step(training.config()));
        return new Key(
                dataset,
                pretraining,
                pretraining.isPresent() ? "" : Lineage.weights(first).sha256());
    }

    private static Subject subject(Found found) {
        List<Treatment> treatments = Treatments.of(List.copyOf(found.models.values()), found.extractions);
        return new Subject(found.dataset, found.pretrained, rewardMetric(found), treatments);
    }

    /** The most frequent one among the trainings by reward. */
    private static String rewardMetric(Found found) {
        Map<String, Long> counts = found.models.values().stream()
                .map(TrainedModel::rewardMetric)
                .flatMap(Optional::stream)
                .collect(Collectors.groupingBy(metric -> metric, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .or(() -> found.extractions.stream()
                        .flatMap(run -> run.metrics().stream())
                        .findFirst())
                .orElse("");
    }

    /** What there is, a line for each subject. */
    public String inventory() {
        return subjects.stream().map(Subject::inventory).collect(Collectors.joining("\n  ", "  ", ""));
    }
}
