package org.rlgrad.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.report.HashedFile;
import org.rlgrad.report.Provenance;
import org.rlgrad.report.RunFolder;

/** What merge refuses; what it makes is in {@link InterruptionTest}. */
class MergeTest {
    @TempDir
    private Path base;

    @Test
    void refusesWhatIsNotAllShardsOnce() throws IOException {
        Path first = shard("first", new Shard(1, 2), "seed: 1\n");
        Path second = shard("second", new Shard(2, 2), "seed: 1\n");
        Path third = shard("third", new Shard(2, 3), "seed: 1\n");
        Path other = shard("other", new Shard(2, 2), "seed: 2\n");
        refused(ExitCode.NO_INPUT, "missing shards: 2/2", first);
        refused(ExitCode.BAD_DATA, "shard 1/2 twice", first, first);
        refused(ExitCode.BAD_DATA, "one of 3 shards", first, third);
        refused(ExitCode.BAD_DATA, "another configuration", first, other);
        refused(ExitCode.NO_INPUT, "is it the folder of a run?", first, base.resolve("nothing"));
        Files.delete(second.resolve(RunFolder.DONE));
        Files.delete(second.resolve("shard.json")); // written at the end
        refused(ExitCode.BAD_DATA, "second: is not finished; run it again with --resume", first, second);
        Files.delete(first.resolve("shard.json"));
        refused(ExitCode.NO_INPUT, "first: is no shard of a run", first);
    }

    @Test
    void refusesShardsOfOtherFiles() throws IOException {
        Path first = shard("first", new Shard(1, 2), "seed: 1\n");
        Path second = shard("second", new Shard(2, 2), "seed: 1\n");
        refused(ExitCode.NO_INPUT, "first/provenance.json: no such file", first, second);
        HashedFile config = new HashedFile("model", "/m/config.json", 1, "a");
        provenance(first, "cpu", config, new HashedFile("data", "/d/train.csv", 1, "b"));
        provenance(second, "cpu", config, new HashedFile("data", "/e/train.csv", 1, "c"));
        refused(
                ExitCode.BAD_DATA,
                "data: train.csv is not the same file in " + first + " and " + second + " (SHA-256)",
                first,
                second);
        provenance(second, "cpu", config);
        refused(ExitCode.BAD_DATA, "data: train.csv was used by " + first + ", but not by " + second, first, second);
        refused(ExitCode.BAD_DATA, "data: train.csv was used by " + first + ", but not by " + second, second, first);
        Files.writeString(second.resolve(RunFolder.PROVENANCE), "{");
        refused(ExitCode.BAD_DATA, "second/provenance.json: no JSON", first, second);
    }

    @Test
    void saysWhereDevicesDifferButNotWhichGpu() throws IOException {
        Path first = shard("first", new Shard(1, 2), "seed: 1\n");
        Path second = shard("second", new Shard(2, 2), "seed: 1\n");
        List<String> warnings = new ArrayList<>();
        provenance(first, "cuda:0");
        provenance(second, "cuda:1");
        MergedProvenance.of(List.of(first, second), warnings::add);
        assertThat(warnings).isEmpty();
        provenance(second, "cpu");
        MergedProvenance.of(List.of(first, second), warnings::add);
        assertThat(warnings).singleElement().asString().contains("device is cuda in " + first + ", cpu in " + second);
    }

    @Test
    void leavesTheInputsAlone() throws IOException {
        Path folder = Files.createDirectory(base.resolve("run"));
        Path only = shard("run/only", new Shard(1, 1), "seed: 1\n");
        Path link = Files.createSymbolicLink(base.resolve("link"), only);
        for (Path output : List.of(only, link, folder, base.resolve("run/x/../only"))) {
            refusedAsOutput(output, "is or holds the shard " + only, only);
        }
        refusedAsOutput(only, "is or holds the shard " + link, link);
        refusedAsOutput(base.getRoot(), "name a folder below it", only);
        assertThat(only.resolve(RunFolder.DONE)).exists();
        assertThat(only.resolve(RunFolder.CONFIG)).hasContent("seed: 1");
    }

    private static void refusedAsOutput(Path output, String message, Path shard) {
        assertThatThrownBy(() -> Merge.run(List.of(shard), output, true))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(message)
                .extracting(e -> ((Failure) e).exitCode())
                .isEqualTo(ExitCode.USAGE);
    }

    private static void provenance(Path shard, String device, HashedFile... files) throws IOException {
        Files.deleteIfExists(shard.resolve(RunFolder.PROVENANCE));
        Provenance.begin(
                shard.resolve(RunFolder.PROVENANCE),
                new Provenance.Run("", Map.of(), List.of(files)),
                new Provenance.Session(List.of(), Optional.empty(), Map.of("rlgrad", "1"), device),
                Instant.EPOCH);
    }

    private Path shard(String name, Shard shard, String config) throws IOException {
        Path folder = Files.createDirectory(base.resolve(name));
        Files.writeString(folder.resolve(RunFolder.CONFIG), config);
        ShardFile.write(folder, shard, 10);
        Files.createFile(folder.resolve(RunFolder.DONE));
        return folder;
    }

    private void refused(ExitCode exitCode, String message, Path... shards) {
        Path output = base.resolve("merged");
        assertThatThrownBy(() -> Merge.run(List.of(shards), output, false))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(message)
                .extracting(e -> ((Failure) e).exitCode())
                .isEqualTo(exitCode);
        assertThat(output).doesNotExist();
    }
}
