package org.rlgrad;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the reference outputs and the real data slices lie: the small ones in this repository, the others beside the checkout or
 * nowhere (then the test is skipped).
 */
public final class Goldens {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SHARED = Path.of("..", "shared");

    private Goldens() {}

    /** A file or folder below {@code golden/} that every clone has; its origin stands in {@code ORIGIN.md} there. */
    public static Path shipped(String relative) {
        return Path.of("src", "test", "resources", "golden").resolve(relative);
    }

    /** A file or folder below {@code golden/}; skips the calling test, with the path named, where it is absent. */
    public static Path golden(String relative) {
        return present(SHARED.resolve("golden").resolve(relative));
    }

    /** The JSON document in a file below {@code golden/}, likewise. */
    public static JsonNode json(String relative) throws IOException {
        return JSON.readTree(golden(relative).toFile());
    }

    /** The records of a file of JSON lines below {@code golden/}, likewise. */
    public static List<JsonNode> jsonLines(String relative) throws IOException {
        List<JsonNode> records = new ArrayList<>();
        for (String line : Files.readAllLines(golden(relative))) {
            records.add(JSON.readTree(line));
        }
        return records;
    }

    /** A JSON array's texts. */
    public static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(item -> strings.add(item.textValue()));
        return strings;
    }

    /** A file or folder below {@code data/}, likewise. */
    public static Path data(String relative) {
        return present(SHARED.resolve("data").resolve(relative));
    }

    private static Path present(Path path) {
        assumeTrue(Files.exists(path), () -> "SKIPPED: reference file " + path + " is not beside this checkout");
        return path;
    }
}
