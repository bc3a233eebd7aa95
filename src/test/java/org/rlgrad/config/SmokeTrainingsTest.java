package org.rlgrad.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The built-in trainings are valid, and there is nothing to warn of. */
class SmokeTrainingsTest {
    @ParameterizedTest
    @ValueSource(strings = {"sft", "ppo", "nlpo", "reinforce"})
    void areReadWithoutWarnings(String name) {
        ConfigFile.Loaded<TrainConfig> loaded =
                ConfigFile.train(Path.of("configs", "smoke", "train_" + name + ".yml"), List.of());
        assertThat(loaded.warnings()).isEmpty();
        assertThat(loaded.config().alg().id()).isEqualTo(name.equals("sft") ? "supervised" : name);
        assertThat(loaded.config().trainEvaluation().splits()).containsExactly(Split.TRAIN, Split.VAL);
    }
}
