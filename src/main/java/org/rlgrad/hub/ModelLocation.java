package org.rlgrad.hub;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.rlgrad.Failure;

/** Where a model or tokenizer that a configuration names lies on this machine. Nothing is downloaded. */
public final class ModelLocation {
    /** Short ids of the hub's early days, and where they redirect to; either may be what was downloaded. */
    private static final Map<String, String> MOVED = Map.ofEntries(
            Map.entry("t5-small", "google-t5/t5-small"),
            Map.entry("t5-base", "google-t5/t5-base"),
            Map.entry("t5-large", "google-t5/t5-large"),
            Map.entry("t5-3b", "google-t5/t5-3b"),
            Map.entry("t5-11b", "google-t5/t5-11b"),
            Map.entry("gpt2", "openai-community/gpt2"),
            Map.entry("gpt2-medium", "openai-community/gpt2-medium"),
            Map.entry("gpt2-large", "openai-community/gpt2-large"),
            Map.entry("gpt2-xl", "openai-community/gpt2-xl"),
            Map.entry("distilgpt2", "distilbert/distilgpt2"),
            Map.entry("bert-base-uncased", "google-bert/bert-base-uncased"),
            Map.entry("bert-base-cased", "google-bert/bert-base-cased"),
            Map.entry("bert-base-multilingual-cased", "google-bert/bert-base-multilingual-cased"),
            Map.entry("distilbert-base-uncased", "distilbert/distilbert-base-uncased"),
            Map.entry("roberta-base", "FacebookAI/roberta-base"),
            Map.entry("roberta-large", "FacebookAI/roberta-large"));

    private static final String CONFIGURED = ": --set alg.model_name=FOLDER (tokenizer.model_name, ... likewise)";
    private static final String OF_METRIC = " as the metric's argument model_name (in 'rlgrad score': --model FOLDER)";

    private ModelLocation() {}

    /** As below, with this process's environment. */
    public static Path resolve(String nameOrPath) {
        return resolve(nameOrPath, System.getenv());
    }

    /** Likewise for a model that a metric or a reward runs, which 'rlgrad score' can name too. */
    public static Path resolveOfMetric(String nameOrPath) {
        return resolve(nameOrPath, OF_METRIC, System.getenv());
    }

    /**
     * The folder with {@code config.json} and the rest: an existing folder of that name wins, then the Hugging Face
     * cache is asked for a hub id.
     *
     * @throws Failure {@link org.rlgrad.ExitCode#NO_INPUT}, saying where it was looked for and how to get it
     */
    public static Path resolve(String nameOrPath, Map<String, String> environment) {
        return resolve(nameOrPath, CONFIGURED, environment);
    }

    /** @param how follows "or name the folder it lies in" */
    private static Path resolve(String nameOrPath, String how, Map<String, String> environment) {
        Optional<Path> local = localPath(nameOrPath);
        if (local.isPresent()) {
            if (!Files.isDirectory(local.get())) {
                throw Failure.noInput("model " + nameOrPath + ": is a file; name the folder that holds config.json");
            }
            return local.get();
        }
        if (!HubCache.isId(nameOrPath)) {
            throw Failure.noInput("model " + nameOrPath + ": no such folder");
        }
        HubCache cache = HubCache.of(environment);
        for (String id : ids(nameOrPath)) {
            Optional<Path> snapshot = cache.snapshot(id);
            if (snapshot.isPresent()) {
                return snapshot.get();
            }
        }
        throw Failure.noInput(notFound(nameOrPath, how, cache));
    }

    private static Optional<Path> localPath(String name) {
        try {
            return Optional.of(Path.of(name)).filter(Files::exists);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Set<String> ids(String id) {
        Set<String> ids = new LinkedHashSet<>(List.of(id));
        ids.add(MOVED.getOrDefault(id, id));
        MOVED.forEach((old, moved) -> {
            if (moved.equals(id)) {
                ids.add(old);
            }
        });
        return ids;
    }

    private static String notFound(String name, String how, HubCache cache) {
        String looked =
                ids(name).stream().map(id -> cache.modelFolder(id).toString()).collect(Collectors.joining(", "));
        return "model " + name + ": neither a folder here (" + Path.of(name).toAbsolutePath()
                + ") nor in the Hugging Face cache (" + looked + "); get it with 'huggingface-cli download " + name
                + "', or name the folder it lies in" + how;
    }
}
