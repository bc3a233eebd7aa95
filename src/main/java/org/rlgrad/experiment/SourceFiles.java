package org.rlgrad.experiment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rlgrad.config.MetricConfig;
import org.rlgrad.hub.ModelLocation;
import org.rlgrad.model.weights.Checkpoint;
import org.rlgrad.report.HashedFile;

/** The files that an extraction's numbers depend on, hashed. */
final class SourceFiles {
    private SourceFiles() {}

    static List<HashedFile> of(ExtractionPlan plan) {
        List<HashedFile> files = new ArrayList<>();
        addModel(files, "model", plan.modelFolder());
        for (MetricConfig metric : plan.config().evaluation().metrics()) {
            if (metric instanceof MetricConfig.LearnedReward learned) {
                addModel(files, "reward model", ModelLocation.resolve(learned.modelName()));
            }
        }
        Path tokenizer = ModelLocation.resolve(plan.config().tokenizer().modelName());
        for (String name : List.of("tokenizer.json", "vocab.json", "merges.txt", "vocab.txt", "spiece.model")) {
            if (Files.exists(tokenizer.resolve(name))) {
                files.add(HashedFile.of("tokenizer", tokenizer.resolve(name)));
            }
        }
        plan.pool().files().forEach(file -> files.add(HashedFile.of("data", file)));
        return files;
    }

    private static void addModel(List<HashedFile> files, String role, Path folder) {
        files.add(HashedFile.of(role, folder.resolve("config.json")));
        Checkpoint.files(folder).forEach(file -> files.add(HashedFile.of(role, file)));
    }
}
