package org.rlgrad.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.rlgrad.Failure;

/**
 * The Hugging Face cache of this machine, in the layout of the Python library {@code huggingface_hub}:
 * {@code models--org--name/refs/main} holds a revision, {@code snapshots/<revision>} its files.
 *
 * @param folder need not exist
 */
public record HubCache(Path folder) {
    /** What the hub accepts as an id: one or two parts of these characters. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_][\\w.-]*(/[A-Za-z0-9_][\\w.-]*)?");

    /** {@code HF_HUB_CACHE}, else {@code HF_HOME/hub}, else {@code XDG_CACHE_HOME} or {@code ~/.cache} + /huggingface/hub. */
    public static HubCache of(Map<String, String> environment) {
        Optional<Path> cache = variable(environment, "HF_HUB_CACHE");
        Optional<Path> home = variable(environment, "HF_HOME").map(h -> h.resolve("hub"));
        Optional<Path> general = variable(environment, "XDG_CACHE_HOME");
        Path user = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".cache");
        return new HubCache(cache.or(() -> home)
                .orElseGet(() -> general.orElse(user).resolve("huggingface").resolve("hub")));
    }

    private static Optional<Path> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }

    static boolean isId(String name) {
        return ID.matcher(name).matches() && !name.contains("..");
    }

    /** Where the files of a model are kept, downloaded or not. */
    Path modelFolder(String id) {
        return folder.resolve("models--" + id.replace("/", "--"));
    }

    /** The snapshot that {@code refs/main} names, or the only one where no ref is kept; empty if there is none. */
    Optional<Path> snapshot(String id) {
        Path model = modelFolder(id);
        Path snapshots = model.resolve("snapshots");
        try {
            Path named = snapshots.resolve(
                    Files.readString(model.resolve("refs/main")).strip());
            return Optional.of(named).filter(Files::isDirectory);
        } catch (NoSuchFileException e) {
            return onlyFolder(snapshots); // made by download --revision
        } catch (IOException e) {
            throw Failure.unreadable(model, e);
        }
    }

    private static Optional<Path> onlyFolder(Path parent) {
        if (!Files.isDirectory(parent)) {
            return Optional.empty();
        }
        try (Stream<Path> children = Files.list(parent)) {
            var folders = children.filter(Files::isDirectory).toList();
            return folders.size() == 1 ? Optional.of(folders.get(0)) : Optional.empty();
        } catch (IOException e) {
            throw Failure.unreadable(parent, e);
        }
    }
}
