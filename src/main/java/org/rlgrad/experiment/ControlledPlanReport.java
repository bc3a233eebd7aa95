package org.rlgrad.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.rlgrad.Failure;
import org.rlgrad.config.ControlledConfig;
import org.rlgrad.config.ControlledConfig.InitialModel;
import org.rlgrad.config.ControlledPlan;
import org.rlgrad.controlled.ControlledSamples;
import org.rlgrad.controlled.Dataset;

/** What {@code --dry-run} says about a plan: its experiments in their order, what each starts from, and the work. */
final class ControlledPlanReport {
    private ControlledPlanReport() {}

    /**
     * Reads the data of every experiment, but makes no model.
     *
     * @throws Failure if something is missing or damaged
     */
    static String of(ControlledPlan plan, PretrainingRuns pretraining, ControlledOptions options) {
        Path folder = options.run().outputPath().resolve(RunName.of(options.run()));
        StringBuilder text = new StringBuilder();
        text.append("folder: ").append(folder).append('\n');
        text.append("at a time: ").append(plan.numParallel()).append('\n');
        if (options.withPretraining()) {
            pretraining.missing().forEach(config -> text.append("first: ").append(line(config)));
        }
        List<ControlledConfig> experiments = plan.experiments();
        for (int i = 0; i < experiments.size(); i++) {
            text.append(i < plan.skip() ? "skipped: " : "run: ").append(line(experiments.get(i)));
            text.append("    from ")
                    .append(start(experiments.get(i), pretraining))
                    .append('\n');
        }
        return text.toString();
    }

    private static String line(ControlledConfig config) {
        ControlledSamples samples = Dataset.read(config.data()).draw(config);
        int train = samples.trainIndices().length;
        long steps = (long) config.epochs() * ((train + config.batchSize() - 1) / config.batchSize());
        return String.format(
                Locale.ROOT,
                "%s: %d epochs of %d samples (%d with a modified label), %d steps; %d test samples%n",
                config.experimentName(),
                config.epochs(),
                train,
                samples.modifiedCount(),
                steps,
                samples.testIndices().length);
    }

    private static String start(ControlledConfig config, PretrainingRuns pretraining) {
        if (config.initialModel() instanceof InitialModel.Random) {
            return "random weights (seed " + config.initSeed() + ")";
        }
        try {
            return pretraining.initialModel(config).orElseThrow().toString();
        } catch (Failure e) {
            return "nothing yet: " + e.getMessage();
        }
    }
}
