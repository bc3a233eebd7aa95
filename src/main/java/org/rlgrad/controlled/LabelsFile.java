package org.rlgrad.controlled;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.report.AtomicFile;

/** {@code labels.json}: the samples and labels that a run drew, so that a later one can tell whether it sees the same. */
public final class LabelsFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LabelsFile() {}

    /** Writes what {@link #mismatch} compares, and the modified labels. */
    public static void write(Path file, ControlledSamples samples) {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode sets = root.putArray("label_sets");
        for (int[] row : samples.labelSets().table()) {
            add(sets.addArray(), row);
        }
        add(root.putArray("train_indices"), samples.trainIndices());
        add(root.putArray("train_classes"), samples.originalLabels());
        add(root.putArray("test_indices"), samples.testIndices());
        ArrayNode modified = root.putArray("modified");
        for (int i = 0; i < samples.modified().length; i++) {
            if (samples.modified()[i]) {
                modified.addObject()
                        .put("position", i)
                        .put("class", samples.originalLabels()[i])
                        .put("label", samples.trainLabels()[i]);
            }
        }
        AtomicFile.writeString(file, root + "\n");
    }

    /**
     * What of the samples and label sets differs from those of an earlier run, in a few words; empty if nothing does. Modified
     * labels may differ: pretraining has none.
     *
     * @throws Failure if the file cannot be read
     */
    public static Optional<String> mismatch(Path file, ControlledSamples samples) {
        JsonNode root = read(file);
        JsonNode sets = root.path("label_sets");
        int[][] table = samples.labelSets().table();
        boolean sameSets = sets.size() == table.length;
        for (int c = 0; sameSets && c < table.length; c++) {
            sameSets = same(sets.get(c), table[c]);
        }
        if (!sameSets) {
            return Optional.of("the label sets differ (num_labels_per_sample, samples_rnd_seed)");
        }
        if (!same(root.path("train_indices"), samples.trainIndices())) {
            return Optional.of("the train samples differ (num_train_samples, samples_rnd_seed, or the dataset's file)");
        }
        if (!same(root.path("train_classes"), samples.originalLabels())) {
            return Optional.of("the train samples have other classes: the dataset's file is another one");
        }
        return Optional.empty();
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new Failure(ExitCode.BAD_DATA, file + ": not valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw Failure.unreadable(file, e);
        }
    }

    private static void add(ArrayNode array, int[] values) {
        for (int value : values) {
            array.add(value);
        }
    }

    private static boolean same(JsonNode array, int[] values) {
        if (array.size() != values.length) {
            return false;
        }
        for (int i = 0; i < values.length; i++) {
            if (array.get(i).asInt(-1) != values[i]) {
                return false;
            }
        }
        return true;
    }
}
