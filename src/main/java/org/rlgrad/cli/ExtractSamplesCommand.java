package org.rlgrad.cli;

import java.nio.file.Path;
import java.util.List;
import org.rlgrad.config.ConfigFile;
import org.rlgrad.config.ExtractSamplesConfig;
import org.rlgrad.experiment.ExtractSamples;
import org.rlgrad.experiment.RunOptions;
import org.rlgrad.experiment.Verbosity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code rlgrad extract-samples}. */
@Command(
        name = "extract-samples",
        header =
                "Draw several outputs for each input, score them, and leave the reward's mean and deviation per input.",
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  rlgrad extract-samples --config configs/extract_samples/gpt2_imdb.yml",
            "  rlgrad extract-samples --config FILE --set datapool.path=data/imdb --seed 3",
            "  rlgrad extract-samples --config FILE --set alg.generation_kwargs.top_k=0 --dry-run",
            "  rlgrad extract-samples --config FILE --shard 1/4",
            "  rlgrad extract-samples --config FILE --resume"
        })
final class ExtractSamplesCommand implements Runnable {
    private static final Path OUTPUT = Path.of("outputs", "stats");

    @Mixin
    private CommonOptions common;

    @Mixin
    private ExtractionOptions extraction;

    @Mixin
    private LogOptions log;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Path file = common.requiredConfig(spec);
        Verbosity verbosity = log.apply();
        common.applyOffline();
        ConfigFile.Loaded<ExtractSamplesConfig> loaded =
                ConfigFile.extractSamples(file, common.settings(seed -> "seed=" + seed));
        loaded.warnings().forEach(w -> spec.commandLine().getErr().println("rlgrad: warning: " + w));
        List<String> arguments = spec.root().commandLine().getParseResult().originalArgs();
        RunOptions options = common.runOptions(file, OUTPUT, verbosity, arguments);
        ExtractSamples.run(loaded.config(), extraction.addedTo(options));
    }
}
