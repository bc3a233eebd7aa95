package org.rlgrad.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.ChildProcess;
import org.rlgrad.Failure;

class ScalarsFileTest {
    private static final List<String> COLUMNS = List.of("ep_rew", "kl_k1", "values");

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve(ScalarsFile.ROLLOUTS);
    }

    private void append(int from, int to) {
        try (ScalarsFile rollouts = ScalarsFile.open(file, COLUMNS)) {
            for (int step = from; step <= to; step++) {
                rollouts.append(step, step / 7.0, Double.NaN, -1e-9 * step);
            }
            rollouts.sync();
        }
    }

    @Test
    void rowsReadBackTheSame() throws IOException {
        append(1, 2);
        assertThat(Files.readString(file))
                .isEqualTo(
                        """
                        step,ep_rew,kl_k1,values
                        1,0.14285714285714285,NaN,-1.0E-9
                        2,0.2857142857142857,NaN,-2.0E-9
                        """);
        ScalarTable table = ScalarsFile.read(file);
        assertThat(table.columns()).isEqualTo(COLUMNS);
        assertThat(table.rows())
                .containsExactly(
                        new ScalarTable.Row(1, List.of(1 / 7.0, Double.NaN, -1e-9)),
                        new ScalarTable.Row(2, List.of(2 / 7.0, Double.NaN, -2e-9)));
        assertThat(table.at("ep_rew", 1)).isEqualTo(2 / 7.0);
        assertThat(table.at("kl_k1", 0)).isNaN();
        assertThat(table.at("none", 0)).isNaN();
    }

    @Test
    void aResumedFileHasTheBytesOfAnUninterruptedOne() throws IOException {
        append(1, 6);
        byte[] whole = Files.readAllBytes(file);
        for (int cut = whole.length; cut > whole.length - 70; cut--) {
            Files.write(file, Arrays.copyOf(whole, cut));
            try (ScalarsFile rollouts = ScalarsFile.open(file, COLUMNS)) {
                rollouts.truncateAfter(3);
            }
            append(4, 6);
            assertThat(Files.readAllBytes(file)).isEqualTo(whole);
        }
    }

    @Test
    void aTornHeaderIsWrittenAnew() throws IOException {
        Files.writeString(file, "step,ep_r");
        assertThat(ScalarsFile.read(file)).isEqualTo(ScalarTable.EMPTY);
        append(1, 1);
        assertThat(ScalarsFile.read(file).rows()).hasSize(1);
    }

    @Test
    void otherColumnsAreRefused() throws IOException {
        append(1, 2);
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> ScalarsFile.open(file, List.of("ep_rew", "values")))
                .isInstanceOf(Failure.class)
                .hasMessage(file + ":1: the columns must be step,ep_rew,values; move the file away, or --overwrite");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        Files.writeString(file, "epoch,loss\n1,2\n");
        assertThatThrownBy(() -> ScalarsFile.read(file))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("rollouts.csv:1: the first column must be step");
        Files.writeString(file, "step,loss\n1,2\n2,zwei\n");
        assertThatThrownBy(() -> ScalarsFile.read(file))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("rollouts.csv:3: loss is 'zwei', no number");
    }

    @Test
    void defectsOfTheCallerAreNamed() {
        try (ScalarsFile rollouts = ScalarsFile.open(file, COLUMNS)) {
            assertThatThrownBy(() -> rollouts.append(1, 2, 3)).isInstanceOf(IllegalArgumentException.class);
        }
        for (List<String> columns : List.of(List.of("step"), List.of("a", "a"), List.of("a b"))) {
            assertThatThrownBy(() -> ScalarsFile.open(folder.resolve("x.csv"), columns))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void whatWasCompleteBeforeTheLimitStays() throws Exception {
        String output = ChildProcess.run("ulimit -f 8;", ScalarsFileTest.class, folder.toString());
        assumeTrue(output.contains("rows"), () -> "SKIPPED: no shell with a limit on file sizes: " + output);
        assertThat(output)
                .contains("CANNOT_WRITE cannot write " + file, "too large; make room")
                .contains("CANNOT_WRITE cannot write " + folder.resolve(TensorBoardEvents.NAME));
        int rows = Integer.parseInt(output.replaceAll("(?s).*rows (\\d+).*", "$1"));
        assertThat(rows).isPositive();
        assertThat(ScalarsFile.read(file).rows()).hasSize(rows);
        assertThat(Files.readString(file)).endsWith("\n");
        int events = Integer.parseInt(output.replaceAll("(?s).*events (\\d+).*", "$1"));
        assertThat(events).isPositive();
        assertThat(TensorBoardEventsTest.decode(folder.resolve(TensorBoardEvents.NAME)))
                .hasSize(1 + events);
    }

    /** The process of the test above: appends until the limit of its shell. */
    public static void main(String[] arguments) {
        Path run = Path.of(arguments[0]);
        int rows = 0;
        try (ScalarsFile rollouts = ScalarsFile.open(run.resolve(ScalarsFile.ROLLOUTS), COLUMNS)) {
            while (rows < 100_000) {
                rollouts.append(rows, 0.1, 0.2, 0.3);
                rows++;
            }
        } catch (Failure e) {
            System.out.println(e.exitCode() + " " + e.getMessage());
        }
        int events = 0;
        try (TensorBoardEvents board = TensorBoardEvents.open(run, -1, warning -> System.out.println(warning))) {
            while (events < 100_000) {
                board.append(events, List.of(new TensorBoardEvents.Scalar("loss", 1)));
                events++;
            }
        } catch (Failure e) {
            System.out.println(e.exitCode() + " " + e.getMessage());
        }
        System.out.println("rows " + rows + " events " + events);
    }
}
