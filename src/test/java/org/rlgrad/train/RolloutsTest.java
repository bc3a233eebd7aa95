package org.rlgrad.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rlgrad.config.Fidelity;
import org.rlgrad.reward.RewardFunction;
import org.rlgrad.reward.TextReward;

class RolloutsTest {
    /** Half for every text, so that what earned nothing was not asked. */
    private static final RewardFunction HALF = new TextReward("half", sample -> text -> 0.5);

    private static boolean ended(Episode episode) {
        return episode.tokens()[episode.length() - 1] == Smoke.END;
    }

    @Test
    void episodesEndAtTheEndTokenOrTheLongestLength() {
        Settings settings = Settings.with(s -> s.longest = 9);
        try (Smoke smoke = new Smoke(settings, HALF)) {
            List<Episode> episodes = smoke.rollouts().sample(40, 2);
            assertThat(episodes).hasSize(80);
            for (Episode episode : episodes) {
                assertThat(episode.length()).isBetween(1, 9);
                assertThat(ended(episode) || episode.length() == 9).isTrue();
                assertThat(episode.done()).isTrue();
                assertThat(episode.reward()).isEqualTo(0.5f);
                assertThat(Arrays.stream(episode.tokens(), 0, episode.length() - 1))
                        .doesNotContain(Smoke.END);
                assertThat(episode.text()).isEqualTo(smoke.tokenizer.decode(episode.tokens()));
            }
            assertThat(episodes.stream().filter(e -> !ended(e))).isNotEmpty();
        }
    }

    /** Generation may stop before an episode's longest length; then nobody says that it is done. */
    @ParameterizedTest
    @EnumSource
    void unfinishedEpisodesAreRewardedIfCorrected(Fidelity fidelity) {
        Settings settings = Settings.with(s -> {
            s.maxNewTokens = 9;
            s.longest = 24;
            s.fidelity = fidelity;
        });
        try (Smoke smoke = new Smoke(settings, HALF)) {
            List<Episode> episodes = smoke.rollouts().sample(80, 1);
            List<Episode> cut = episodes.stream().filter(e -> !ended(e)).toList();
            assertThat(cut).hasSizeBetween(1, 80);
            for (Episode episode : cut) {
                assertThat(episode.length()).isEqualTo(9);
                assertThat(episode.done()).isEqualTo(fidelity == Fidelity.CORRECTED);
                assertThat(episode.reward()).isEqualTo(fidelity == Fidelity.CORRECTED ? 0.5f : 0);
            }
        }
    }

    /** Nothing finished: the reward function is asked about nothing. */
    @Test
    void noEpisodeFinished() {
        Settings settings = Settings.with(s -> s.maxNewTokens = 1);
        try (Smoke smoke = new Smoke(settings, HALF)) {
            assertThat(smoke.rollouts().sample(5, 1)).noneMatch(Episode::done).allMatch(e -> e.reward() == 0);
        }
    }

    /** However many are drawn at once; and as often as not the same prompt again, with another output. */
    @Test
    void drawsDoNotDependOnTheirNumber() {
        try (Smoke smoke = new Smoke(new Settings(), HALF)) {
            List<Episode> together = smoke.rollouts().sample(24, 1);
            Rollouts rollouts = smoke.rollouts();
            List<Episode> apart = new ArrayList<>(rollouts.sample(8, 1));
            apart.addAll(rollouts.sample(4, 1));
            Rollouts resumed = smoke.rollouts();
            resumed.restore(rollouts.drawn());
            apart.addAll(resumed.sample(12, 1));
            for (int i = 0; i < 24; i++) {
                assertThat(apart.get(i).sample()).isEqualTo(together.get(i).sample());
                assertThat(apart.get(i).tokens()).isEqualTo(together.get(i).tokens());
            }
            assertThat(together.stream()
                            .map(e -> Arrays.toString(e.tokens()))
                            .distinct()
                            .count())
                    .isGreaterThan(12);
        }
    }

    /** With replacement: all prompts, and all pairs of successive prompts, equally often. */
    @Test
    void promptsAreDrawnUniformly() {
        Settings settings = Settings.with(s -> s.maxNewTokens = 1);
        try (Smoke smoke = new Smoke(settings, HALF)) {
            int draws = 8001;
            List<Episode> episodes = smoke.rollouts().sample(draws, 1);
            int[] single = new int[4];
            int[] pairs = new int[16];
            for (int i = 0; i + 1 < draws; i++) {
                single[episodes.get(i).sample()]++;
                pairs[4 * episodes.get(i).sample() + episodes.get(i + 1).sample()]++;
            }
            // passed with probability 1e-4: 3, and about 15 degrees of freedom
            assertThat(chiSquare(single)).isLessThan(21.1);
            assertThat(chiSquare(pairs)).isLessThan(44.3);
        }
    }

    private static double chiSquare(int[] counts) {
        double expected = (double) Arrays.stream(counts).sum() / counts.length;
        return Arrays.stream(counts)
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
    }
}
