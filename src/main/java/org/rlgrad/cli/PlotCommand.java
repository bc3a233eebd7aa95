package org.rlgrad.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.rlgrad.experiment.Plot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rlgrad plot}. */
@Command(
        name = "plot",
        header = "Draw the figures of a run anew from its files.",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  rlgrad plot outputs/stats/RUN",
            "  rlgrad plot outputs/controlled/mlp_mnist_finetune",
            "  rlgrad plot outputs/controlled/{mlp_mnist,resnet_cifar,bert_stsb}_finetune --output figure3.png"
        })
final class PlotCommand implements Runnable {
    @Parameters(
            paramLabel = "FOLDER",
            arity = "1..*",
            description =
                    "The folder of an extraction or of a controlled plan; several plans are columns of one figure.")
    private List<Path> folders;

    @Option(
            names = "--output",
            paramLabel = "FILE.png",
            description = "Where a figure of several plans goes (an .svg of the same name lies beside it).")
    private Path output;

    @Mixin
    private LogOptions log;

    @Override
    public void run() {
        log.apply();
        Plot.run(folders, Optional.ofNullable(output));
    }
}
