package org.rlgrad.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.Failure;

class ProvenanceTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123456Z");
    private static final Provenance.Session SESSION = new Provenance.Session(
            List.of("extract-samples", "--config", "a b.yml"),
            Optional.of(new GitState("0".repeat(40), true)),
            Map.of("rlgrad", "0.1.0"),
            "cpu");

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("provenance.json");
    }

    private JsonNode read() throws Exception {
        return Json.MAPPER.readTree(Files.readString(file()));
    }

    private Provenance.Run run(String modelText) throws Exception {
        Path model = Files.writeString(folder.resolve("model.safetensors"), modelText);
        return new Provenance.Run("seed: 7\n", Map.of("sampling", 7L), List.of(HashedFile.of("model", model)));
    }

    @Test
    void oneSessionFromStartToEnd() throws Exception {
        Provenance provenance = Provenance.begin(file(), run("abc"), SESSION, NOON);
        assertThat(read().get("end").isNull()).isTrue();
        provenance.end(NOON.plusSeconds(60), Provenance.End.DONE, "", Map.of("samples_per_second", 12.5));
        JsonNode root = read();
        assertThat(root.get("start").asText()).isEqualTo("2026-01-01T12:00:00.123Z");
        assertThat(root.get("end").asText()).isEqualTo("2026-01-01T12:01:00.123Z");
        assertThat(root.get("interruptions").asInt()).isZero();
        assertThat(root.get("resolved_config").asText()).isEqualTo("seed: 7\n");
        assertThat(root.at("/seeds/sampling").asInt()).isEqualTo(7);
        assertThat(root.at("/files/0/bytes").asInt()).isEqualTo(3);
        // FIPS 180-2, appendix B.1
        assertThat(root.at("/files/0/sha256").asText())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(root.at("/sessions/0/argv/2").asText()).isEqualTo("a b.yml");
        assertThat(root.at("/sessions/0/git/dirty").asBoolean()).isTrue();
        assertThat(root.at("/sessions/0/reason").asText()).isEqualTo("done");
        assertThat(root.at("/sessions/0/throughput/samples_per_second").asDouble())
                .isEqualTo(12.5);
    }

    @Test
    void everySessionStays() throws Exception {
        Provenance.begin(file(), run("abc"), SESSION, NOON);
        Provenance.begin(file(), run("abc"), SESSION, NOON.plusSeconds(10))
                .end(NOON.plusSeconds(20), Provenance.End.INTERRUPTED, "SIGTERM", Map.of());
        Provenance.begin(file(), run("abc"), SESSION, NOON.plusSeconds(30))
                .end(NOON.plusSeconds(40), Provenance.End.DONE, "", Map.of());
        JsonNode root = read();
        assertThat(root.get("interruptions").asInt()).isEqualTo(2);
        assertThat(root.get("start").asText()).startsWith("2026-01-01T12:00:00");
        assertThat(root.get("end").asText()).startsWith("2026-01-01T12:00:40");
        assertThat(root.get("sessions").findValuesAsText("reason"))
                .containsExactly("killed", "interrupted: SIGTERM", "done");
    }

    @Test
    void aModelThatChangedBetweenSessionsIsRefused() throws Exception {
        Provenance.begin(file(), run("abc"), SESSION, NOON);
        Provenance.Run changed = run("abd");
        assertThatThrownBy(() -> Provenance.begin(file(), changed, SESSION, NOON))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("model.safetensors: is not the file that this run began with");
    }

    @Test
    void aFileThatIsNewOrGoneIsRefused() {
        Provenance.Run weights =
                files(file("model", "/m/config.json", "1"), file("model", "/m/pytorch_model.bin", "2"));
        Provenance.begin(file(), weights, SESSION, NOON);
        Provenance.Run bare = files(file("model", "/m/config.json", "1"));
        refused(bare, "pytorch_model.bin (model): this run began with it, and now it is gone");
        Provenance.Run converted =
                files(file("model", "/m/config.json", "1"), file("model", "/m/model.safetensors", "3"));
        refused(converted, "model.safetensors (model): in its place this run began with pytorch_model.bin (model)");
        Provenance.Run more = files(
                file("model", "/m/config.json", "1"),
                file("tokenizer", "/m/added_tokens.json", "4"),
                file("model", "/m/pytorch_model.bin", "2"));
        refused(more, "/m/added_tokens.json (tokenizer): is new, this run began without it");
    }

    @Test
    void twoRewardModelsWithFilesOfOneNameAreToldApart() throws Exception {
        Provenance.Run two = files(
                file("reward model", "/toxicity/config.json", "1"),
                file("reward model", "/sentiment/config.json", "2"));
        Provenance.begin(file(), two, SESSION, NOON);
        Provenance.Run moved =
                files(file("reward model", "/a/config.json", "1"), file("reward model", "/b/config.json", "2"));
        Provenance.begin(file(), moved, SESSION, NOON);
        assertThat(read().get("interruptions").asInt()).isEqualTo(1);
        Provenance.Run swapped =
                files(file("reward model", "/a/config.json", "2"), file("reward model", "/b/config.json", "1"));
        refused(swapped, "/a/config.json: is not the file that this run began with");
        Provenance.Run one = files(file("reward model", "/a/config.json", "1"));
        refused(one, "config.json (reward model): this run began with it, and now it is gone");
    }

    private static HashedFile file(String role, String path, String sha256) {
        return new HashedFile(role, path, 1, sha256);
    }

    private static Provenance.Run files(HashedFile... files) {
        return new Provenance.Run("seed: 7\n", Map.of(), List.of(files));
    }

    private void refused(Provenance.Run run, String message) {
        assertThatThrownBy(() -> Provenance.begin(file(), run, SESSION, NOON))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(message);
    }

    @Test
    void aDamagedProvenanceIsNamed() throws Exception {
        Provenance.Run run = run("abc");
        for (String text : List.of("{", "{}", "{\"sessions\":[]}", "{\"sessions\":[1]}", "")) {
            Files.writeString(file(), text);
            assertThatThrownBy(() -> Provenance.begin(file(), run, SESSION, NOON))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("provenance.json");
        }
        assertThatThrownBy(() -> HashedFile.of("data", folder.resolve("no"))).isInstanceOf(Failure.class);
    }

    @Test
    void gitTellsCommitAndDirt() throws Exception {
        assumeTrue(git("init", "-q") == 0, "SKIPPED: no git here");
        Path tracked = Files.writeString(folder.resolve("a.txt"), "1");
        assertThat(GitState.of(folder)).isEmpty();
        assertThat(git("add", "a.txt")).isZero();
        assertThat(git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "a"))
                .isZero();
        Files.writeString(folder.resolve("untracked.txt"), "");
        GitState clean = GitState.of(folder).orElseThrow();
        assertThat(clean.commit()).matches("[0-9a-f]{40}");
        assertThat(clean.dirty()).isFalse();
        Files.writeString(tracked, "2");
        assertThat(GitState.of(folder)).contains(new GitState(clean.commit(), true));
        assertThat(GitState.of(folder.resolve("no such folder"))).isEmpty();
    }

    private int git(String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void theSystemIsDescribed() {
        assertThat(Provenance.systemVersions())
                .containsKeys("java", "os", "processors")
                .allSatisfy((key, value) -> assertThat(value).isNotBlank());
    }
}
