package org.rlgrad.experiment;

import java.util.Optional;

/** How run folders are called: after the configuration, never after the time. */
final class RunName {
    private static final String SHARD = ".shard-";

    private RunName() {}

    /** {@code CONFIG[_SUFFIX][.shard-I-of-N]}, or the name given on the command line in place of the first part. */
    static String of(RunOptions options) {
        String file = options.configFile().getFileName().toString();
        String stem = file.replaceFirst("(?i)\\.(ya?ml|json)$", "");
        String name = options.experimentName().orElse(stem);
        if (!options.suffix().isEmpty()) {
            name += "_" + options.suffix();
        }
        Optional<Shard> shard = options.shard();
        return shard.isEmpty()
                ? name
                : name + SHARD + shard.get().index() + "-of-" + shard.get().count();
    }
}
