package org.rlgrad.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.ChildProcess;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.report.RunFolder.IfPresent;
import org.rlgrad.report.RunFolder.State;

class RunFolderTest {
    private static final String CONFIG = "seed: 7\nlr: 1.0\n";

    @TempDir
    Path base;

    private RunFolder open(String config, IfPresent ifPresent) {
        return RunFolder.open(base.resolve("stats"), "run", config, ifPresent, text -> {
            throw new AssertionError(text);
        });
    }

    private void leave(String config, boolean done) {
        try (RunFolder run = open(config, IfPresent.OVERWRITE)) {
            AtomicFile.writeString(run.file("samples.partial.jsonl"), "work");
            if (done) {
                run.markDone();
            }
        }
    }

    private void refused(String config, IfPresent ifPresent, ExitCode exitCode, String... parts) {
        assertThatThrownBy(() -> open(config, ifPresent).close())
                .isInstanceOf(Failure.class)
                .hasMessageContainingAll(parts)
                .extracting(e -> ((Failure) e).exitCode())
                .isEqualTo(exitCode);
    }

    @Test
    void aNewRunIsNewWithEveryFlag() {
        for (IfPresent ifPresent : IfPresent.values()) {
            try (RunFolder run = RunFolder.open(base, "run " + ifPresent, CONFIG, ifPresent, text -> {})) {
                assertThat(run.state()).isEqualTo(State.NEW);
                assertThat(run.file(RunFolder.CONFIG)).hasContent(CONFIG);
            }
        }
    }

    @Test
    void anUnfinishedRunWantsAFlag() {
        leave(CONFIG, false);
        refused(CONFIG, IfPresent.REFUSE, ExitCode.USAGE, "interrupted", "--resume", "--overwrite");
        try (RunFolder run = open(CONFIG, IfPresent.RESUME)) {
            assertThat(run.state()).isEqualTo(State.UNFINISHED);
            assertThat(run.file("samples.partial.jsonl")).hasContent("work");
        }
    }

    @Test
    void aDoneRunWantsAFlagAndResumingItIsNoError() {
        leave(CONFIG, true);
        refused(CONFIG, IfPresent.REFUSE, ExitCode.USAGE, "done", "--overwrite");
        try (RunFolder run = open(CONFIG, IfPresent.RESUME)) {
            assertThat(run.state()).isEqualTo(State.DONE);
        }
    }

    @Test
    void overwritingEmptiesTheRun() throws IOException {
        leave(CONFIG, true);
        Path outside = Files.writeString(base.resolve("outside.txt"), "kept");
        Path run = base.resolve("stats/run");
        Files.createDirectories(run.resolve("checkpoints/10"));
        Files.writeString(run.resolve("checkpoints/10/state.json"), "{}");
        Files.createSymbolicLink(run.resolve("link"), outside);
        try (RunFolder again = open("seed: 8\n", IfPresent.OVERWRITE)) {
            assertThat(again.state()).isEqualTo(State.NEW);
            assertThat(run.toFile().list()).containsExactlyInAnyOrder(".lock", RunFolder.CONFIG);
            assertThat(again.file(RunFolder.CONFIG)).hasContent("seed: 8\n");
        }
        assertThat(outside).hasContent("kept");
    }

    @Test
    void anotherConfigurationIsNamedByItsFirstLineThatDiffers() {
        leave(CONFIG, false);
        refused("seed: 7\nlr: 2.0\n", IfPresent.RESUME, ExitCode.USAGE, "line 2: there 'lr: 1.0', now 'lr: 2.0'");
        refused("seed: 7\n", IfPresent.REFUSE, ExitCode.USAGE, "line 2: there 'lr: 1.0', now '(end of file)'");
    }

    @Test
    void aRunThatRecordedNothingIsForgotten() throws IOException {
        try (RunFolder failed = open(CONFIG, IfPresent.REFUSE)) {
            AtomicFile.writeString(failed.file(RunFolder.PROVENANCE), "{}");
            Files.createFile(failed.file("samples.partial.jsonl"));
        }
        for (IfPresent ifPresent : IfPresent.values()) {
            try (RunFolder corrected = open("seed: " + ifPresent + "\n", ifPresent)) {
                assertThat(corrected.state()).isEqualTo(State.NEW);
                assertThat(corrected.path().toFile().list()).containsExactlyInAnyOrder(".lock", RunFolder.CONFIG);
                assertThat(corrected.file(RunFolder.CONFIG)).hasContent("seed: " + ifPresent + "\n");
            }
        }
    }

    @Test
    void aFolderOfSomethingElseIsLeftAlone() throws IOException {
        Path run = Files.createDirectories(base.resolve("stats/run"));
        Files.writeString(run.resolve("thesis.tex"), "years of work");
        refused(CONFIG, IfPresent.OVERWRITE, ExitCode.CANNOT_WRITE, "thesis.tex");
        assertThat(run.resolve("thesis.tex")).hasContent("years of work");
    }

    @Test
    void whatAKilledProcessLeftIsSweptUp() throws IOException {
        leave(CONFIG, false);
        Path leftover = Files.writeString(base.resolve("stats/run/.summary.json.tmp"), "{");
        try (RunFolder run = open(CONFIG, IfPresent.RESUME)) {
            assertThat(run.state()).isEqualTo(State.UNFINISHED);
            assertThat(leftover).doesNotExist();
        }
    }

    @Test
    void theSameProcessCannotOpenItTwice() {
        try (RunFolder first = open(CONFIG, IfPresent.REFUSE)) {
            refused(CONFIG, IfPresent.RESUME, ExitCode.CANNOT_WRITE, "being written by this process");
            assertThat(first.file(RunFolder.CONFIG)).exists();
        }
        open(CONFIG, IfPresent.RESUME).close();
    }

    @Test
    void anotherProcessCannotOpenItAtTheSameTimeEvenAfterATry() throws Exception {
        try (RunFolder first = open(CONFIG, IfPresent.REFUSE)) {
            refused(CONFIG, IfPresent.RESUME, ExitCode.CANNOT_WRITE, "being written");
            assertThat(ChildProcess.run(
                            "", RunFolderTest.class, base.resolve("stats").toString()))
                    .contains("CANNOT_WRITE")
                    .contains("being written by process "
                            + ProcessHandle.current().pid());
            assertThat(first.state()).isEqualTo(State.NEW);
        }
        assertThat(ChildProcess.run(
                        "", RunFolderTest.class, base.resolve("stats").toString()))
                .contains("NEW");
    }

    /** The other process of the test above. */
    public static void main(String[] arguments) {
        try (RunFolder run = RunFolder.open(Path.of(arguments[0]), "run", CONFIG, IfPresent.RESUME, text -> {})) {
            System.out.println(run.state());
        } catch (Failure e) {
            System.out.println(e.exitCode() + " " + e.getMessage());
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsRefusedAtOnce() {
        assertThat(base.resolve("stats").toFile().mkdir()).isTrue();
        assertThat(base.resolve("stats").toFile().setWritable(false)).isTrue();
        assumeFalse(Files.isWritable(base.resolve("stats")), "SKIPPED: the superuser may write everywhere");
        refused(CONFIG, IfPresent.REFUSE, ExitCode.CANNOT_WRITE, "permission denied");
    }

    @Test
    void aFileInTheWayIsNamed() throws IOException {
        Files.writeString(base.resolve("stats"), "");
        refused(CONFIG, IfPresent.REFUSE, ExitCode.CANNOT_WRITE, "stats");
    }

    @Test
    void aNameThatIsAPathIsRefused() {
        for (String name : List.of("", "..", "a/b", "a\nb")) {
            assertThatThrownBy(() -> RunFolder.open(base, name, CONFIG, IfPresent.REFUSE, text -> {}))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("run name");
        }
    }
}
