package org.rlgrad.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;

class AtomicFileTest {
    @TempDir
    Path folder;

    @Test
    void replacesTheWholeFileAndLeavesNothingElse() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicFile.writeString(file, "first, and longer");
        AtomicFile.writeString(file, "zweite: ä");
        assertThat(file).hasContent("zweite: ä");
        assertThat(folder.toFile().list()).containsExactly("a.txt");
    }

    @Test
    void aFullDiskKeepsTheOldFileAndLeavesNoTemporaryOne() {
        Path file = folder.resolve("a.txt");
        AtomicFile.writeString(file, "old");
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(Failure.class)
                .hasMessage("cannot write " + file.toAbsolutePath()
                        + ": no space left on device; make room, then start again, a run with --resume")
                .extracting(e -> ((Failure) e).exitCode())
                .isEqualTo(ExitCode.CANNOT_WRITE);
        assertThat(file).hasContent("old");
        assertThat(folder.toFile().list()).containsExactly("a.txt");
    }

    @Test
    void aDefectWhileWritingLeavesNoTemporaryFileEither() {
        assertThatThrownBy(() -> AtomicFile.write(folder.resolve("a.txt"), out -> {
                    throw new IllegalStateException("defect");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(folder.toFile().list()).isEmpty();
    }

    @Test
    void namesAMissingFolder() {
        assertThatThrownBy(() -> AtomicFile.writeString(folder.resolve("no/a.txt"), ""))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("a.txt: no such file or directory; choose an output folder");
    }

    @Test
    void namesAFolderWithoutPermission() {
        Path closed = folder.resolve("closed");
        assertThat(closed.toFile().mkdir()).isTrue();
        assertThat(closed.toFile().setWritable(false)).isTrue();
        assumeFalse(Files.isWritable(closed), "SKIPPED: the superuser may write everywhere");
        assertThatThrownBy(() -> AtomicFile.writeString(closed.resolve("a.txt"), ""))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("permission denied");
    }

    @Test
    void survivesAnInterruptedThread() {
        Thread.currentThread().interrupt();
        AtomicFile.writeString(folder.resolve("a.txt"), "whole");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(folder.resolve("a.txt")).hasContent("whole");
    }
}
