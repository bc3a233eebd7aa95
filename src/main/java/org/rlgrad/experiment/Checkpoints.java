package org.rlgrad.experiment;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.rlgrad.Failure;
import org.rlgrad.model.weights.SafetensorsWriter;
import org.rlgrad.model.weights.SavedParameters;
import org.rlgrad.report.AtomicFile;
import org.rlgrad.report.FileTree;
import org.rlgrad.tensor.Parameters;

/**
 * {@code checkpoints/<step>/} of a training: a Hugging Face folder of the policy, with everything else that is needed to go on
 * exactly in {@code trainer.safetensors} (moments, value model) and {@code state.json} (counters).
 *
 * <p>A checkpoint appears under its name whole or not at all, and loses that name before it goes; older ones go only when a newer one is
 * there. What a killed process left behind goes with the next {@link #tidy}.
 */
final class Checkpoints {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TRAINER = "trainer.safetensors";
    private static final String STATE = "state.json";

    private final Path folder;
    private final int limit;

    /** @param limit how many are kept, the newest; 0: all */
    Checkpoints(Path folder, int limit) {
        this.folder = folder;
        this.limit = limit;
    }

    /** What a checkpoint is made of beside the folders of model and tokenizer. */
    record Content(Parameters policy, Map<String, NDArray> trainer, Map<String, Double> counters) {}

    /** The newest one's step. */
    Optional<Integer> newest() {
        return steps().stream().max(Comparator.naturalOrder());
    }

    /** Drops what is too old, and what is unfinished or half deleted. */
    void tidy() {
        List<Integer> steps = steps();
        if (limit > 0) {
            steps.stream().sorted().limit(Math.max(0, steps.size() - limit)).forEach(this::delete);
        }
        try {
            for (String name : names()) {
                if (name.matches("\\.\\d{1,9}\\.tmp")) {
                    FileTree.delete(folder.resolve(name));
                }
            }
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(folder, e);
        }
    }

    /** Makes one, then tidies up. */
    void save(int step, Content content, Path modelFolder, Path tokenizerFolder) {
        Path temporary = temporary(step);
        Path target = folder.resolve(Integer.toString(step));
        try {
            FileTree.delete(temporary);
            SavedModel.write(temporary, content.policy(), modelFolder, tokenizerFolder);
            AtomicFile.write(
                    temporary.resolve(TRAINER), out -> SafetensorsWriter.write(out, content.trainer(), Map.of()));
            String state = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(new TreeMap<>(content.counters()));
            AtomicFile.writeString(temporary.resolve(STATE), state + "\n");
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(target, e);
        }
        tidy();
    }

    private Path temporary(int step) {
        return folder.resolve("." + step + ".tmp");
    }

    /**
     * Brings one back, in place.
     *
     * @param names of its counters
     * @return its counters
     * @throws Failure if it is damaged or of another model
     */
    Map<String, Double> restore(int step, Parameters policy, Map<String, NDArray> trainer, Set<String> names) {
        Path checkpoint = folder.resolve(Integer.toString(step));
        try {
            Map<String, Double> counters = counters(checkpoint.resolve(STATE), names);
            SavedParameters.restore(checkpoint.resolve(SavedModel.WEIGHTS), policy.asMap());
            SavedParameters.restore(checkpoint.resolve(TRAINER), trainer);
            return counters;
        } catch (Failure e) {
            throw new Failure(
                    e.exitCode(),
                    e.getMessage() + "; delete the folder " + checkpoint
                            + " to go on from the checkpoint before it or, without one, from the beginning",
                    e);
        }
    }

    private void delete(int step) {
        try {
            FileTree.delete(temporary(step));
            Files.move(folder.resolve(Integer.toString(step)), temporary(step), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(folder, e);
        }
    }

    private static Map<String, Double> counters(Path file, Set<String> names) {
        try {
            Map<String, Double> counters =
                    JSON.readValue(Files.readString(file), new TypeReference<Map<String, Double>>() {});
            if (counters == null || !counters.keySet().equals(names) || counters.containsValue(null)) {
                throw Failure.badData(file + ": is damaged: must hold a number each for " + new TreeSet<>(names));
            }
            return counters;
        } catch (JsonProcessingException e) {
            throw Failure.badData(file + ": is damaged: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw Failure.unreadable(file, e);
        }
    }

    private List<Integer> steps() {
        return names().stream()
                .filter(name -> name.matches("\\d{1,9}"))
                .map(Integer::valueOf)
                .toList();
    }

    private List<String> names() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        } catch (IOException e) {
            throw Failure.unreadable(folder, e);
        }
    }
}
