package org.rlgrad.experiment;

import java.nio.file.Path;
import java.util.Optional;

/** How run folders are called: after the configuration, never after the time. */
final class RunName {
    private static final String SHARD = ".shard-";

    private RunName() {}

    /** A configuration file's name without its ending. */
    static String stem(Path configFile) {
        return configFile.getFileName().toString().replaceFirst("(?i)\\.(ya?ml|json)$", "");
    }

    /** The same behind its folder's name: trainings of different datasets are called alike. */
    static String withFolder(Path configFile) {
        Path folder = configFile.toAbsolutePath().normalize().getParent().getFileName();
        return folder == null ? stem(configFile) : folder + "_" + stem(configFile);
    }

    /** {@code FOLDER_CONFIG}, or the name given on the command line. */
    static String ofTraining(RunOptions options) {
        return options.experimentName().orElseGet(() -> withFolder(options.configFile()));
    }

    /** {@code CONFIG[_SUFFIX][.shard-I-of-N]}, or the name given on the command line in place of the first part. */
    static String of(RunOptions options) {
        String name = options.experimentName().orElseGet(() -> stem(options.configFile()));
        if (!options.suffix().isEmpty()) {
            name += "_" + options.suffix();
        }
        Optional<Shard> shard = options.shard();
        return shard.isEmpty()
                ? name
                : name + SHARD + shard.get().index() + "-of-" + shard.get().count();
    }
}
