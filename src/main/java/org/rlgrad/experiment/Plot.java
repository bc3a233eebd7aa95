package org.rlgrad.experiment;

import java.nio.file.Files;
import java.nio.file.Path;
import org.rlgrad.Failure;
import org.slf4j.LoggerFactory;

/** Draws a run's figures anew from its tables. */
public final class Plot {
    private Plot() {}

    /** Replaces the figures of a run folder and prints its path. */
    public static void run(Path runFolder) {
        if (!Files.isDirectory(runFolder)) {
            throw Failure.noInput(runFolder + ": no such run folder");
        }
        ExtractionResults.draw(runFolder, LoggerFactory.getLogger(Plot.class)::warn);
        System.out.println(runFolder.resolve("reward_mean_std.png"));
    }
}
