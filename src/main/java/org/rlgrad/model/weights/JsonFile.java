package org.rlgrad.model.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;

/** The JSON files of a checkpoint folder. */
public final class JsonFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonFile() {}

    /**
     * Reads a JSON object.
     *
     * @throws Failure if the file is missing (no input), unreadable, or no JSON object (bad data)
     */
    public static JsonNode read(Path file) {
        try {
            JsonNode node = JSON.readTree(Files.readAllBytes(file));
            if (!node.isObject()) {
                throw Failure.badData(file + ": expected a JSON object");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new Failure(ExitCode.BAD_DATA, file + ": no valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new Failure(ExitCode.NO_INPUT, file + ": missing or unreadable", e);
        }
    }
}
