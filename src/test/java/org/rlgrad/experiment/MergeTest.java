package org.rlgrad.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
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
