package org.rlgrad.controlled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.ObjectiveConfig.OptMethod;
import org.rlgrad.config.OptimizerConfig;
import org.rlgrad.report.GroupMeasurement;
import org.rlgrad.report.GroupMeasurement.Group;

/** What must hold of training on any data: measuring changes nothing, an interruption changes nothing, nothing leaks. */
class TrainerTest {
    private static final OptimizerConfig SGD = new OptimizerConfig.Sgd(0.1, 0.01);
    private static final OptimizerConfig ADAM = new OptimizerConfig.Adam(0.01, 0);

    @TempDir
    private Path folder;

    private static List<GroupMeasurement> train(Trainer trainer, int from, int to) {
        List<GroupMeasurement> rows = new ArrayList<>();
        for (int epoch = from; epoch <= to; epoch++) {
            rows.addAll(trainer.epoch(epoch, () -> false));
        }
        return rows;
    }

    private static void assertSame(Map<String, float[]> actual, Map<String, float[]> expected, float tolerance) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, values) ->
                assertThat(largestDifference(actual.get(name), values)).as(name).isLessThanOrEqualTo(tolerance));
    }

    private static float largestDifference(float[] a, float[] b) {
        assertThat(a).hasSameSizeAs(b);
        float largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }

    /** The batch's gradient put together from those of its groups is that of one pass over the batch. */
    @ParameterizedTest
    @CsvSource({"SUPERVISED, 0", "EXPECTED_REINFORCE, 0", "SUPERVISED, 0.3", "EXPECTED_REINFORCE, 0.3"})
    void measuringGroupsDoesNotChangeTraining(OptMethod method, double kl) {
        ControlledSamples samples = Tiny.samples(18, 0, 5, 6, 11);
        Tiny tiny = Tiny.of(method, SGD).withKl(kl);
        try (Trainer measuring = tiny.mlp(samples);
                Trainer plain = tiny.mlp(Tiny.unmarked(samples))) {
            Map<String, float[]> before = Tiny.weights(plain);
            List<GroupMeasurement> groups = train(measuring, 1, 4);
            List<GroupMeasurement> whole = train(plain, 1, 4);
            assertThat(Tiny.weights(plain).get("output_layer.bias")).isNotEqualTo(before.get("output_layer.bias"));
            assertSame(Tiny.weights(measuring), Tiny.weights(plain), 1e-6f);
            assertThat(rows(groups, Group.SMALL_REWARD_STD)).hasSize(4);
            assertThat(rows(whole, Group.SMALL_REWARD_STD)).isEmpty();
            for (int e = 0; e < 4; e++) {
                GroupMeasurement a = rows(groups, Group.ALL).get(e);
                GroupMeasurement b = rows(whole, Group.ALL).get(e);
                assertThat(a.loss()).isCloseTo(b.loss(), within(1e-5));
                assertThat(a.gradNorm()).isCloseTo(b.gradNorm(), within(1e-5));
                assertThat(a.objective()).isCloseTo(b.objective(), within(1e-5));
            }
        }
    }

    private static List<GroupMeasurement> rows(List<GroupMeasurement> rows, Group group) {
        return rows.stream().filter(row -> row.group() == group).toList();
    }

    /** Batch normalisation makes a group another batch, so its running statistics tell whether one was passed. */
    @Test
    void measuringGroupsMovesRunningStatisticsInTheReferenceOnly() {
        ControlledSamples samples = Tiny.samples(8, 1, 2, 7);
        Tiny tiny = Tiny.of(OptMethod.EXPECTED_REINFORCE, SGD).withBatchSize(8);
        try (Trainer corrected = tiny.resNet18(samples);
                Trainer reference = tiny.with(Fidelity.REFERENCE).resNet18(samples);
                Trainer plain = tiny.resNet18(Tiny.unmarked(samples))) {
            for (Trainer trainer : List.of(corrected, reference, plain)) {
                trainer.step(new int[] {0, 1, 2, 3, 4, 5, 6, 7});
            }
            assertSame(Tiny.weights(corrected), Tiny.weights(plain), 1e-6f);
            assertSame(Tiny.weights(reference), Tiny.weights(plain), 1e-6f);
            assertSame(Tiny.statistics(corrected), Tiny.statistics(plain), 1e-6f);
            for (String name : Tiny.statistics(plain).keySet()) {
                float moved = largestDifference(
                        Tiny.statistics(reference).get(name),
                        Tiny.statistics(plain).get(name));
                assertThat(moved).as(name).isGreaterThan(1e-4f);
            }
            Step step = corrected.takeSteps().get(0);
            assertThat(step.small().samples()).isEqualTo(3);
            assertThat(step.large().samples()).isEqualTo(5);
            assertThat(step.all().samples()).isEqualTo(8);
            // one of three modified samples, and one alone, which has no variance: its group is left out
            corrected.step(new int[] {0, 1, 3, 4});
            step = corrected.takeSteps().get(0);
            assertThat(step.small()).isNull();
            assertThat(step.large().samples()).isEqualTo(3);
        }
    }

    @Test
    void batchNormalizationRefusesALastBatchOfOne() {
        ControlledSamples samples = Tiny.samples(9, 1);
        Tiny tiny = Tiny.of(OptMethod.SUPERVISED, SGD).withBatchSize(4);
        assertThatThrownBy(() -> tiny.resNet18(samples))
                .asInstanceOf(type(Failure.class))
                .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.BAD_CONFIG))
                .satisfies(failure -> assertThat(failure)
                        .hasMessage("batch_size: 4 leaves a last batch of one of the 9 train samples, and batch"
                                + " normalisation needs two; choose another batch_size or num_train_samples"));
    }

    @ParameterizedTest
    @CsvSource({
        "SUPERVISED, false, 0",
        "SUPERVISED, true, 0",
        "EXPECTED_REINFORCE, true, 0.2",
        "REINFORCE, true, 0",
        "REINFORCE, false, 0.2"
    })
    void aCheckpointGoesOnBitForBit(OptMethod method, boolean adam, double kl) {
        ControlledSamples samples = Tiny.samples(18, 0, 5, 6, 11);
        Tiny tiny = Tiny.of(method, adam ? ADAM : SGD).withKl(kl);
        Path file = folder.resolve("checkpoint.safetensors");
        try (Trainer whole = tiny.mlp(samples);
                Trainer first = tiny.mlp(samples);
                Trainer second = tiny.mlp(samples)) {
            train(whole, 1, 3);
            train(first, 1, 3);
            first.state().saveCheckpoint(file, 3);
            assertThat(second.state().restoreCheckpoint(file)).isEqualTo(3);
            assertThat(train(second, 4, 6)).isEqualTo(train(whole, 4, 6));
            assertSame(Tiny.weights(second), Tiny.weights(whole), 0);
        }
    }

    @Test
    void aRunIsItsOwnTwinAndOfItsSeed() {
        ControlledSamples samples = Tiny.samples(18, 0, 5);
        Tiny tiny = Tiny.of(OptMethod.REINFORCE, ADAM);
        try (Trainer one = tiny.mlp(samples);
                Trainer two = tiny.mlp(samples)) {
            List<GroupMeasurement> epochs = train(one, 1, 3);
            assertThat(train(two, 1, 3)).isEqualTo(epochs);
            assertThat(epochs.get(0).loss()).isNotEqualTo(epochs.get(4).loss());
        }
    }

    @ParameterizedTest
    @EnumSource(OptMethod.class)
    void nothingLeaks(OptMethod method) {
        ControlledSamples samples = Tiny.samples(18, 0, 5, 6, 11);
        try (Trainer trainer = Tiny.of(method, ADAM).withKl(0.1).mlp(samples)) {
            train(trainer, 1, 2);
            int arrays = trainer.state().parameters().liveArrays();
            train(trainer, 3, 12); // five steps each
            assertThat(trainer.state().parameters().liveArrays()).isEqualTo(arrays);
        }
    }

    /** Of 18 samples in batches of 4 the last batch has two, and most batches have none of one or two modified ones. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 17, 18, 512})
    void everySampleIsMeasuredOnce(int batchSize) {
        for (int[] modified : new int[][] {{}, {7}, {7, 8}, Tiny.samples(18).trainIndices()}) {
            ControlledSamples samples = Tiny.samples(18, modified);
            try (Trainer trainer = Tiny.of(OptMethod.EXPECTED_REINFORCE, SGD)
                    .withBatchSize(batchSize)
                    .mlp(samples)) {
                List<GroupMeasurement> epoch = trainer.epoch(1, () -> false);
                assertThat(count(epoch, Group.ALL)).isEqualTo(18);
                assertThat(count(epoch, Group.TEST)).isEqualTo(5);
                assertThat(count(epoch, Group.SMALL_REWARD_STD)).isEqualTo(modified.length);
                assertThat(count(epoch, Group.LARGE_REWARD_STD))
                        .isEqualTo(modified.length == 0 ? 0 : 18 - modified.length);
                for (GroupMeasurement row : epoch) {
                    assertThat(row.loss()).isFinite().isPositive();
                    assertThat(row.accuracy()).isBetween(0.0, 1.0);
                }
            }
        }
    }

    private static int count(List<GroupMeasurement> epoch, Group group) {
        return rows(epoch, group).stream().mapToInt(GroupMeasurement::samples).sum();
    }

    @Test
    void aCheckpointOfAnotherModelIsRefused() {
        Path file = folder.resolve("checkpoint.safetensors");
        try (Trainer sgd = Tiny.of(OptMethod.SUPERVISED, SGD).mlp(Tiny.samples(4));
                Trainer adam = Tiny.of(OptMethod.SUPERVISED, ADAM).mlp(Tiny.samples(4))) {
            sgd.state().saveCheckpoint(file, 1);
            assertThatThrownBy(() -> adam.state().restoreCheckpoint(file))
                    .isInstanceOf(Failure.class)
                    .hasMessageStartingWith(file + ": ");
            sgd.state().saveModel(file);
            assertThatThrownBy(() -> sgd.state().restoreCheckpoint(file))
                    .isInstanceOf(Failure.class)
                    .hasMessage(file + ": names no epoch: it is no checkpoint of a controlled experiment");
        }
    }
}
