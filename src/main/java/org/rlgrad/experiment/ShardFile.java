package org.rlgrad.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.report.AtomicFile;

/**
 * {@code shard.json}: which part of a run a folder holds.
 *
 * @param inputs inputs of the whole run
 */
record ShardFile(Shard shard, int inputs) {
    private static final String NAME = "shard.json";

    static void write(Path folder, Shard shard, int inputs) {
        AtomicFile.writeString(
                folder.resolve(NAME),
                String.format("{\"shard\": %d, \"of\": %d, \"inputs\": %d}%n", shard.index(), shard.count(), inputs));
    }

    static ShardFile read(Path folder) {
        Path file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            throw Failure.noInput(folder + ": is no shard of a run (no " + NAME + " in it)");
        }
        try {
            JsonNode node = new ObjectMapper().readTree(file.toFile());
            return new ShardFile(
                    new Shard(node.path("shard").asInt(), node.path("of").asInt()),
                    node.path("inputs").asInt());
        } catch (IOException | IllegalArgumentException e) {
            throw new Failure(ExitCode.BAD_DATA, file + ": is damaged: " + e.getMessage(), e);
        }
    }
}
