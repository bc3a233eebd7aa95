package org.rlgrad.experiment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rlgrad.Failure;
import org.rlgrad.config.ControlledConfig;
import org.rlgrad.config.ControlledPlan;
import org.rlgrad.figure.ControlledFigures;
import org.rlgrad.report.AtomicFile;
import org.rlgrad.report.ControlledTable;
import org.rlgrad.report.ExperimentSummary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The paper's controlled experiments (Razin et al. 2024, section 4.2): pretrain a classifier so that some samples have a large
 * and some a small reward deviation, finetune it by reinforcement and by supervision on the same labels, and compare what
 * becomes of both groups.
 *
 * <p>Reads from top to bottom: the experiments of the plan, the pretraining that they start from, the runs, and the figures
 * and the table that all of them give.
 */
public final class Controlled {
    private static final Logger LOG = LoggerFactory.getLogger(Controlled.class);

    private final ControlledPlan plan;
    private final ControlledOptions options;
    private final Path folder;

    private Controlled(ControlledPlan plan, ControlledOptions options, Path folder) {
        this.plan = plan;
        this.options = options;
        this.folder = folder;
    }

    /**
     * Runs, resumes or only shows the plan's experiments, and prints its folder and the table of results to standard output.
     *
     * @throws Failure with the exit code that fits; what was computed so far stays in the run folders
     */
    public static void run(ControlledPlan written, ControlledOptions options) {
        ControlledPlan plan = Locations.besideFile(written, options.run().configFile());
        Path folder = options.run().outputPath().resolve(RunName.of(options.run()));
        PretrainingRuns pretraining = new PretrainingRuns(plan, options);
        if (options.run().dryRun()) {
            System.out.print(ControlledPlanReport.of(plan, pretraining, options));
            return;
        }
        try (ExperimentPool pool = new ExperimentPool(options.run())) {
            if (options.withPretraining()) {
                pretraining.runMissing(pool);
            }
            Controlled controlled = new Controlled(plan, options, folder);
            controlled.train(pretraining, pool);
            controlled.report();
        }
    }

    private void train(PretrainingRuns pretraining, ExperimentPool pool) {
        List<ControlledConfig> chosen = plan.experiments()
                .subList(
                        Math.min(plan.skip(), plan.experiments().size()),
                        plan.experiments().size());
        Map<ControlledConfig, Optional<Path>> initialModels = new LinkedHashMap<>();
        chosen.forEach(config -> initialModels.put(config, pretraining.initialModel(config)));
        List<ControlledRun> runs = new ArrayList<>();
        try {
            for (ControlledConfig config : chosen) {
                runs.add(ControlledRun.open(folder, config, initialModels.get(config), options.run()));
            }
            pool.runAll(runs, plan);
        } finally {
            runs.forEach(ControlledRun::close);
        }
    }

    /** Summary, table and figures of the plan's experiments. */
    private void report() {
        List<ExperimentSummary> summaries = plan.experiments().stream()
                .map(config -> folder.resolve(config.experimentName()).resolve(ControlledRun.SUMMARY))
                .filter(Files::exists)
                .map(ExperimentSummary::read)
                .toList();
        String table = ControlledTable.text(summaries);
        ExperimentSummary.writeAll(folder.resolve(ControlledRun.SUMMARY), summaries);
        AtomicFile.writeString(folder.resolve("summary.txt"), table);
        System.out.println(folder.toAbsolutePath().normalize());
        System.out.print(table);
        ControlledFigures.draw(folder, LOG::warn);
    }
}
