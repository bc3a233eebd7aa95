package org.rlgrad.cli;

import java.nio.file.Path;
import org.rlgrad.experiment.Plot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code rlgrad plot}. */
@Command(
        name = "plot",
        header = "Draw the figures of a run anew from its files.",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExample:%n",
        footer = "  rlgrad plot outputs/stats/RUN")
final class PlotCommand implements Runnable {
    @Parameters(paramLabel = "FOLDER", description = "The run folder.")
    private Path runFolder;

    @Mixin
    private LogOptions log;

    @Override
    public void run() {
        log.apply();
        Plot.run(runFolder);
    }
}
