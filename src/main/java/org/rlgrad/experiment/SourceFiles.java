package org.rlgrad.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rlgrad.config.MetricConfig;
import org.rlgrad.hub.ModelLocation;
import org.rlgrad.model.weights.Checkpoint;
import org.rlgrad.report.HashedFile;
import org.rlgrad.tokenizer.Tokenizer;

/** The files that an extraction's numbers depend on, hashed. */
final class SourceFiles {
    private SourceFiles() {}

    static List<HashedFile> of(ExtractionPlan plan) {
        List<HashedFile> files = new ArrayList<>(weights("model", plan.modelFolder()));
        for (MetricConfig metric : plan.config().evaluation().metrics()) {
            metric.model().ifPresent(model -> files.addAll(rewardModel(ModelLocation.resolve(model))));
        }
        Path tokenizer = ModelLocation.resolve(plan.config().tokenizer().modelName());
        files.addAll(hashed("tokenizer", Tokenizer.files(tokenizer)));
        files.addAll(hashed("data", plan.pool().files()));
        return files;
    }

    /** Classifier and tokenizer, from one folder. */
    static List<HashedFile> rewardModel(Path folder) {
        List<HashedFile> files = new ArrayList<>(weights("reward model", folder));
        files.addAll(hashed("reward tokenizer", Tokenizer.files(folder)));
        return files;
    }

    private static List<HashedFile> weights(String role, Path folder) {
        List<Path> files = new ArrayList<>(List.of(folder.resolve("config.json")));
        files.addAll(Checkpoint.files(folder));
        return hashed(role, files);
    }

    private static List<HashedFile> hashed(String role, List<Path> files) {
        return files.stream().map(file -> HashedFile.of(role, file)).toList();
    }
}
