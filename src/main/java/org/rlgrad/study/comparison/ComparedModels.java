package org.rlgrad.study.comparison;

import static org.rlgrad.study.comparison.Comparability.files;
import static org.rlgrad.study.comparison.Comparability.names;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.rlgrad.Failure;
import org.rlgrad.report.HashedFile;
import org.rlgrad.report.Provenance;
import org.rlgrad.report.RunFolder;
import org.rlgrad.study.ExtractionRun;

/**
 * Whether two extractions measure a model and its finetuned successor: the same architecture and vocabulary, and weights that came
 * from each other as far as the provenance of runs tells.
 */
final class ComparedModels {
    /** How the model after came about. */
    enum Origin {
        /** From the model before, by trainings that are known. */
        FINETUNED,
        SAME_MODEL,
        /** Nobody knows. */
        UNKNOWN
    }

    private final ExtractionRun before;
    private final ExtractionRun after;
    private final Consumer<String> warnings;

    ComparedModels(ExtractionRun before, ExtractionRun after, Consumer<String> warnings) {
        this.before = before;
        this.after = after;
        this.warnings = warnings;
    }

    /** Throws {@code BAD_DATA} with what differs, and where. */
    Origin check() {
        checkArchitecture();
        checkTokenizer();
        return checkOrigin();
    }

    private void checkArchitecture() {
        ModelSizes.difference(file(before, "config.json"), file(after, "config.json"), warnings)
                .ifPresent(difference -> {
                    throw refusal("measures a model of another architecture: " + difference);
                });
    }

    private static HashedFile file(ExtractionRun run, String name) {
        return files(run, "model").stream()
                .filter(file -> file.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Failure.badData(
                        run.folder().resolve(RunFolder.PROVENANCE) + ": lists no " + name + " of a model"));
    }

    private void checkTokenizer() {
        List<HashedFile> there = vocabulary(before);
        List<HashedFile> here = vocabulary(after);
        List<HashedFile> shared = here.stream()
                .filter(file -> there.stream().anyMatch(other -> other.name().equals(file.name())))
                .toList();
        if (shared.isEmpty()) {
            throw refusal("uses another tokenizer: here " + names(here) + ", there " + names(there));
        }
        shared.stream().filter(file -> !hasTwin(file, there)).findFirst().ifPresent(file -> {
            throw refusal("uses another tokenizer: " + file.name() + " differs (SHA-256)");
        });
        files(after, "tokenizer").stream()
                .filter(file -> isSetting(file) && !file.name().equals("config.json"))
                .filter(file -> !hasTwin(file, files(before, "tokenizer")))
                .forEach(file -> warnings.accept(after.name() + ": its tokenizer's " + file.name() + " is not that of "
                        + before.name() + "; see that the prompts in samples.jsonl are the same"));
    }

    private static List<HashedFile> vocabulary(ExtractionRun run) {
        return files(run, "tokenizer").stream().filter(file -> !isSetting(file)).toList();
    }

    private static boolean isSetting(HashedFile file) {
        return file.name().matches("(.*_)?config\\.json|special_tokens_map\\.json");
    }

    private static boolean hasTwin(HashedFile file, List<HashedFile> files) {
        return files.stream()
                .anyMatch(other ->
                        other.name().equals(file.name()) && other.sha256().equals(file.sha256()));
    }

    private Origin checkOrigin() {
        List<Set<String>> there = stages(before);
        List<Set<String>> here = stages(after);
        Set<String> initial = there.get(there.size() - 1);
        Set<String> last = here.get(here.size() - 1);
        if (initial.equals(last)) {
            if (before.rows().equals(after.rows())) {
                throw refusal("holds the very same rewards of the same model, so that it is the same run or a copy;"
                        + " extract with another --seed to see the noise of the sampling");
            }
            warnings.accept(after.name() + ": measures the same model as " + before.name()
                    + ", so that all changes are noise of the sampling");
            return Origin.SAME_MODEL;
        }
        if (here.contains(initial)) {
            if (!before.lineage().trainings().isEmpty()) {
                warnings.accept(before.name() + ": its model is itself finetuned ("
                        + before.lineage().label() + "), so that these are not the pretrain deviations");
            }
            return Origin.FINETUNED;
        }
        if (there.contains(last)) {
            throw refusal("measures a model that was finetuned to the one of " + before.folder()
                    + "; name the earlier run first");
        }
        if (!after.lineage().trainings().isEmpty()) {
            throw refusal("measures a model (" + after.lineage().label() + ") that was finetuned from "
                    + after.lineage().start() + ", not from the one of " + before.folder());
        }
        warnings.accept(after.name() + ": nobody knows whether its model ("
                + after.lineage().start() + ") was finetuned from the one of " + before.name());
        return Origin.UNKNOWN;
    }

    /** The hashes of the weights before each known training, then of those that the run used. */
    private static List<Set<String>> stages(ExtractionRun run) {
        List<Set<String>> stages = new ArrayList<>();
        run.lineage().trainings().forEach(training -> stages.add(weights(Provenance.filesOf(training.folder()))));
        stages.add(weights(run.files()));
        return stages;
    }

    private static Set<String> weights(List<HashedFile> files) {
        return files.stream()
                .filter(HashedFile::isWeightsOfModel)
                .map(HashedFile::sha256)
                .collect(Collectors.toSet());
    }

    private Failure refusal(String problem) {
        return Comparability.refusal(before, after, problem);
    }
}
