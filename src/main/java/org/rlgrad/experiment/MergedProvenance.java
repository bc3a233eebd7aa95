package org.rlgrad.experiment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.report.AtomicFile;

/** The {@code provenance.json} of a merged run: those of its shards, one after the other. */
final class MergedProvenance {
    private static final ObjectMapper JSON = new ObjectMapper();

    private MergedProvenance() {}

    static void write(Path file, List<Path> shards) {
        try {
            ObjectNode root = JSON.createObjectNode();
            ArrayNode merged = root.putArray("merged_from");
            for (Path shard : shards) {
                ObjectNode entry = merged.addObject();
                entry.put("folder", shard.toString());
                entry.set(
                        "provenance",
                        JSON.readTree(shard.resolve("provenance.json").toFile()));
            }
            AtomicFile.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.BAD_DATA, "a shard's provenance.json is missing or damaged: " + e.getMessage(), e);
        }
    }
}
