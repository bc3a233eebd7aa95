package org.rlgrad.experiment;

import java.nio.file.Path;
import java.util.Optional;
import org.rlgrad.Failure;
import org.rlgrad.config.ResolvedConfig;
import org.rlgrad.config.TrainConfig;
import org.rlgrad.report.RunFolder;
import org.rlgrad.report.TrainingSummary;
import org.rlgrad.report.TrainingTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The training of a language model (Razin et al. 2024, sections 3 and 5): reward maximisation from the pretrained model, or after a
 * supervised phase.
 */
public final class Train {
    private static final Logger LOG = LoggerFactory.getLogger(Train.class);

    private Train() {}

    /**
     * Runs, resumes or only plans a training, and prints the run folder and its evaluations to standard output.
     *
     * @throws Failure with the exit code that fits; what was computed so far stays in the run folder
     */
    public static void run(TrainConfig written, TrainOptions options) {
        TrainConfig config = Locations.besideFile(written, options.run().configFile());
        StartingModel start = new StartingModel(config, options);
        Optional<StartingModel.Training> before = start.missingSupervised();
        if (before.isPresent()) {
            if (options.run().dryRun()) {
                System.out.println("first the supervised training:");
            }
            run(before.get().config(), before.get().options());
            if (options.run().dryRun()) {
                System.out.println("then, from its model, " + options.run().configFile());
                return;
            }
        }
        try (TrainingPlan plan = TrainingPlan.of(config, start.folder(), options.evaluateTrainSplit())) {
            plan.warnings().forEach(warning -> LOG.warn("{}", warning));
            plan.pools().values().forEach(pool -> pool.notes().forEach(note -> LOG.info("{}", note)));
            if (options.run().dryRun()) {
                System.out.print(TrainingPlanReport.of(plan, options.run()));
            } else {
                train(plan, options.run());
            }
        }
    }

    private static void train(TrainingPlan plan, RunOptions options) {
        String resolved = ResolvedConfig.toYaml(plan.config());
        try (StopSignal signal = new StopSignal();
                RunFolder folder = RunFolder.open(
                        options.outputPath(), RunName.ofTraining(options), resolved, options.ifPresent(), LOG::warn)) {
            if (folder.state() == RunFolder.State.DONE) {
                LOG.info("this run is done; nothing to do");
            } else {
                TrainRun.run(plan, folder, resolved, options, signal);
            }
            print(folder.path(), plan.config().alg().id());
        }
    }

    private static void print(Path folder, String algorithm) {
        TrainingSummary summary = TrainingSummary.of(folder, algorithm, Optional.empty());
        System.out.println(folder.toAbsolutePath().normalize());
        System.out.print(TrainingTable.text(summary));
    }
}
