package org.rlgrad.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.config.AlgorithmConfig;
import org.rlgrad.config.ConfigFile;
import org.rlgrad.config.ResolvedConfig;
import org.rlgrad.config.SupervisedFile;
import org.rlgrad.config.TrainConfig;
import org.rlgrad.hub.ModelLocation;
import org.rlgrad.report.RunFolder;

/**
 * The checkpoint that a training starts from. {@code model_name: auto} is the model of the supervised run of the configuration
 * beside this one ({@link SupervisedFile}).
 */
final class StartingModel {

    /** Settings that both configurations take, so that the supervised one follows this one's. */
    private static final List<String> SHARED = List.of(
            "tokenizer.",
            "datapool.path=",
            "datapool.split=",
            "train_evaluation.splits=",
            "train_evaluation.max_samples=",
            "seed=",
            "fidelity=");

    /** Prefix of settings that are meant for the supervised configuration alone. */
    private static final String SUPERVISED = "supervised.";

    private final TrainConfig config;
    private final TrainOptions options;

    StartingModel(TrainConfig config, TrainOptions options) {
        this.config = config;
        this.options = options;
    }

    /**
     * Its folder.
     *
     * @throws Failure if it is missing; for {@code auto} with the command that makes it
     */
    Path folder() {
        if (!isAuto()) {
            return ModelLocation.resolve(config.alg().modelName());
        }
        Path run = supervisedRun();
        if (!isFinished()) {
            throw Failure.noInput("alg.policy.args.model_name is auto, the model of the supervised run " + run
                    + ", which is not finished; add --with-supervised, or run: rlgrad train --config "
                    + supervisedFile() + " --output-path " + options.run().outputPath());
        }
        return run.resolve(TrainRun.MODEL);
    }

    /**
     * The supervised training that was asked for and has to come first; empty if there is none, or if it is finished.
     *
     * @throws Failure if settings for it would be without effect
     */
    Optional<Training> missingSupervised() {
        checkSettings();
        if (!isAuto() || !options.withSupervised()) {
            return Optional.empty();
        }
        Path file = supervisedFile();
        TrainConfig supervised = ConfigFile.train(file, supervisedSettings()).config();
        if (!(supervised.alg() instanceof AlgorithmConfig.Supervised)) {
            throw new Failure(
                    ExitCode.BAD_CONFIG,
                    file + ": alg.id must be supervised, is " + supervised.alg().id());
        }
        if (isFinished()) {
            checkSame(ResolvedConfig.toYaml(Locations.besideFile(supervised, file)));
            return Optional.empty();
        }
        RunOptions run = options.run().resuming().ofConfig(file);
        return Optional.of(new Training(
                supervised, new TrainOptions(run, false, options.evaluateTrainSplit(), supervisedSettings())));
    }

    private void checkSettings() {
        Optional<String> idle = options.settings().stream()
                .filter(setting -> setting.strip().startsWith(SUPERVISED))
                .filter(setting -> !isAuto() || !options.withSupervised())
                .findFirst();
        if (idle.isPresent()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--set " + idle.get() + ": is for the supervised training before this one, which needs"
                            + (isAuto() ? " --with-supervised" : " alg.policy.args.model_name: auto"));
        }
    }

    private void checkSame(String resolved) {
        Path file = supervisedRun().resolve(RunFolder.CONFIG);
        try {
            String there = Files.readString(file);
            if (!there.equals(resolved)) {
                throw new Failure(
                        ExitCode.USAGE,
                        supervisedRun() + ": is finished, with other settings ("
                                + RunFolder.firstDifference(there, resolved)
                                + "); without --with-supervised this training starts from it as it is, in another"
                                + " --output-path from one of its own");
            }
        } catch (IOException e) {
            throw Failure.unreadable(file, e);
        }
    }

    /** A training with its options. */
    record Training(TrainConfig config, TrainOptions options) {}

    private boolean isAuto() {
        return config.alg().modelName().equals(AlgorithmConfig.AUTO);
    }

    private boolean isFinished() {
        return Files.exists(supervisedRun().resolve(RunFolder.DONE));
    }

    private Path supervisedRun() {
        return options.run().outputPath().resolve(RunName.withFolder(supervisedFile()));
    }

    private List<String> supervisedSettings() {
        return options.settings().stream()
                .map(String::strip)
                .filter(setting ->
                        setting.startsWith(SUPERVISED) || SHARED.stream().anyMatch(setting::startsWith))
                .map(setting -> setting.startsWith(SUPERVISED) ? setting.substring(SUPERVISED.length()) : setting)
                .toList();
    }

    private Path supervisedFile() {
        return SupervisedFile.beside(options.run().configFile());
    }
}
