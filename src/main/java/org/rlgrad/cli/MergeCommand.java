package org.rlgrad.cli;

import java.nio.file.Path;
import java.util.List;
import org.rlgrad.experiment.Merge;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rlgrad merge}. */
@Command(
        name = "merge",
        header = "Join the run folders of all shards into one.",
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExample:%n",
        footer = "  rlgrad merge outputs/stats/RUN.shard-*-of-4 --output outputs/stats/RUN")
final class MergeCommand implements Runnable {
    @Parameters(arity = "1..*", paramLabel = "FOLDER", description = "The shards' run folders.")
    private List<Path> shards;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FOLDER",
            description = "The run folder to make.")
    private Path output;

    @Option(names = "--overwrite", description = "Replace what is there.")
    private boolean overwrite;

    @Mixin
    private LogOptions log;

    @Override
    public void run() {
        log.apply();
        Merge.run(List.copyOf(shards), output, overwrite);
    }
}
