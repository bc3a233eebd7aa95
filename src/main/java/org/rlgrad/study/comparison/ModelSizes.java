package org.rlgrad.study.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.rlgrad.report.HashedFile;

/** Whether two checkpoints have the same architecture, by their {@code config.json}. */
final class ModelSizes {
    /** What makes weights of one model unfit for another; names and settings of training are not among them. */
    private static final List<String> KEYS = List.of(
            "model_type",
            "vocab_size",
            "d_model",
            "d_kv",
            "d_ff",
            "num_layers",
            "num_decoder_layers",
            "num_heads",
            "feed_forward_proj",
            "tie_word_embeddings",
            "n_embd",
            "n_layer",
            "n_head",
            "n_inner",
            "n_positions",
            "activation_function");

    private static final ObjectMapper JSON = new ObjectMapper();

    private ModelSizes() {}

    /**
     * The first size that differs, or empty. Files of the same content have none; others are read where they lie.
     *
     * @param warnings where to say that a file is no longer what it was, so that sizes cannot be compared
     */
    static Optional<String> difference(HashedFile before, HashedFile after, Consumer<String> warnings) {
        if (before.sha256().equals(after.sha256())) {
            return Optional.empty();
        }
        Optional<JsonNode> there = read(before, warnings);
        Optional<JsonNode> here = read(after, warnings);
        if (there.isEmpty() || here.isEmpty()) {
            return Optional.empty();
        }
        return KEYS.stream()
                .filter(key -> !there.get().path(key).equals(here.get().path(key)))
                .findFirst()
                .map(key -> key + " is " + text(here.get().path(key)) + " here and "
                        + text(there.get().path(key)) + " there");
    }

    private static String text(JsonNode value) {
        return value.isMissingNode() ? "absent" : value.toString();
    }

    private static Optional<JsonNode> read(HashedFile file, Consumer<String> warnings) {
        Path path = Path.of(file.path());
        try {
            if (Files.exists(path) && HashedFile.of(file.role(), path).sha256().equals(file.sha256())) {
                return Optional.of(JSON.readTree(Files.readString(path)));
            }
            warnings.accept(path + ": is gone or was changed since, so the models' sizes were not compared");
        } catch (IOException e) {
            warnings.accept(path + ": cannot be read (" + e.getMessage() + "), so the models' sizes were not compared");
        }
        return Optional.empty();
    }
}
