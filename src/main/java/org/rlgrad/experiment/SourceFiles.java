package org.rlgrad.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rlgrad.config.AlgorithmConfig;
import org.rlgrad.config.MetricConfig;
import org.rlgrad.config.TokenizerConfig;
import org.rlgrad.hub.ModelLocation;
import org.rlgrad.model.weights.Checkpoint;
import org.rlgrad.report.HashedFile;
import org.rlgrad.tokenizer.Tokenizer;

/** The files that an extraction's numbers depend on, hashed. */
final class SourceFiles {
    private SourceFiles() {}

    /** Of an extraction. */
    static List<HashedFile> of(ExtractionPlan plan) {
        return of(
                weights("model", plan.modelFolder()),
                plan.config().tokenizer(),
                models(plan.config().evaluation().metrics()),
                plan.pool().files());
    }

    /** Of a training. */
    static List<HashedFile> of(TrainingPlan plan) {
        List<String> models =
                new ArrayList<>(models(plan.config().trainEvaluation().metrics()));
        if (plan.config().alg() instanceof AlgorithmConfig.OnPolicy algorithm) {
            algorithm.onPolicy().rewardFn().model().ifPresent(models::add);
        }
        return of(
                plan.startsFromNothing()
                        ? hashed("model", List.of(architecture(plan.modelFolder())))
                        : weights("model", plan.modelFolder()),
                plan.config().tokenizer(),
                models.stream().distinct().toList(),
                plan.pools().values().stream()
                        .flatMap(pool -> pool.files().stream())
                        .distinct()
                        .toList());
    }

    private static List<String> models(List<MetricConfig> metrics) {
        return metrics.stream().flatMap(metric -> metric.model().stream()).toList();
    }

    private static List<HashedFile> of(
            List<HashedFile> model, TokenizerConfig tokenizer, List<String> rewardModels, List<Path> data) {
        List<HashedFile> files = new ArrayList<>(model);
        rewardModels.forEach(name -> files.addAll(rewardModel(ModelLocation.resolve(name))));
        files.addAll(hashed("tokenizer", Tokenizer.files(ModelLocation.resolve(tokenizer.modelName()))));
        files.addAll(hashed("data", data));
        return files;
    }

    /** Classifier and tokenizer, from one folder. */
    static List<HashedFile> rewardModel(Path folder) {
        List<HashedFile> files = new ArrayList<>(weights("reward model", folder));
        files.addAll(hashed("reward tokenizer", Tokenizer.files(folder)));
        return files;
    }

    private static List<HashedFile> weights(String role, Path folder) {
        List<Path> files = new ArrayList<>(List.of(architecture(folder)));
        files.addAll(Checkpoint.files(folder));
        return hashed(role, files);
    }

    private static Path architecture(Path folder) {
        return folder.resolve("config.json");
    }

    private static List<HashedFile> hashed(String role, List<Path> files) {
        return files.stream().map(file -> HashedFile.of(role, file)).toList();
    }
}
