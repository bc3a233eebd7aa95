package org.rlgrad.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rlgrad.Failure;

class TrainingRunTest {
    @TempDir
    Path folder;

    private TrainingRun supervised(String... settings) {
        SyntheticRuns runs = new SyntheticRuns(folder);
        return TrainingRun.read(runs.sft("sft", runs.pretrained("base"), 100, 0.5, settings));
    }

    @Test
    void supervisionSaysHowMuchOfIt() {
        TrainingRun whole = supervised();
        assertThat(whole.isSupervised()).isTrue();
        assertThat(whole.isPretraining()).isFalse();
        assertThat(whole.fraction()).isEqualTo(1);
        assertThat(whole.maxSteps()).isEmpty();
        assertThat(whole.label()).isEqualTo("SFT");
        TrainingRun part = supervised("datapool.frac_train_samples=0.125", "alg.training_args.max_steps=40");
        assertThat(part.fraction()).isEqualTo(0.125);
        assertThat(part.maxSteps()).contains(40);
        assertThat(part.label()).isEqualTo("SFT (12.5 % of labels, 40 steps)");
        assertThat(supervised("alg.training_args.max_steps=40").label()).isEqualTo("SFT (40 steps)");
    }

    @ParameterizedTest
    @CsvSource({"0.05, 5 %", "0.1, 10 %", "0.07, 7 %", "0.001, 0.1 %", "0.3333333, 33.33 %", "1, 100 %"})
    void percentsAreShort(double fraction, String text) {
        assertThat(TrainingRun.percent(fraction)).isEqualTo(text);
    }

    @Test
    void learningFromRewardsHasNoLabels() {
        SyntheticRuns runs = new SyntheticRuns(folder);
        TrainingRun ppo = TrainingRun.read(runs.ppo("ppo", runs.pretrained("base"), 0.1, 0.2));
        assertThat(ppo.isSupervised()).isFalse();
        assertThat(ppo.isPretraining()).isFalse();
        assertThat(ppo.maxSteps()).isEmpty();
        assertThat(ppo.label()).isEqualTo("PPO");
    }

    @Test
    void aFolderWithoutModelIsNoTraining() {
        assertThat(TrainingRun.isIn(supervised().folder())).isTrue();
        assertThat(TrainingRun.isIn(folder.resolve("models").resolve("base"))).isFalse();
        assertThatThrownBy(() -> TrainingRun.read(folder.resolve("none"))).isInstanceOf(Failure.class);
    }
}
