package org.rlgrad.controlled;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.rlgrad.Failure;
import org.rlgrad.model.weights.SafetensorsWriter;
import org.rlgrad.model.weights.SavedParameters;
import org.rlgrad.report.AtomicFile;
import org.rlgrad.tensor.Parameters;

/**
 * Everything that training changes, to be saved and restored in place.
 *
 * @param parameters the weights
 * @param statistics running statistics of batch normalisation
 * @param optimizer moments and step counts
 */
public record TrainingState(Parameters parameters, Map<String, NDArray> statistics, Map<String, NDArray> optimizer) {
    private static final String EPOCH = "epoch";
    private static final String OPTIMIZER = "optimizer.";

    /** Writes weights and statistics by their PyTorch names. */
    public void saveModel(Path file) {
        AtomicFile.write(file, out -> SafetensorsWriter.write(out, model(), Map.of()));
    }

    /** Takes weights and statistics over from such a file. */
    public static void restoreModel(Path file, Classifier into) {
        TrainingState state = new TrainingState(into.parameters(), into.statistics(), Map.of());
        SavedParameters.restore(file, state.model());
    }

    /** Writes all of it after an epoch, whole or not at all. */
    public void saveCheckpoint(Path file, int epoch) {
        AtomicFile.write(file, out -> SafetensorsWriter.write(out, all(), Map.of(EPOCH, Integer.toString(epoch))));
    }

    /**
     * Takes a checkpoint over and returns the epoch after which it was made.
     *
     * @throws Failure if it is damaged or of another model
     */
    public int restoreCheckpoint(Path file) {
        Map<String, String> metadata = SavedParameters.restore(file, all());
        String epoch = metadata.getOrDefault(EPOCH, "");
        if (!epoch.matches("\\d{1,9}")) {
            throw Failure.badData(file + ": names no epoch: it is no checkpoint of a controlled experiment");
        }
        return Integer.parseInt(epoch);
    }

    private Map<String, NDArray> model() {
        Map<String, NDArray> arrays = new LinkedHashMap<>(parameters.asMap());
        arrays.putAll(statistics);
        return arrays;
    }

    private Map<String, NDArray> all() {
        Map<String, NDArray> arrays = model();
        optimizer.forEach((name, array) -> arrays.put(OPTIMIZER + name, array));
        return arrays;
    }
}
