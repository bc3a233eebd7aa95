package org.rlgrad.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed process may leave; whole checkpoints are tested with whole trainings. */
class CheckpointsTest {
    @TempDir
    Path folder;

    @Test
    void whatAKilledProcessLeftBehindGoes() throws IOException {
        checkpoint("2");
        checkpoint("4");
        checkpoint("6");
        checkpoint(".8.tmp");
        Checkpoints checkpoints = new Checkpoints(folder, 2);
        checkpoints.tidy();
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("4", "6");
        assertThat(checkpoints.newest()).contains(6);
    }

    @Test
    void withoutALimitAllAreKept() throws IOException {
        checkpoint("2");
        checkpoint("4");
        new Checkpoints(folder, 0).tidy();
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("2", "4");
        new Checkpoints(folder.resolve("none"), 1).tidy();
        assertThat(folder.resolve("none")).doesNotExist();
    }

    private void checkpoint(String name) throws IOException {
        Files.createDirectories(folder.resolve(name));
        Files.writeString(folder.resolve(name).resolve("state.json"), "{}");
    }
}
