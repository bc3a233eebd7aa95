package org.rlgrad.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigDifferenceTest {
    @TempDir
    Path folder;

    @Test
    void onlyWhatDiffersIsListed() {
        TrainConfig usual = TrainTexts.read(folder, TrainTexts.PPO);
        TrainConfig other = TrainTexts.read(
                folder, TrainTexts.PPO, "alg.args.ent_coef=0.1", "alg.policy.args.generation_kwargs.temperature=2");
        assertThat(ConfigDifference.between(usual, usual)).isEmpty();
        assertThat(ConfigDifference.between(usual, other))
                .containsExactly(
                        new ConfigDifference("alg.args.ent_coef", "0.0", "0.1"),
                        new ConfigDifference("alg.policy.args.generation_kwargs.temperature", "1.0", "2.0"));
        assertThat(ConfigDifference.between(usual, other))
                .extracting(ConfigDifference::name)
                .containsExactly("entropy coefficient", "temperature");
    }

    @Test
    void keysOfOneKindAloneAreNoDifference() {
        assertThat(ConfigDifference.between(
                        TrainTexts.read(folder, TrainTexts.PPO), TrainTexts.read(folder, TrainTexts.NLPO)))
                .extracting(ConfigDifference::key)
                .containsExactly("alg.id", "alg.policy.id");
    }
}
