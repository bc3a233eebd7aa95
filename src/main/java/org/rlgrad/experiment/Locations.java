package org.rlgrad.experiment;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.rlgrad.config.AlgorithmConfig;
import org.rlgrad.config.AlgorithmConfig.OnPolicy;
import org.rlgrad.config.ControlledConfig;
import org.rlgrad.config.ControlledConfig.InitialModel;
import org.rlgrad.config.ControlledDataConfig;
import org.rlgrad.config.ControlledPlan;
import org.rlgrad.config.DatapoolConfig;
import org.rlgrad.config.ExtractSamplesConfig;
import org.rlgrad.config.ExtractionConfig;
import org.rlgrad.config.MetricConfig;
import org.rlgrad.config.MetricConfig.CausalPerplexity;
import org.rlgrad.config.ModelConfig;
import org.rlgrad.config.RewardConfig;
import org.rlgrad.config.TokenizerConfig;
import org.rlgrad.config.TrainConfig;
import org.rlgrad.config.TrainDatapoolConfig;
import org.rlgrad.config.TrainEvaluationConfig;

/**
 * Paths of a configuration: a relative name that is something in the configuration's own folder means that, otherwise it is
 * looked for in the working directory. So a configuration can travel with its model and data, wherever it is started.
 */
final class Locations {
    private Locations() {}

    /** The configuration with such names replaced. */
    static ExtractSamplesConfig besideFile(ExtractSamplesConfig config, Path configFile) {
        Path folder = configFile.toAbsolutePath().getParent();
        Path shown = Optional.ofNullable(configFile.getParent()).orElse(Path.of(""));
        DatapoolConfig d = config.datapool();
        ModelConfig a = config.alg();
        ExtractionConfig e = config.evaluation();
        List<MetricConfig> metrics = e.metrics().stream()
                .map(metric -> metric(metric, folder, shown))
                .toList();
        return new ExtractSamplesConfig(
                tokenizer(config.tokenizer(), folder, shown),
                new DatapoolConfig(
                        d.args(),
                        d.numTrainSamples(),
                        d.trainSamplesRndSeed(),
                        d.path().map(path -> path(path, folder, shown)),
                        d.split()),
                new ModelConfig(a.id(), a.modelType(), name(a.modelName(), folder, shown), a.generationKwargs()),
                new ExtractionConfig(e.evalBatchSize(), e.numSamplesPerInput(), metrics),
                config.fidelity(),
                config.seed());
    }

    /** The training with such names replaced; a file named {@code auto} would be one, too. */
    static TrainConfig besideFile(TrainConfig config, Path configFile) {
        Path folder = configFile.toAbsolutePath().getParent();
        Path shown = Optional.ofNullable(configFile.getParent()).orElse(Path.of(""));
        TrainDatapoolConfig d = config.datapool();
        TrainEvaluationConfig e = config.trainEvaluation();
        AlgorithmConfig alg = config.alg().withModelName(name(config.alg().modelName(), folder, shown));
        if (alg instanceof OnPolicy onPolicy) {
            RewardConfig reward = onPolicy.onPolicy().rewardFn();
            RewardConfig beside = reward.model()
                    .map(model -> reward.withModel(name(model, folder, shown)))
                    .orElse(reward);
            alg = onPolicy.with(onPolicy.onPolicy().withReward(beside));
        }
        return new TrainConfig(
                tokenizer(config.tokenizer(), folder, shown),
                new TrainDatapoolConfig(
                        d.args(),
                        d.fracTrainSamples(),
                        d.trainSamplesRndSeed(),
                        d.path().map(path -> path(path, folder, shown)),
                        d.split()),
                alg,
                new TrainEvaluationConfig(
                        e.evalBatchSize(),
                        e.metrics().stream()
                                .map(metric -> metric(metric, folder, shown))
                                .toList(),
                        e.generationKwargs(),
                        e.splits(),
                        e.maxSamples()),
                config.fidelity(),
                config.seed());
    }

    /** The plan with such names replaced in each experiment. */
    static ControlledPlan besideFile(ControlledPlan plan, Path planFile) {
        Path folder = planFile.toAbsolutePath().getParent();
        Path shown = Optional.ofNullable(planFile.getParent()).orElse(Path.of(""));
        List<ControlledConfig> experiments = plan.experiments().stream()
                .map(experiment -> besideFile(experiment, folder, shown))
                .toList();
        return new ControlledPlan(
                plan.name(),
                plan.description(),
                plan.skip(),
                plan.numParallel(),
                plan.gpuIdsPool(),
                plan.pretrainingPlan(),
                experiments);
    }

    private static ControlledConfig besideFile(ControlledConfig config, Path folder, Path shown) {
        ControlledDataConfig data = config.data();
        InitialModel initial = config.initialModel();
        if (initial instanceof InitialModel.Saved saved) {
            initial = new InitialModel.Saved(path(saved.path(), folder, shown));
        }
        return config.with(
                new ControlledDataConfig(
                        data.dataset(),
                        data.path().map(path -> path(path, folder, shown)),
                        name(data.tokenizer(), folder, shown),
                        data.numTrainSamples(),
                        data.numTestSamples(),
                        data.samplesRndSeed(),
                        data.numLabelsPerSample(),
                        data.useMultipleLabelsPerSample(),
                        data.fracSamplesToModifyLabels()),
                initial);
    }

    private static TokenizerConfig tokenizer(TokenizerConfig config, Path folder, Path shown) {
        return new TokenizerConfig(
                name(config.modelName(), folder, shown),
                config.paddingSide(),
                config.truncationSide(),
                config.padTokenAsEosToken(),
                config.maxLength());
    }

    private static MetricConfig metric(MetricConfig config, Path folder, Path shown) {
        MetricConfig placed = config.model()
                .map(model -> config.withModel(name(model, folder, shown)))
                .orElse(config);
        if (placed instanceof CausalPerplexity perplexity) {
            return new CausalPerplexity(
                    perplexity.tokenizerId().map(tokenizer -> name(tokenizer, folder, shown)),
                    perplexity.stride(),
                    perplexity.useTextFromMetaData(),
                    perplexity.model());
        }
        return placed;
    }

    private static Path path(Path path, Path folder, Path shown) {
        return Path.of(name(path.toString(), folder, shown));
    }

    private static String name(String name, Path folder, Path shown) {
        try {
            Path path = Path.of(name);
            boolean beside = !name.isEmpty() && !path.isAbsolute() && Files.exists(folder.resolve(path));
            return beside ? shown.resolve(path).toString() : name;
        } catch (InvalidPathException e) {
            return name; // not a path at all; whoever looks it up says so
        }
    }
}
