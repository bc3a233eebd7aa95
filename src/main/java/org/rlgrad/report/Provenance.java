package org.rlgrad.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rlgrad.Failure;

/**
 * {@code provenance.json}: which command, sources, versions, device, files and seeds made a run's numbers, and when.
 *
 * <p>What must be the same in every session of a run (configuration, seeds, input files) stands there once, what may differ
 * once per session. The file is complete from the first moment, so a killed session is in it, too, with no end. All
 * that depends on the clock or the machine is here and in no other file of the run.
 */
public final class Provenance {
    private final Path path;
    private final ObjectNode root;

    private Provenance(Path path, ObjectNode root) {
        this.path = path;
        this.root = root;
    }

    /**
     * What all sessions of a run share.
     *
     * @param resolvedConfig the text of {@code config.resolved.yaml}
     * @param seeds by the name of the random stream
     * @param files model and data
     */
    public record Run(String resolvedConfig, Map<String, Long> seeds, List<HashedFile> files) {}

    /**
     * One process.
     *
     * @param argv the command line
     * @param git the sources, where they are known
     * @param versions of rlgrad, the JDK, the system, DJL, libtorch, ...; see {@link #systemVersions}
     * @param device what computed
     */
    public record Session(List<String> argv, Optional<GitState> git, Map<String, String> versions, String device) {}

    /** How a session ended. */
    public enum End {
        /** The run is complete. */
        DONE("done"),
        /** SIGINT or SIGTERM; the run can be resumed. */
        INTERRUPTED("interrupted"),
        /** A failure; the run can be resumed when its cause is gone. */
        FAILED("failed");

        private final String text;

        End(String text) {
            this.text = text;
        }
    }

    /** The JDK and the system that this process runs on. */
    public static Map<String, String> systemVersions() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("java", System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"));
        versions.put(
                "os",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        versions.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        return versions;
    }

    /**
     * Starts a session: keeps those that the file holds, appends this one, and writes the file.
     *
     * @throws Failure {@code BAD_DATA} where an input file is not what it was when the run began, is new or gone, or the file is
     *     no provenance; {@code CANNOT_WRITE}
     */
    public static Provenance begin(Path path, Run run, Session session, Instant start) {
        Optional<JsonNode> earlier = Files.exists(path) ? Optional.of(read(path)) : Optional.empty();
        earlier.ifPresent(node -> refuseChangedFiles(path, node, run));
        ObjectNode root = Json.MAPPER.createObjectNode();
        ArrayNode sessions = Json.MAPPER.createArrayNode();
        earlier.ifPresent(node -> node.path("sessions").forEach(sessions::add));
        sessions.forEach(Provenance::markKilled);
        sessions.add(describe(session, start));
        root.set("start", sessions.get(0).get("start"));
        root.putNull("end");
        root.put("interruptions", sessions.size() - 1);
        root.put("resolved_config", run.resolvedConfig);
        ObjectNode seeds = root.putObject("seeds");
        run.seeds.forEach(seeds::put);
        ArrayNode files = root.putArray("files");
        run.files.forEach(file -> files.addObject()
                .put("role", file.role())
                .put("path", file.path())
                .put("bytes", file.bytes())
                .put("sha256", file.sha256()));
        root.set("sessions", sessions);
        Provenance provenance = new Provenance(path, root);
        provenance.write();
        return provenance;
    }

    /**
     * Ends the session and writes the file.
     *
     * @param reason a word on why, where there is more to say than the kind of end; may be empty
     * @param throughput numbers of this session by name and unit, such as {@code samples_per_second}
     */
    public void end(Instant end, End kind, String reason, Map<String, Double> throughput) {
        ArrayNode sessions = (ArrayNode) root.get("sessions");
        ObjectNode session = (ObjectNode) sessions.get(sessions.size() - 1);
        String text = text(end);
        session.put("end", text);
        session.put("reason", reason.isEmpty() ? kind.text : kind.text + ": " + reason);
        ObjectNode numbers = session.putObject("throughput");
        throughput.forEach(numbers::put);
        root.put("end", text);
        write();
    }

    /** The model, tokenizer and data files that a run was made of. Throws {@code NO_INPUT} or {@code BAD_DATA}. */
    public static List<HashedFile> filesOf(Path runFolder) {
        return files(read(runFolder.resolve(RunFolder.PROVENANCE)));
    }

    /** The files that such a document lists; none if it is none. */
    public static List<HashedFile> files(JsonNode provenance) {
        List<HashedFile> files = new ArrayList<>();
        for (JsonNode file : provenance.path("files")) {
            files.add(new HashedFile(
                    file.path("role").asText(),
                    file.path("path").asText(),
                    file.path("bytes").asLong(),
                    file.path("sha256").asText()));
        }
        return files;
    }

    /** Whether the last session of a run ended with a failure; false where nothing is known of it. */
    public static boolean hasFailed(Path runFolder) {
        Path path = runFolder.resolve(RunFolder.PROVENANCE);
        if (!Files.exists(path)) {
            return false;
        }
        JsonNode sessions = read(path).path("sessions");
        return sessions.path(sessions.size() - 1).path("reason").asText().startsWith(End.FAILED.text);
    }

    private void write() {
        AtomicFile.writeString(path, Json.pretty(root));
    }

    private static ObjectNode describe(Session session, Instant start) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        ArrayNode argv = node.putArray("argv");
        session.argv.forEach(argv::add);
        node.put("start", text(start)).putNull("end").putNull("reason");
        session.git.ifPresentOrElse(
                git -> node.putObject("git").put("commit", git.commit()).put("dirty", git.dirty()),
                () -> node.putNull("git"));
        ObjectNode versions = node.putObject("versions");
        session.versions.forEach(versions::put);
        node.put("device", session.device);
        return node;
    }

    private static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static void markKilled(JsonNode session) {
        if (session.path("end").isNull()) {
            ((ObjectNode) session).put("reason", "killed");
        }
    }

    /** By role, name and content, not by folder: a run may be resumed where the model lies elsewhere. */
    private static void refuseChangedFiles(Path path, JsonNode earlier, Run run) {
        FileDifference.first(files(earlier), run.files).ifPresent(difference -> {
            HashedFile now = difference.now().orElse(null);
            HashedFile before = difference.before().orElse(null);
            String problem;
            if (difference.isChange()) {
                problem = now.path() + ": is not the file that this run began with (its SHA-256 differs)";
            } else if (now == null) {
                problem = before.path() + " (" + before.role() + "): this run began with it, and now it is gone";
            } else if (before == null) {
                problem = now.path() + " (" + now.role() + "): is new, this run began without it";
            } else {
                problem = now.path() + " (" + now.role() + "): in its place this run began with " + before.name() + " ("
                        + before.role() + ")";
            }
            throw Failure.badData(
                    problem + "; bring back the files listed in " + path + ", or start anew with --overwrite");
        });
    }

    private static JsonNode read(Path path) {
        try {
            JsonNode node = Json.MAPPER.readTree(Files.readString(path));
            if (!node.path("sessions").isArray()
                    || node.path("sessions").isEmpty()
                    || !node.path("sessions").path(0).has("start")) {
                throw Failure.badData(path + ": has no sessions; delete it to go on without its history");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw Failure.badData(path + ": no JSON (" + Json.problem(e) + "); delete it to go on without it");
        } catch (IOException e) {
            throw Failure.unreadable(path, e);
        }
    }
}
