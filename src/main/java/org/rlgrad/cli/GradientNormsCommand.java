package org.rlgrad.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.rlgrad.config.ConfigFile;
import org.rlgrad.config.ExtractSamplesConfig;
import org.rlgrad.config.GradientNormsConfig;
import org.rlgrad.experiment.GradientNorms;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rlgrad gradient-norms}. */
@Command(
        name = "gradient-norms",
        header = "Measure the expected gradient's norm beside the reward's deviation, input by input (Theorem 1).",
        description = {
            "Takes a configuration of extract-samples. Outputs are drawn from the model's whole distribution, whatever"
                    + " its generation_kwargs say, since the theory is about that."
        },
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  rlgrad gradient-norms --config configs/smoke/extract_samples.yml",
            "  rlgrad gradient-norms --config FILE --run outputs/stats/RUN --inputs 200",
            "  rlgrad gradient-norms --config FILE --gamma none --samples 256 --groups 16",
            "  rlgrad gradient-norms --config FILE --resume"
        })
final class GradientNormsCommand implements Runnable {
    private static final Path OUTPUT = Path.of("outputs", "gradient_norms");

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--inputs",
            paramLabel = "N",
            defaultValue = "64",
            description = "How many inputs (default: ${DEFAULT-VALUE}), the first of the configuration's.")
    private int inputs;

    @Option(
            names = "--run",
            paramLabel = "FOLDER",
            description = "A finished extraction: choose the inputs at quantiles of its reward deviation instead.")
    private Path run;

    @Option(
            names = "--metric",
            paramLabel = "ID",
            description = "Which metric of the configuration is the reward (default: its first).")
    private String metric;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "64",
            description = "Outputs drawn for each input (default: ${DEFAULT-VALUE}).")
    private int samples;

    @Option(
            names = "--groups",
            paramLabel = "M",
            defaultValue = "8",
            description = "Groups of outputs, each a gradient of its own (default: ${DEFAULT-VALUE}).")
    private int groups;

    @Option(
            names = "--gamma",
            paramLabel = "none|sampled",
            defaultValue = "sampled",
            description = "The largest norm of the logits' Jacobian, which the bounds need: not looked for, or the"
                    + " largest over prefixes of the outputs, a lower bound (default: ${DEFAULT-VALUE}).")
    private GradientNormsConfig.Gamma gamma;

    @Option(
            names = "--prefixes",
            paramLabel = "N",
            defaultValue = "3",
            description = "At how many prefixes per input that is (default: ${DEFAULT-VALUE}).")
    private int prefixes;

    @Mixin
    private LogOptions log;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        GradientNormsConfig norms = new GradientNormsConfig(
                Optional.ofNullable(metric), inputs, Optional.ofNullable(run), samples, groups, gamma, prefixes);
        CommonOptions.Started<ExtractSamplesConfig> started =
                common.start(spec, log, OUTPUT, common.settings(seed -> "seed=" + seed), ConfigFile::extractSamples);
        GradientNorms.run(started.config(), norms, started.options());
    }
}
