package org.rlgrad.controlled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.rlgrad.config.ControlledConfig;
import org.rlgrad.config.ObjectiveConfig.OptMethod;
import org.rlgrad.config.OptimizerConfig;
import org.rlgrad.controlled.Step.Means;
import org.rlgrad.report.GroupMeasurement;
import org.rlgrad.report.GroupMeasurement.Group;

/** By hand: three batches of 4, 4 and 1 samples, of which the first has two modified samples and the third is one. */
class EpochMeansTest {
    private static final ControlledConfig CONFIG =
            Tiny.of(OptMethod.SUPERVISED, new OptimizerConfig.Sgd(0.1, 0)).config();

    /** Values in the order of {@link Objective}'s constants. */
    private static Means means(int samples, double first, double gradientNorm) {
        return new Means(
                samples, new double[] {first, first + 1, first + 2, first + 3, first + 4, first + 5}, gradientNorm);
    }

    private static final List<Step> STEPS = List.of(
            new Step(means(2, 10, 2), means(2, 20, 4), means(4, 15, 3), 10),
            new Step(null, means(4, 40, 6), means(4, 40, 6), 12),
            new Step(means(1, 70, 8), null, means(1, 70, 8), 14));

    @Test
    void theBatchsLossAndAccuracyAreWeightedAndNothingElseIs() {
        GroupMeasurement all = EpochMeans.of(3, STEPS, CONFIG).get(0);
        assertThat(all.group()).isEqualTo(Group.ALL);
        assertThat(all.epoch()).isEqualTo(3);
        assertThat(all.samples()).isEqualTo(9);
        assertThat(all.loss()).isCloseTo((4 * 16 + 4 * 41 + 71) / 9.0, within(1e-12));
        assertThat(all.accuracy()).isCloseTo((4 * 19 + 4 * 44 + 74) / 9.0, within(1e-12));
        assertThat(all.objective()).isCloseTo((15 + 40 + 70) / 3.0, within(1e-12));
        assertThat(all.reward()).isCloseTo((17 + 42 + 72) / 3.0, within(1e-12));
        assertThat(all.rewardStd()).isCloseTo((18 + 43 + 73) / 3.0, within(1e-12));
        assertThat(all.kl()).isCloseTo((20 + 45 + 75) / 3.0, within(1e-12));
        assertThat(all.gradNorm()).isCloseTo((3 + 6 + 8) / 3.0, within(1e-12));
        assertThat(all.paramsNorm()).isEqualTo(12);
        assertThat(all.normalizedGradNorm()).isCloseTo((3 / 10.0 + 6 / 12.0 + 8 / 14.0) / 3, within(1e-12));
    }

    @Test
    void batchesWithoutTheGroupAreSkippedAndTheOthersCountAlike() {
        List<GroupMeasurement> rows = EpochMeans.of(1, STEPS, CONFIG);
        assertThat(rows)
                .extracting(GroupMeasurement::group)
                .containsExactly(Group.ALL, Group.SMALL_REWARD_STD, Group.LARGE_REWARD_STD);
        GroupMeasurement small = rows.get(1);
        assertThat(small.samples()).isEqualTo(3);
        assertThat(small.reward()).isEqualTo((12 + 72) / 2.0);
        assertThat(small.accuracy()).isEqualTo((14 + 74) / 2.0);
        assertThat(small.loss()).isEqualTo((11 + 71) / 2.0);
        assertThat(small.gradNorm()).isEqualTo(5);
        assertThat(small.normalizedGradNorm()).isCloseTo((2 / 10.0 + 8 / 14.0) / 2, within(1e-12));
        assertThat(small.paramsNorm()).isNaN();
        assertThat(rows.get(2).samples()).isEqualTo(6);
        assertThat(rows.get(2).reward()).isEqualTo((22 + 42) / 2.0);
    }

    @Test
    void aGroupThatNoBatchHasGetsNoRow() {
        assertThat(EpochMeans.of(1, STEPS.subList(1, 2), CONFIG))
                .extracting(GroupMeasurement::group)
                .containsExactly(Group.ALL, Group.LARGE_REWARD_STD);
        assertThat(EpochMeans.of(1, List.of(new Step(null, null, means(4, 1, 1), 1)), CONFIG))
                .hasSize(1);
    }
}
