package org.rlgrad.study.comparison;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.rlgrad.Failure;
import org.rlgrad.config.ExtractSamplesConfig;
import org.rlgrad.config.ExtractionConfig;
import org.rlgrad.config.MetricConfig;
import org.rlgrad.config.ResolvedConfig;
import org.rlgrad.report.HashedFile;
import org.rlgrad.report.RewardStatistics;
import org.rlgrad.report.RunFolder;
import org.rlgrad.study.ExtractionRun;

/**
 * Whether the rewards of two extractions may be compared: the same prompts and references, sampled and scored in the same way.
 * Contents decide, not paths; seeds of the sampling may differ. {@link ComparedModels} asks the same of the models.
 *
 * <p>Other sampling is refused, and so is another number of samples: both change the standard deviation of an input's rewards
 * and the noise of its mean, which would pass for an effect of the finetuning. Longer than most, since each rule is a message.
 */
final class Comparability {
    private final ExtractionRun before;
    private final ExtractionRun after;
    private final Consumer<String> warnings;

    Comparability(ExtractionRun before, ExtractionRun after, Consumer<String> warnings) {
        this.before = before;
        this.after = after;
        this.warnings = warnings;
    }

    /** Throws {@code BAD_DATA} with what differs, and where. */
    void check() {
        checkSamples();
        checkConditions();
        refuseOtherFiles("data", "another dataset file");
        checkInputs();
        checkRewards();
    }

    private void checkSamples() {
        for (ExtractionRun run : List.of(before, after)) {
            if (run.config().evaluation().numSamplesPerInput() < 2) {
                throw Failure.badData(run.folder() + ": has one sample per input, and so no standard deviations;"
                        + " extract with evaluation.num_samples_per_input of at least 2 (the paper: 10)");
            }
        }
    }

    private void checkConditions() {
        String there = conditions(before, before.config().evaluation().metrics());
        String here = conditions(after, metricsOfBoth());
        if (!there.equals(here)) {
            throw refusal("was made in another way (" + RunFolder.firstDifference(there, here) + ")");
        }
    }

    private static String conditions(ExtractionRun run, List<MetricConfig> metrics) {
        ExtractSamplesConfig c = run.conditions();
        ExtractionConfig evaluation = c.evaluation();
        return ResolvedConfig.toYaml(new ExtractSamplesConfig(
                c.tokenizer(),
                c.datapool(),
                c.alg(),
                new ExtractionConfig(evaluation.evalBatchSize(), evaluation.numSamplesPerInput(), metrics),
                c.fidelity(),
                c.seed()));
    }

    private void checkInputs() {
        List<Integer> there = indices(before);
        List<Integer> here = indices(after);
        if (there.size() != here.size()) {
            throw refusal("has " + here.size() + " inputs, not the same " + there.size());
        }
        IntStream.range(0, there.size())
                .filter(i -> !there.get(i).equals(here.get(i)))
                .findFirst()
                .ifPresent(i -> {
                    throw refusal("has other inputs: input " + (i + 1) + " has train index " + here.get(i)
                            + " here and " + there.get(i) + " there");
                });
    }

    /** The run's inputs, which each of its metrics must have. */
    private static List<Integer> indices(ExtractionRun run) {
        if (run.rows().isEmpty()) {
            throw Failure.badData(run.folder().resolve(ExtractionRun.STATISTICS) + ": has no rows");
        }
        String first = run.metrics().get(0);
        List<Integer> indices =
                run.of(first).stream().map(RewardStatistics::trainIndex).toList();
        for (String metric : run.metrics()) {
            List<Integer> own =
                    run.of(metric).stream().map(RewardStatistics::trainIndex).toList();
            if (!own.equals(indices)) {
                throw Failure.badData(run.folder().resolve(ExtractionRun.STATISTICS) + ": is damaged, its " + own.size()
                        + " rows of " + metric + " are not the inputs of its " + indices.size() + " rows of " + first
                        + "; extract again with --overwrite");
            }
        }
        return indices;
    }

    /** Metrics that only one of the runs has are left alone. */
    private void checkRewards() {
        Set<String> common =
                before.metrics().stream().filter(after.metrics()::contains).collect(Collectors.toSet());
        if (common.isEmpty()) {
            throw refusal("has no metric in common: here " + String.join(", ", after.metrics()) + "; there "
                    + String.join(", ", before.metrics()));
        }
        if (metricsWithModel(before).equals(metricsWithModel(after))) {
            refuseOtherFiles("reward model", "another reward model");
            refuseOtherFiles("reward tokenizer", "another tokenizer of the reward model");
        } else {
            warnings.accept(after.name() + ": not all its rewards are those of " + before.name()
                    + ", so the files of reward models were not compared");
        }
    }

    /** The metrics of the run before, with the arguments of the run after where that has them, too. */
    private List<MetricConfig> metricsOfBoth() {
        List<MetricConfig> both = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (MetricConfig metric : before.config().evaluation().metrics()) {
            int occurrence = seen.merge(metric.id(), 1, Integer::sum) - 1;
            List<MetricConfig> own = after.config().evaluation().metrics().stream()
                    .filter(other -> other.id().equals(metric.id()))
                    .toList();
            both.add(
                    occurrence < own.size()
                            ? metric.model().map(own.get(occurrence)::withModel).orElse(own.get(occurrence))
                            : metric);
        }
        return both;
    }

    private static List<String> metricsWithModel(ExtractionRun run) {
        return run.config().evaluation().metrics().stream()
                .filter(metric -> metric.model().isPresent())
                .map(MetricConfig::id)
                .toList();
    }

    private void refuseOtherFiles(String role, String what) {
        List<HashedFile> there = files(before, role);
        List<HashedFile> here = files(after, role);
        List<String> hashes = there.stream().map(HashedFile::sha256).toList();
        if (!hashes.equals(here.stream().map(HashedFile::sha256).toList())) {
            String which = here.size() != there.size()
                    ? "here " + names(here) + ", there " + names(there)
                    : IntStream.range(0, here.size())
                                    .filter(i -> !here.get(i).sha256().equals(hashes.get(i)))
                                    .mapToObj(i -> here.get(i).name())
                                    .collect(Collectors.joining(", "))
                            + " differs (SHA-256)";
            throw refusal("uses " + what + ": " + which);
        }
    }

    private Failure refusal(String problem) {
        return refusal(before, after, problem);
    }

    static Failure refusal(ExtractionRun before, ExtractionRun after, String problem) {
        return Failure.badData(after.folder() + ": cannot be compared with " + before.folder() + ", it " + problem);
    }

    static List<HashedFile> files(ExtractionRun run, String role) {
        return run.files().stream().filter(file -> file.role().equals(role)).toList();
    }

    static String names(List<HashedFile> files) {
        List<String> names =
                new ArrayList<>(files.stream().map(HashedFile::name).toList());
        return names.isEmpty() ? "none" : String.join(", ", names);
    }
}
