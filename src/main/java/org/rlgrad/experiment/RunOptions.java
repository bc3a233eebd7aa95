package org.rlgrad.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.rlgrad.report.Progress;
import org.rlgrad.report.RunFolder;
import org.slf4j.Logger;

/**
 * What the command line says about a run beside its configuration.
 *
 * @param outputPath the folder that run folders are made in
 * @param suffix end of the run folder's name; empty: none
 * @param experimentName the run folder's name; empty: made from the configuration
 * @param shard the part of the inputs to work on; empty: all
 * @param device {@code auto}, {@code cpu} or {@code cuda:N}
 * @param resume go on where an interrupted run stopped
 * @param overwrite throw an earlier run's results away; never together with {@code resume}
 * @param dryRun check everything that can be checked without generating, and stop
 * @param arguments the command line, for the provenance
 * @param configFile the configuration's file as named
 */
public record RunOptions(
        Path outputPath,
        String suffix,
        Optional<String> experimentName,
        Optional<Shard> shard,
        String device,
        boolean resume,
        boolean overwrite,
        boolean dryRun,
        Verbosity verbosity,
        List<String> arguments,
        Path configFile) {

    /** What is to become of a run that is already there. */
    RunFolder.IfPresent ifPresent() {
        if (resume) {
            return RunFolder.IfPresent.RESUME;
        }
        return overwrite ? RunFolder.IfPresent.OVERWRITE : RunFolder.IfPresent.REFUSE;
    }

    /** Shows how far the work is, in lines of a log where there is no bar, and not at all to who wants quiet; see {@link Progress}. */
    Progress progress(String label, String unit, long total, long before, Logger log) {
        boolean quiet = verbosity == Verbosity.QUIET;
        return new Progress(label, unit, total, before, Progress.terminal(quiet), line -> {
            if (!quiet) {
                log.info("{}", line);
            }
        });
    }

    /** The same with an ending of the name and a part of the work. */
    public RunOptions with(String newSuffix, Optional<Shard> newShard) {
        return new RunOptions(
                outputPath,
                newSuffix,
                experimentName,
                newShard,
                device,
                resume,
                overwrite,
                dryRun,
                verbosity,
                arguments,
                configFile);
    }

    /** The same for another configuration, whose run folder bears that one's name. */
    RunOptions ofConfig(Path file) {
        return new RunOptions(
                outputPath,
                suffix,
                Optional.empty(),
                shard,
                device,
                resume,
                overwrite,
                dryRun,
                verbosity,
                arguments,
                file);
    }

    /** The same, going on with what is there. */
    RunOptions resuming() {
        return new RunOptions(
                outputPath,
                suffix,
                experimentName,
                shard,
                device,
                true,
                false,
                dryRun,
                verbosity,
                arguments,
                configFile);
    }
}
