package org.rlgrad.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.Failure;
import org.rlgrad.report.GroupMeasurement.Group;

class MetricsFileTest {
    private static final String HEADER =
            "epoch,group,samples,objective,loss,reward,reward_std,accuracy,grad_norm,normalized_grad_norm,kl,params_norm\n";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("metrics.csv");
    }

    private static List<GroupMeasurement> epoch(int epoch) {
        double value = Math.sqrt(epoch);
        return List.of(
                new GroupMeasurement(
                        epoch, Group.SMALL_REWARD_STD, 100, -value, 9 / value, -1, 1e-9, 0, 2e-3, 1e-4, 0, 20),
                new GroupMeasurement(epoch, Group.LARGE_REWARD_STD, 900, value, 1 / value, 0.1, 0.8, 1, 3, 0.15, 0, 20),
                new GroupMeasurement(epoch, Group.ALL, 1000, 0.3, 1 / 3.0, -0.1, Double.NaN, 0.9, 3, 0.15, 0, 20),
                new GroupMeasurement(
                        epoch,
                        Group.TEST,
                        1000,
                        Double.NaN,
                        Double.POSITIVE_INFINITY,
                        Double.NaN,
                        Double.NaN,
                        0.875,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN));
    }

    private void append(int from, int to) {
        try (MetricsFile metrics = MetricsFile.open(file)) {
            for (int epoch = from; epoch <= to; epoch++) {
                metrics.append(epoch(epoch));
            }
            metrics.sync();
        }
    }

    @Test
    void rowsReadBackTheSame() throws IOException {
        append(1, 3);
        List<GroupMeasurement> rows = MetricsFile.read(file);
        assertThat(rows).hasSize(12);
        assertThat(rows.subList(4, 8)).isEqualTo(epoch(2));
        assertThat(Files.readString(file))
                .startsWith(HEADER + "1,small_reward_std,100,-1.0,9.0,-1.0,1.0E-9,0.0,0.002,1.0E-4,0.0,20.0\n")
                .contains("\n3,all,1000,0.3,0.3333333333333333,-0.1,,0.9,3.0,0.15,0.0,20.0\n")
                .endsWith("3,test,1000,,Infinity,,,0.875,,,,\n");
    }

    @Test
    void aResumedFileHasTheBytesOfAnUninterruptedOne() throws IOException {
        append(1, 5);
        byte[] whole = Files.readAllBytes(file);
        for (int cut : new int[] {whole.length, whole.length - 1, whole.length - 40, whole.length - 250}) {
            Files.write(file, java.util.Arrays.copyOf(whole, cut));
            try (MetricsFile metrics = MetricsFile.open(file)) {
                metrics.truncateAfter(3);
                metrics.append(epoch(4));
                metrics.append(epoch(5));
            }
            assertThat(Files.readAllBytes(file)).isEqualTo(whole);
        }
        try (MetricsFile metrics = MetricsFile.open(file)) {
            metrics.truncateAfter(0);
        }
        assertThat(Files.readString(file)).isEqualTo(HEADER);
    }

    @Test
    void aTornLastLineIsDropped() throws IOException {
        append(1, 2);
        String whole = Files.readString(file);
        Files.writeString(file, whole + "3,small_rew");
        assertThat(MetricsFile.read(file)).hasSize(8);
        append(3, 3);
        assertThat(Files.readString(file)).startsWith(whole + "3,small_reward_std,100,");
        assertThat(MetricsFile.read(file)).hasSize(12);

        Files.writeString(file, HEADER.substring(0, 20));
        assertThat(MetricsFile.read(file)).isEmpty();
        append(1, 1);
        assertThat(MetricsFile.read(file)).isEqualTo(epoch(1));
    }

    @Test
    void rowsThatEndBeforeTheCheckpointAreRefused() throws IOException {
        append(1, 2);
        byte[] before = Files.readAllBytes(file);
        try (MetricsFile metrics = MetricsFile.open(file)) {
            assertThatThrownBy(() -> metrics.truncateAfter(3))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("ends with epoch 2")
                    .hasMessageContaining("after epoch 3");
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void damageIsNamedByItsLine() throws IOException {
        append(1, 2);
        String whole = Files.readString(file);
        refused(whole.replace("1,all,1000,0.3,", "1,all,1000,0.3x,"), "metrics.csv:4: objective is '0.3x', no number");
        refused(whole.replace("1,all,1000,0.3,", "1,some,1000,0.3,"), "metrics.csv:4: group is 'some'");
        refused(whole.replace("1,all,1000,0.3,", "0,all,1000,0.3,"), "metrics.csv:4: epoch is '0'");
        refused(whole.replace("2,all,1000,0.3,", "1,all,1000,"), "metrics.csv:8: 11 cells instead of 12");
        refused(whole.replace("2,test", "1,test"), "metrics.csv:9: epoch 1 stands after epoch 2");
        refused(whole.replace("\n", "\r\n"), "metrics.csv:1: the columns must be");
        assertThatThrownBy(() -> MetricsFile.read(folder.resolve("none.csv")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("none.csv");
        assertThatThrownBy(() -> MetricsFile.open(folder.resolve("none/metrics.csv")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("cannot write");
    }

    private void refused(String text, String message) throws IOException {
        Files.writeString(file, text);
        assertThatThrownBy(() -> MetricsFile.read(file))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(message);
    }
}
