package org.rlgrad.model.weights;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.rlgrad.Failure;
import org.rlgrad.hub.FolderFile;

/**
 * The weights of a Hugging Face checkpoint folder, whichever way they are stored.
 *
 * @param files what was read, for provenance
 */
public record Checkpoint(Path folder, Map<String, WeightTensor> tensors, List<Path> files) {
    private static final String SAFETENSORS = "model.safetensors";
    private static final String TORCH = "pytorch_model.bin";

    /**
     * Opens, in this order of preference: {@code model.safetensors}, its shards by index, {@code pytorch_model.bin}, its
     * shards by index.
     *
     * @throws Failure if there are none, a shard is missing, or a file is damaged
     */
    public static Checkpoint open(Path folder) {
        List<Path> files = files(folder);
        Map<String, WeightTensor> tensors = new LinkedHashMap<>();
        for (Path file : files) {
            tensors.putAll(
                    file.toString().endsWith(".safetensors") ? Safetensors.read(file) : TorchCheckpoint.read(file));
        }
        return new Checkpoint(folder, tensors, files);
    }

    /** The weight files of a folder, without reading them. */
    public static List<Path> files(Path folder) {
        for (String name : List.of(SAFETENSORS, TORCH)) {
            if (Files.exists(folder.resolve(name))) {
                return List.of(folder.resolve(name));
            }
            Path index = folder.resolve(name + ".index.json");
            if (Files.exists(index)) {
                return shards(folder, index);
            }
        }
        throw Failure.noInput(folder + ": no weights: expected " + SAFETENSORS + ", " + TORCH
                + " or their sharded form with an .index.json");
    }

    private static List<Path> shards(Path folder, Path index) {
        JsonNode map = FolderFile.json(index).path("weight_map");
        TreeSet<String> names = new TreeSet<>();
        map.forEach(name -> names.add(name.asText()));
        List<Path> files = new ArrayList<>();
        for (String name : names) {
            Path file = folder.resolve(name).normalize();
            if (!file.startsWith(folder.normalize())) {
                throw Failure.badData(index + ": shard " + name + " lies outside the folder");
            }
            if (!Files.exists(file)) {
                throw Failure.noInput(index + ": shard " + name + " is missing");
            }
            files.add(file);
        }
        if (files.isEmpty()) {
            throw Failure.badData(index + ": names no shards under weight_map");
        }
        return files;
    }
}
