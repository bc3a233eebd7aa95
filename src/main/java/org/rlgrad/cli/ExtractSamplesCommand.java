package org.rlgrad.cli;

import java.nio.file.Path;
import org.rlgrad.config.ConfigFile;
import org.rlgrad.config.ExtractSamplesConfig;
import org.rlgrad.experiment.ExtractSamples;
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
        CommonOptions.Started<ExtractSamplesConfig> started =
                common.start(spec, log, OUTPUT, common.settings(seed -> "seed=" + seed), ConfigFile::extractSamples);
        ExtractSamples.run(started.config(), extraction.addedTo(started.options()));
    }
}
