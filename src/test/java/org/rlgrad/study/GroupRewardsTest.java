package org.rlgrad.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupRewardsTest {
    @TempDir
    Path base;

    @Test
    void inputsAtRiskAreThoseOfSmallDeviationAtLowReward() {
        SyntheticRuns runs = new SyntheticRuns(base);
        Path pretrained = runs.pretrained("t5-base");
        runs.extraction("before", pretrained, new double[][] {{0.1, 0}, {0.3, 0.05}, {0.2, 0.3}, {0.9, 0}});
        Path ppo = runs.ppo("ppo", pretrained, 0.1, 0.2, "seed=5");
        runs.extraction(
                "after",
                SyntheticRuns.modelOf(ppo),
                new double[][] {{0.2, 0}, {0.4, 0.1}, {0.8, 0.3}, {0.9, 0}},
                "seed=9");
        Subject subject = Study.of(List.of(base), warning -> {}).subjects().get(0);

        List<GroupRewards> groups = GroupRewards.of(subject);

        assertThat(groups).hasSize(2);
        assertThat(groups.get(0).atRisk().change()).isZero();
        GroupRewards after = groups.get(1);
        assertThat(after.seed()).isEqualTo(5);
        assertThat(after.atRisk().inputs()).isEqualTo(2);
        assertThat(after.atRisk().change()).isCloseTo(0.1, within(1e-12));
        assertThat(after.others().change()).isCloseTo(0.3, within(1e-12));
        assertThat(after.meanAfter()).isCloseTo(0.575, within(1e-12));
        assertThat(after.shareAtRisk()).isEqualTo(0.5);
    }
}
