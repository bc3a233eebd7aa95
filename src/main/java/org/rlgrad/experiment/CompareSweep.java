package org.rlgrad.experiment;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.rlgrad.study.sweep.Sweep;
import org.slf4j.LoggerFactory;

/** What each value of a sweep made of the reward. */
public final class CompareSweep {
    private static final Consumer<String> WARNINGS = LoggerFactory.getLogger(CompareSweep.class)::warn;

    private CompareSweep() {}

    /**
     * Writes the sweep's tables and picture into its folder, and prints folder and table.
     *
     * @throws org.rlgrad.Failure {@code NO_INPUT} where the folder holds no trainings, {@code BAD_DATA} for a damaged one,
     *     {@code CANNOT_WRITE}
     */
    public static void run(Path folder) {
        Sweep sweep = Sweep.read(folder);
        sweep.write(folder, WARNINGS);
        System.out.println(sweep.folder());
        System.out.print(sweep.text());
    }
}
