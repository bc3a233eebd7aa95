package org.rlgrad.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.config.ConfigFile;
import org.rlgrad.config.ControlledConfig;
import org.rlgrad.config.ControlledConfig.InitialModel;
import org.rlgrad.config.ControlledPlan;
import org.rlgrad.config.Pretraining;
import org.rlgrad.report.RunFolder;

/**
 * Which weights the experiments of a plan start from: {@code load_model_from_checkpoint}.
 *
 * <p>{@code auto} means a finished run of the plan that {@code pretraining_plan} names, in the same output folder, with the samples,
 * label sets and model of the experiment itself.
 */
final class PretrainingRuns {
    private final ControlledPlan plan;
    private final ControlledOptions options;
    private final Optional<Path> file;
    private final Optional<ControlledPlan> template;

    /** Reads the pretraining plan, if one is named. */
    PretrainingRuns(ControlledPlan plan, ControlledOptions options) {
        this.plan = plan;
        this.options = options;
        Path planFile = options.run().configFile();
        this.file = plan.pretrainingPlan().map(planFile::resolveSibling);
        this.template = file.map(path ->
                Locations.besideFile(ConfigFile.controlled(path, List.of()).config(), path));
        if (template.isPresent() && template.get().experiments().size() != 1) {
            throw new Failure(
                    ExitCode.BAD_CONFIG,
                    file.get() + ": is the pretraining_plan of " + planFile + " and must hold one experiment, not "
                            + template.get().experiments().size());
        }
    }

    /**
     * The model file that an experiment starts from; empty for random weights.
     *
     * @throws Failure if it is missing, unfinished, or does not fit
     */
    Optional<Path> initialModel(ControlledConfig config) {
        if (config.initialModel() instanceof InitialModel.Saved saved) {
            return Optional.of(savedModel(saved.path()));
        }
        if (config.initialModel() instanceof InitialModel.Random) {
            return Optional.empty();
        }
        Path run = finished(config)
                .orElseThrow(() -> Failure.noInput(config.experimentName()
                        + " starts from a pretraining run, and " + folder()
                        + " holds no finished one with its data, labels and model" + unfitting(config)
                        + "; add --with-pretraining, or run " + file.orElseThrow() + " first"));
        return Optional.of(run.resolve(ControlledRun.MODEL));
    }

    /**
     * The finished run that fits: the one that this plan would make itself, else the only one of the pretraining plan's folder.
     *
     * @throws Failure if several others fit
     */
    private Optional<Path> finished(ControlledConfig config) {
        Path own = folder().resolve(matching(config).experimentName());
        List<Path> fitting =
                runs().stream().filter(run -> mismatches(run, config).isEmpty()).toList();
        if (fitting.contains(own)) {
            return Optional.of(own);
        }
        if (fitting.size() > 1) {
            throw new Failure(
                    ExitCode.BAD_CONFIG,
                    config.experimentName() + ": load_model_from_checkpoint is auto, but several pretraining runs fit: "
                            + fitting + "; name one instead");
        }
        return fitting.stream().findFirst();
    }

    /** In what the runs that are there do not fit. */
    private String unfitting(ControlledConfig config) {
        StringBuilder text = new StringBuilder();
        for (Path run : runs()) {
            text.append("; ").append(run.getFileName()).append(" differs in ");
            text.append(String.join(", ", mismatches(run, config)));
        }
        return text.toString();
    }

    private List<Path> runs() {
        if (!Files.isDirectory(folder())) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder())) {
            return entries.filter(run -> Files.exists(run.resolve(RunFolder.DONE)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw Failure.unreadable(folder(), e);
        }
    }

    private static List<String> mismatches(Path run, ControlledConfig config) {
        ControlledPlan plan =
                ConfigFile.controlled(run.resolve(RunFolder.CONFIG), List.of()).config();
        return Pretraining.mismatches(plan.experiments().get(0), config);
    }

    /** The pretraining experiments that are not finished yet. */
    List<ControlledConfig> missing() {
        Map<String, ControlledConfig> missing = new LinkedHashMap<>();
        for (ControlledConfig config : plan.experiments()) {
            if (config.initialModel() instanceof InitialModel.Pretrained) {
                ControlledConfig pretraining = matching(config);
                if (finished(config).isEmpty()) {
                    missing.put(pretraining.experimentName(), pretraining);
                }
            }
        }
        return List.copyOf(missing.values());
    }

    /** Runs them; an unfinished one is resumed. */
    void runMissing(ExperimentPool pool) {
        List<ControlledConfig> missing = missing();
        if (missing.isEmpty()) {
            return;
        }
        List<ControlledRun> runs = new ArrayList<>();
        try {
            for (ControlledConfig config : missing) {
                runs.add(ControlledRun.open(
                        folder(), config, Optional.empty(), options.run().resuming()));
            }
            pool.runAll(runs, plan);
        } finally {
            runs.forEach(ControlledRun::close);
        }
    }

    /** The folder of the pretraining plan's runs. */
    Path folder() {
        return options.run().outputPath().resolve(RunName.stem(file.orElseThrow()));
    }

    private ControlledConfig matching(ControlledConfig config) {
        if (template.isEmpty()) {
            throw new Failure(
                    ExitCode.BAD_CONFIG,
                    options.run().configFile() + ": load_model_from_checkpoint is auto, but no pretraining_plan is"
                            + " named; name that plan's file, or a run folder instead of auto");
        }
        return Pretraining.pretrainingFor(config, template.get().experiments().get(0));
    }

    private static Path savedModel(Path path) {
        Path model = Files.isDirectory(path) ? path.resolve(ControlledRun.MODEL) : path;
        if (!Files.exists(model)) {
            throw Failure.noInput("load_model_from_checkpoint: " + model + ": no such file");
        }
        return model;
    }
}
