package org.rlgrad.cli;

import java.nio.file.Path;
import org.rlgrad.config.ConfigFile;
import org.rlgrad.config.ControlledPlan;
import org.rlgrad.experiment.Controlled;
import org.rlgrad.experiment.ControlledOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rlgrad controlled}. */
@Command(
        name = "controlled",
        header = "Finetune a classifier by exact policy gradients and by supervision, and see which inputs move.",
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  rlgrad controlled --config configs/smoke/controlled.yml --with-pretraining",
            "  rlgrad controlled --config configs/controlled/mlp_mnist_pretrain.yml --set path=data/mnist",
            "  rlgrad controlled --config configs/controlled/mlp_mnist_finetune.yml --set path=data/mnist",
            "  rlgrad controlled --config FILE --set epochs=100 --set 'seeds=[1, 2, 3]' --dry-run",
            "  rlgrad controlled --config FILE --resume"
        })
final class ControlledCommand implements Runnable {
    private static final Path OUTPUT = Path.of("outputs", "controlled");

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--with-pretraining",
            description = "First run the pretraining experiments that the plan starts from and that are not finished.")
    private boolean withPretraining;

    @Mixin
    private LogOptions log;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        CommonOptions.Started<ControlledPlan> started = common.start(
                spec, log, OUTPUT, common.settings(seed -> "seeds=[" + seed + "]"), ConfigFile::controlled);
        Controlled.run(started.config(), new ControlledOptions(started.options(), withPretraining));
    }
}
