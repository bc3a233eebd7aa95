package org.rlgrad.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.Failure;
import org.rlgrad.report.ExperimentLabels.Method;
import org.rlgrad.report.ExperimentLabels.Setting;
import org.rlgrad.report.ExperimentSummary.Change;
import org.rlgrad.report.ExperimentSummary.TestSummary;
import org.rlgrad.report.GroupMeasurement.Group;

class ExperimentSummaryTest {
    private static final double NONE = Double.NaN;
    private static final ExperimentLabels LABELS = ControlledRuns.labels(Method.SUPERVISED, 7, ControlledRuns.MNIST);

    @TempDir
    Path folder;

    private static List<GroupMeasurement> rewards(Group group, double... rewards) {
        List<GroupMeasurement> rows = new ArrayList<>();
        for (int i = 0; i < rewards.length; i++) {
            rows.add(ControlledRuns.row(i + 1, group, 3.0 - i, rewards[i], 0.1 * i, 10.0 + i));
        }
        return rows;
    }

    private static ExperimentSummary summary(List<GroupMeasurement> rows) {
        return ExperimentSummary.of(LABELS, rows);
    }

    @Test
    void theEndsOfASeries() {
        List<GroupMeasurement> rows = rewards(Group.SMALL_REWARD_STD, -1, -0.5, 0.2, 0.75);
        var small = summary(rows).group(Group.SMALL_REWARD_STD).orElseThrow();
        assertThat(small.samples()).isEqualTo(100);
        assertThat(small.reward()).isEqualTo(new Change(-1, 0.75));
        assertThat(small.loss()).isEqualTo(new Change(3, 0));
        assertThat(small.accuracy()).isEqualTo(new Change(0, 0.875));
        assertThat(small.rewardStd().last()).isCloseTo(0.3, within(1e-12));
        assertThat(small.gradNorm()).isEqualTo(new Change(10, 13));
        assertThat(summary(rows).group(Group.ALL)).isEmpty();
    }

    @Test
    void halfWayIsCountedFromTheInitialReward() {
        // From -1 half-way is 0, which the third epoch reaches exactly; from 0.5 it is 0.75.
        assertThat(halfWay(-1, -0.1, 0, 1)).hasValue(3);
        assertThat(halfWay(0.5, 0.7, 0.74, 0.75)).hasValue(4);
        assertThat(halfWay(0.5, 0.5, 0.5, 0.6)).isEmpty();
        assertThat(halfWay(-1, 0.5, -1)).hasValue(2);
        assertThat(halfWay(1, 1)).hasValue(1);
        assertThat(halfWay(NONE, 1)).isEmpty();
    }

    private static java.util.OptionalInt halfWay(double... rewards) {
        return summary(rewards(Group.LARGE_REWARD_STD, rewards))
                .group(Group.LARGE_REWARD_STD)
                .orElseThrow()
                .epochsHalfWay();
    }

    @Test
    void jsonReadsBackTheSame() throws IOException {
        List<GroupMeasurement> rows = new ArrayList<>(rewards(Group.SMALL_REWARD_STD, -1, -0.99));
        rows.addAll(rewards(Group.ALL, -0.6, Double.POSITIVE_INFINITY));
        rows.add(ControlledRuns.row(1, Group.TEST, 2, NONE, NONE, NONE));
        rows.add(ControlledRuns.row(2, Group.TEST, 1.5, NONE, NONE, NONE));
        ExperimentSummary summary = summary(rows);
        assertThat(summary.test()).contains(new TestSummary(1000, 1.5, NONE));
        Path file = folder.resolve("summary.json");
        summary.write(file);
        assertThat(ExperimentSummary.read(file)).isEqualTo(summary);
        assertThat(Files.readString(file))
                .contains("\"method\": \"supervised\"", "\"seed\": 7", "\"learning_rate\": 1.0E-4")
                .contains("\"epochs_half_way_to_maximal_reward\": null")
                .doesNotContain("target_loss", "Infinity", "NaN");
    }

    @Test
    void pretrainingNamesItsTarget() throws IOException {
        Setting setting = new Setting("stsb", "bert-mini", true, "sgd", 0.01, "labels", 3, 1, 1, 1, 40);
        ExperimentLabels labels = ControlledRuns.labels(Method.SUPERVISED, 0, setting);
        ExperimentSummary summary = ExperimentSummary.of(labels, ControlledRuns.pretraining(40));
        Path file = folder.resolve("summary.json");
        summary.write(file);
        assertThat(Files.readString(file)).contains("\"target_loss\": 1.0986122886681098");
        assertThat(ExperimentSummary.read(file)).isEqualTo(summary);
        assertThat(setting.title(" · ")).isEqualTo("STS-B · BERT-mini · SGD, lr 1e-2 · pretraining");
    }

    @Test
    void aPlanIsAnArray() throws IOException {
        Path file = folder.resolve("summary.json");
        ExperimentSummary.writeAll(file, List.of(summary(List.of()), summary(List.of())));
        assertThat(Json.MAPPER.readTree(file.toFile()).get("experiments")).hasSize(2);
    }

    @Test
    void badFilesAreNamed() throws IOException {
        Path file = folder.resolve("summary.json");
        summary(rewards(Group.ALL, 0, 1)).write(file);
        String good = Files.readString(file);
        refused(file, good.replace("\"dataset\"", "\"data\""), "no key 'dataset'");
        refused(file, good.replace("\"supervised\"", "\"ppo\""), "method 'ppo' is unknown");
        refused(file, good.replace("\"seed\": 7", "\"seed\": 7.5"), "'seed' must be a whole number");
        refused(file, "{", "no JSON");
        refused(file, "[]", "no key");
    }

    private static void refused(Path file, String text, String message) throws IOException {
        Files.writeString(file, text);
        assertThatThrownBy(() -> ExperimentSummary.read(file))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("summary.json")
                .hasMessageContaining(message);
    }
}
