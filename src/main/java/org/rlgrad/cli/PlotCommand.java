package org.rlgrad.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.rlgrad.experiment.Plot;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rlgrad plot}. */
@Command(
        name = "plot",
        header = "Draw the figures of a run anew, or the paper's figures and tables from many runs.",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  rlgrad plot outputs/stats/RUN",
            "  rlgrad plot outputs/controlled/mlp_mnist_finetune",
            "  rlgrad plot outputs/controlled/{mlp_mnist,resnet_cifar,bert_stsb}_finetune --output figure3.png",
            "  rlgrad plot --figure 1 outputs --output figure1.png",
            "  rlgrad plot --table 2 outputs/train --output table2.md"
        })
final class PlotCommand implements Runnable {
    @Parameters(
            paramLabel = "FOLDER",
            arity = "1..*",
            description =
                    "The folder of an extraction, a training or a controlled plan; several plans are columns of one figure."
                            + " With --figure 1, 2, 4 or --table: run folders, or folders that contain some.")
    private List<Path> folders;

    @ArgGroup
    private Item item;

    /** One of what the paper shows. */
    private static final class Item {
        @Option(
                names = "--figure",
                paramLabel = "N",
                description = {
                    "One of the paper's figures from all runs:",
                    "1: each input's reward mean and std, before and after finetuning",
                    "2: RFT's reward less SFT's, against the std before",
                    "3: controlled experiments (folders of plans)",
                    "4: RFT after few supervised steps on few labels"
                })
        private Integer figure;

        @Option(
                names = "--table",
                paramLabel = "N",
                description = {
                    "One of the paper's tables from all runs:",
                    "1: correlation of std before and change of reward",
                    "2: train reward of RFT, its variants, SFT with RFT"
                })
        private Integer table;
    }

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description =
                    "Where it goes: .png for a figure (an .svg lies beside it), .md for a table; the numbers in a .csv beside it.")
    private Path output;

    @Spec
    private CommandSpec spec;

    @Mixin
    private LogOptions log;

    @Override
    public void run() {
        log.apply();
        if (item == null) {
            Plot.run(folders, Optional.ofNullable(output));
        } else if (output == null) {
            throw new ParameterException(spec.commandLine(), "--figure and --table need --output FILE");
        } else if (item.figure != null) {
            Plot.figure(item.figure, folders, output);
        } else {
            Plot.table(item.table, folders, output);
        }
    }
}
