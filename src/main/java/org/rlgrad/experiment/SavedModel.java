package org.rlgrad.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.rlgrad.model.weights.SafetensorsWriter;
import org.rlgrad.report.AtomicFile;
import org.rlgrad.tensor.Parameters;

/** A trained model as a Hugging Face folder, which transformers loads and which a later run can start from. */
final class SavedModel {
    static final String WEIGHTS = "model.safetensors";

    private static final List<String> OF_MODEL = List.of("config.json", "generation_config.json");
    private static final List<String> OF_TOKENIZER = List.of(
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "added_tokens.json",
            "vocab.json",
            "merges.txt",
            "vocab.txt",
            "spiece.model",
            "tokenizer.model");

    private SavedModel() {}

    /**
     * Writes weights, and beside them what the folders that training started from say about model and tokenizer.
     *
     * @throws Failure {@code CANNOT_WRITE}
     */
    static void write(Path folder, Parameters weights, Path modelFolder, Path tokenizerFolder) {
        createFolder(folder);
        AtomicFile.write(folder.resolve(WEIGHTS), out -> SafetensorsWriter.write(out, weights.asMap(), Map.of()));
        copy(OF_MODEL, modelFolder, folder);
        copy(OF_TOKENIZER, tokenizerFolder, folder);
    }

    private static void copy(List<String> names, Path from, Path to) {
        for (String name : names) {
            Path source = from.resolve(name);
            if (Files.exists(source)) {
                AtomicFile.write(to.resolve(name), out -> Files.copy(source, out));
            }
        }
    }

    /** The folder and those above it. */
    static void createFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(folder, e);
        }
    }
}
