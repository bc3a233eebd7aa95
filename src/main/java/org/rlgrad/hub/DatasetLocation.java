package org.rlgrad.hub;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.rlgrad.Failure;
import org.rlgrad.config.ControlledDataConfig;
import org.rlgrad.config.PoolArgs;

/** Where the dataset of a data pool lies on this machine. Nothing is downloaded. */
public final class DatasetLocation {
    private static final String VARIABLE = "RLGRAD_DATA";

    private DatasetLocation() {}

    /** As below, with this process's environment. */
    public static Path resolve(PoolArgs pool, Optional<Path> path) {
        return resolve(pool, path, System.getenv());
    }

    /**
     * The dataset's file or folder: {@code datapool.path} if given, else a folder of the dataset's name in the folder
     * that the environment variable {@code RLGRAD_DATA} names.
     *
     * @throws Failure {@link org.rlgrad.ExitCode#NO_INPUT}, saying where it was looked for and the way out
     */
    public static Path resolve(PoolArgs pool, Optional<Path> path, Map<String, String> environment) {
        return resolve("the pool " + pool.id(), folderName(pool), "datapool.path", true, path, environment);
    }

    /** Likewise for a run that is done: its configuration cannot be changed any more, the environment can. */
    public static Path resolveOfRun(PoolArgs pool, Optional<Path> path) {
        return resolveOfRun(pool, path, System.getenv());
    }

    static Path resolveOfRun(PoolArgs pool, Optional<Path> path, Map<String, String> environment) {
        return resolve("the pool " + pool.id(), folderName(pool), "datapool.path", false, path, environment);
    }

    /** Likewise the folder of a controlled experiment's dataset: {@code path}, else its name in {@code RLGRAD_DATA}. */
    public static Path resolve(ControlledDataConfig.Dataset dataset, Optional<Path> path) {
        String name =
                switch (dataset) {
                    case MNIST -> "mnist";
                    case FMNIST -> "fmnist";
                    case CIFAR10 -> "cifar10";
                    case CIFAR100, CIFAR100COARSE -> "cifar100";
                    case STSB -> "stsb";
                };
        return resolve("the dataset " + name, name, "path", true, path, System.getenv());
    }

    private static Path resolve(
            String what,
            String folder,
            String key,
            boolean canBeSet,
            Optional<Path> path,
            Map<String, String> environment) {
        if (path.isPresent()) {
            if (!Files.exists(path.get())) {
                throw Failure.noInput(key + ": " + path.get() + ": no such file or folder");
            }
            return path.get();
        }
        String setting = "name its folder with --set " + key + "=FOLDER";
        String data = environment.getOrDefault(VARIABLE, "");
        if (data.isBlank()) {
            throw Failure.noInput("no data for " + what + ": " + (canBeSet ? setting + ", or " : "") + "set " + VARIABLE
                    + " to the folder that holds " + folder + "/");
        }
        Path found = Path.of(data).resolve(folder);
        if (!Files.exists(found)) {
            throw Failure.noInput("no data for " + what + ": " + found + " (from " + VARIABLE + ") does not exist; "
                    + "put the dataset there" + (canBeSet ? ", or " + setting : ""));
        }
        return found;
    }

    /** The dataset's name on the Hugging Face hub, without its organisation. */
    private static String folderName(PoolArgs pool) {
        return switch (pool.id()) {
            case "imdb", "imdb_seq2seq" -> "imdb";
            case "cnn_daily_mail" -> "cnn_dailymail";
            case "commongen" -> "common_gen";
            case "daily_dialog" -> "daily_dialog";
            case "iwslt2017en_de" -> "iwslt2017";
            case "narrative_qa" -> "narrativeqa";
            case "totto" -> "totto";
            case "prompts" -> "prompts";
            default -> throw new IllegalStateException("data pool " + pool.id());
        };
    }
}
