package org.rlgrad.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.rlgrad.experiment.Compare;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rlgrad compare}. */
@Command(
        name = "compare",
        header = "Compare rewards of the same inputs before and after finetuning.",
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  rlgrad compare outputs/stats/before outputs/stats/after_ppo",
            "  rlgrad compare outputs/stats/before outputs/stats/after_{sft,ppo}",
            "",
            "Writes per-input changes, correlations with the initial reward std, std",
            "percentiles (CSV, JSON, Markdown) and a figure; prints a row per AFTER."
        })
final class CompareCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "BEFORE", description = "The run folder of the initial model's extraction.")
    private Path before;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "AFTER",
            description = "Those of finetuned models' extractions, with the same inputs, sampling and rewards.")
    private List<Path> afters;

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

    @Override
    public void run() {
        log.apply();
        Compare.run(
                before, List.copyOf(afters), Optional.ofNullable(metric), Optional.ofNullable(output), seed, overwrite);
    }
}
