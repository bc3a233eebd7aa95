package org.rlgrad.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;

/** The small files of a model or tokenizer folder: whatever can be wrong with one gets its own one-line message. */
public final class FolderFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private FolderFile() {}

    /**
     * The JSON object in a file.
     *
     * @throws Failure if the file is missing or may not be read (no input), or is no UTF-8 JSON object (bad data)
     */
    public static ObjectNode json(Path file) {
        JsonNode tree;
        try {
            tree = JSON.readTree(text(file));
        } catch (JsonProcessingException e) {
            String where =
                    e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
            throw Failure.badData(file + ": not valid JSON" + where + ": " + firstLine(e.getOriginalMessage()));
        }
        if (!(tree instanceof ObjectNode object)) {
            throw Failure.badData(file + ": expected a JSON object");
        }
        return object;
    }

    /** The UTF-8 text of a file; throws {@link Failure} as above. */
    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new Failure(ExitCode.BAD_DATA, file + ": not valid UTF-8", e);
        } catch (IOException e) {
            throw Failure.unreadable(file, e);
        }
    }

    /** The bytes of a file; throws {@link Failure} (no input) if it is missing or may not be read. */
    public static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw Failure.unreadable(file, e);
        }
    }

    /** The first line of an exception's message, which may have several or be absent. */
    public static String firstLine(String message) {
        // Jackson's place of a bracket's start is no use without the text, and has a long excuse in it.
        return message == null
                ? "no reason given"
                : message.lines().findFirst().orElse("").replaceFirst(" \\(start marker at .*", "");
    }
}
