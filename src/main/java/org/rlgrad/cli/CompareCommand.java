package org.rlgrad.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.rlgrad.experiment.Compare;
import org.rlgrad.experiment.CompareSweep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rlgrad compare}. */
@Command(
        name = "compare",
        header = "Compare rewards of the same inputs before and after finetuning, or the runs of a sweep.",
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  rlgrad compare outputs/stats/before outputs/stats/after_ppo",
            "  rlgrad compare outputs/stats/before outputs/stats/after_{sft,ppo}",
            "  rlgrad compare --sweep outputs/sweep/NAME",
            "",
            "Writes per-input changes, correlations with the initial reward std, std",
            "percentiles and the forecast's score (CSV, JSON, Markdown) and a figure;",
            "prints a row per AFTER."
        })
final class CompareCommand implements Runnable {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "BEFORE",
            description = "The run folder of the initial model's extraction.")
    private Path before;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "AFTER",
            description = "Those of finetuned models' extractions, with the same inputs, sampling and rewards.")
    private List<Path> afters = List.of();

    @Option(
            names = "--sweep",
            order = 0,
            paramLabel = "DIR",
            description =
                    "Instead: the trainings that scripts/sweep.sh wrote to a folder, as one table and picture there.")
    private Path sweep;

    @Option(
            names = "--metric",
            order = 1,
            paramLabel = "KEY",
            description = "The reward to show, such as lexical/meteor; the first one by default.")
    private String metric;

    @Option(
            names = {"-o", "--output"},
            order = 2,
            paramLabel = "FOLDER",
            description = "Where the results go (default: outputs/compare/BEFORE_AFTER...).")
    private Path output;

    @Option(
            names = "--seed",
            order = 3,
            paramLabel = "N",
            defaultValue = "0",
            description = "Seed of the bootstrap (default: 0).")
    private long seed;

    @Option(
            names = "--overwrite",
            order = 4,
            description = "Write also into a folder that holds other files than a comparison's.")
    private boolean overwrite;

    @Mixin
    private LogOptions log;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        log.apply();
        boolean extractions = before != null && !afters.isEmpty();
        if (sweep != null && (before != null || metric != null || output != null || overwrite)) {
            throw new ParameterException(
                    spec.commandLine(), "--sweep DIR stands alone: it finds runs and metric by itself");
        } else if (sweep == null && !extractions) {
            throw new ParameterException(
                    spec.commandLine(), "name an extraction BEFORE and one or more AFTER, or --sweep DIR");
        }
        if (sweep != null) {
            CompareSweep.run(sweep);
            return;
        }
        Compare.run(
                before, List.copyOf(afters), Optional.ofNullable(metric), Optional.ofNullable(output), seed, overwrite);
    }
}
