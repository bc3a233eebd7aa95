package org.rlgrad.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;

/** Which configuration's model {@code model_name: auto} means: the supervised training's in the same folder. */
public final class SupervisedFile {
    private SupervisedFile() {}

    /**
     * The file beside a training's whose name ends in {@code supervised.yml} (or {@code .yaml}), but not in
     * {@code on_supervised.yml}; of several the one that begins like this file's name ({@code gpt2_supervised.yml} for
     * {@code gpt2_ppo.yml}).
     *
     * @throws Failure {@link ExitCode#BAD_CONFIG} if there is none, or several of which none begins so
     */
    public static Path beside(Path configFile) {
        Path folder = Optional.ofNullable(configFile.getParent()).orElse(Path.of(""));
        List<Path> all = candidates(folder);
        List<Path> alike = all.stream()
                .filter(file -> name(configFile).startsWith(beginning(file)))
                .sorted(Comparator.comparing((Path file) -> beginning(file).length())
                        .reversed())
                .toList();
        if (!alike.isEmpty()) {
            return alike.get(0);
        } else if (all.size() == 1) {
            return all.get(0);
        }
        throw new Failure(
                ExitCode.BAD_CONFIG,
                configFile + ": model_name: auto means the model of a supervised training in the same folder, but "
                        + (all.isEmpty() ? "no file there ends in supervised.yml" : "several files are one: " + all)
                        + "; set alg.policy.args.model_name to a checkpoint's folder or hub id");
    }

    private static List<Path> candidates(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> folder.resolve(file.getFileName()))
                    .filter(file -> name(file).matches("(?s).*supervised\\.ya?ml")
                            && !name(file).matches("(?s).*on_supervised\\.ya?ml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw Failure.unreadable(folder, e);
        }
    }

    private static String beginning(Path file) {
        String name = name(file);
        return name.substring(0, name.lastIndexOf("supervised"));
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
