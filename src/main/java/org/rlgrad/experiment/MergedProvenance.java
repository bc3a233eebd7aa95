package org.rlgrad.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.rlgrad.Failure;
import org.rlgrad.report.AtomicFile;
import org.rlgrad.report.FileDifference;
import org.rlgrad.report.HashedFile;
import org.rlgrad.report.Provenance;
import org.rlgrad.report.RunFolder;

/** The {@code provenance.json} of a merged run: those of its shards, one after the other. */
final class MergedProvenance {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Path, JsonNode> byShard;

    private MergedProvenance(Map<Path, JsonNode> byShard) {
        this.byShard = byShard;
    }

    /**
     * Reads and compares them.
     *
     * @param warnings takes a line where device or versions differ: the numbers may, too, if ever so little
     * @throws Failure (bad data) where two shards were made with different models, tokenizers or data, naming the first
     *     file; (no input) where a shard has no provenance
     */
    static MergedProvenance of(List<Path> shards, Consumer<String> warnings) {
        Map<Path, JsonNode> byShard = new LinkedHashMap<>();
        shards.forEach(shard -> byShard.put(shard, read(shard.resolve(RunFolder.PROVENANCE))));
        for (Path shard : shards.subList(1, shards.size())) {
            refuseOtherFiles(shards.get(0), shard, byShard);
        }
        MergedProvenance merged = new MergedProvenance(byShard);
        for (String setting : List.of("/device", "/versions/libtorch", "/versions/rlgrad")) {
            merged.warnWhereDifferent(setting, warnings);
        }
        return merged;
    }

    void write(Path file) {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode merged = root.putArray("merged_from");
        byShard.forEach((shard, provenance) ->
                merged.addObject().put("folder", shard.toString()).set("provenance", provenance));
        AtomicFile.writeString(file, root.toPrettyString() + "\n");
    }

    private static void refuseOtherFiles(Path first, Path second, Map<Path, JsonNode> byShard) {
        FileDifference.first(Provenance.files(byShard.get(first)), Provenance.files(byShard.get(second)))
                .ifPresent(difference -> {
                    HashedFile file = difference.before().or(difference::now).orElseThrow();
                    String problem = difference.isChange()
                            ? "is not the same file in " + first + " and " + second + " (SHA-256)"
                            : "was used by " + (difference.before().isPresent() ? first : second) + ", but not by "
                                    + (difference.before().isPresent() ? second : first);
                    throw Failure.badData(file.role() + ": " + file.name() + " " + problem
                            + "; compare the files in their " + RunFolder.PROVENANCE);
                });
    }

    private void warnWhereDifferent(String setting, Consumer<String> warnings) {
        Map<Path, String> values = new LinkedHashMap<>();
        byShard.forEach((shard, provenance) -> values.put(shard, String.join(" and ", values(provenance, setting))));
        if (values.values().stream().distinct().count() > 1) {
            warnings.accept("The shards were not made alike, and their numbers may differ from those of one run: "
                    + setting.substring(setting.lastIndexOf('/') + 1) + " is "
                    + values.entrySet().stream()
                            .map(entry -> entry.getValue() + " in " + entry.getKey())
                            .collect(Collectors.joining(", ")));
        }
    }

    /** Over all sessions. Which of several GPUs it was makes no difference. */
    private static Set<String> values(JsonNode provenance, String setting) {
        return Stream.iterate(0, i -> i < provenance.path("sessions").size(), i -> i + 1)
                .map(i -> provenance.path("sessions").path(i).at(setting).asText("unknown"))
                .map(value -> setting.equals("/device") ? value.replaceFirst("^cuda:\\d+$", "cuda") : value)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static JsonNode read(Path file) {
        try {
            JsonNode node = JSON.readTree(Files.readString(file));
            if (!node.path("sessions").isArray() || !node.path("files").isArray()) {
                throw Failure.badData(file + ": lists no sessions or no files; run this shard again with --overwrite");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw Failure.badData(
                    file + ": no JSON (" + e.getOriginalMessage() + "); run this shard again with --overwrite");
        } catch (IOException e) {
            throw Failure.unreadable(file, e);
        }
    }
}
