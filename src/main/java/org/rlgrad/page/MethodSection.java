package org.rlgrad.page;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.rlgrad.Release;
import org.rlgrad.config.ExtractSamplesConfig;
import org.rlgrad.report.HashedFile;
import org.rlgrad.report.Table;
import org.rlgrad.study.ExtractionRun;
import org.rlgrad.study.Subject;
import org.rlgrad.study.TrainedModel;

/**
 * How the numbers were made.
 *
 * @param base folder that the paths of runs are relative to
 */
record MethodSection(SubjectRuns runs, Path base) implements Section {
    @Override
    public String title() {
        return "How it was made";
    }

    @Override
    public Optional<String> paper() {
        return Optional.empty();
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public void write(Parts parts) {
        Subject subject = runs.subject();
        List<List<String>> facts = new ArrayList<>();
        facts.add(List.of("data set", subject.dataset().title()));
        facts.add(List.of("pretrained model", subject.model() + size()));
        facts.add(List.of("reward", subject.rewardMetric()));
        if (!subject.before().isEmpty()) {
            ExtractionRun before = subject.before().get(0);
            ExtractSamplesConfig config = before.config();
            facts.add(List.of(
                    "inputs measured", Integer.toString(subject.rewards(before).size())));
            facts.add(List.of(
                    "outputs for each input",
                    Integer.toString(config.evaluation().numSamplesPerInput())));
            facts.add(List.of(
                    "sampling of the measurements",
                    "temperature " + config.alg().generationKwargs().temperature() + ", top-k "
                            + config.alg().generationKwargs().topK()));
        }
        facts.add(List.of("seeds", seeds()));
        facts.add(List.of("standard deviation", "unbiased, divided by the number of outputs less one"));
        facts.add(List.of("rlgrad", Release.VERSION));
        parts.table("What was run", new Table(List.of("what", "value"), facts));
        parts.paragraph(
                "The commands, in this order, with a configuration each: rlgrad train (SFT, RFT, and RFT from an SFT’s model),"
                        + " rlgrad extract-samples (pretrained and after each), rlgrad compare, rlgrad gradient-norms, rlgrad page. Every run"
                        + " folder holds its whole configuration (config.resolved.yaml) and the hashes of its files (provenance.json).");
        parts.paragraph(
                "Thresholds of this page (small std, low reward, the conditions of the findings) are ours: the paper’s are not"
                        + " known to us. Its numbers are from a third party’s account, and were never checked against the paper.");
        parts.list("The runs", paths());
    }

    private String size() {
        long bytes = runs.subject().before().stream()
                .limit(1)
                .flatMap(run -> run.files().stream())
                .filter(file -> file.role().equals("model") && file.name().matches(".*\\.(safetensors|bin)"))
                .mapToLong(HashedFile::bytes)
                .sum();
        return bytes == 0 ? "" : String.format(Locale.ROOT, " (weights of %.1f MB)", bytes / 1e6);
    }

    private String seeds() {
        TreeSet<Integer> seeds = new TreeSet<>();
        runs.subject()
                .models()
                .forEach(model -> seeds.add(model.training().config().seed()));
        runs.subject().before().forEach(run -> seeds.add(run.config().seed()));
        return Numbers.list(seeds.stream().map(seed -> Integer.toString(seed)).toList());
    }

    private List<String> paths() {
        TreeSet<String> paths = new TreeSet<>();
        runs.subject().models().map(TrainedModel::training).forEach(run -> paths.add(relative(run.folder())));
        runs.subject()
                .treatments()
                .forEach(treatment -> treatment.extractions().forEach(run -> paths.add(relative(run.folder()))));
        runs.gradientNorms().forEach(run -> paths.add(relative(run.folder())));
        return List.copyOf(paths);
    }

    private String relative(Path run) {
        return base.relativize(run).toString().replace('\\', '/');
    }
}
