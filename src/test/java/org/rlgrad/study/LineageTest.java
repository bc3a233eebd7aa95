package org.rlgrad.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.study.Lineage.Kind;

class LineageTest {
    private static final double[][] REWARDS = {{0.5, 0.1}};

    @TempDir
    Path folder;

    private SyntheticRuns runs() {
        return new SyntheticRuns(folder);
    }

    private Lineage extractedFrom(Path model) {
        return ExtractionRun.read(runs().extraction("extraction", model, REWARDS))
                .lineage();
    }

    @Test
    void aModelThatNoRunHasMadeIsPretrained() {
        Path base = runs().pretrained("base");
        Lineage lineage = extractedFrom(base);
        assertThat(lineage.kind()).isEqualTo(Kind.PRETRAINED);
        assertThat(lineage.start()).isEqualTo(base);
        assertThat(lineage.trainings()).isEmpty();
        assertThat(lineage.label()).isEqualTo("pretrained");
    }

    @Test
    void aTrainedModelHasItsTraining() {
        Path base = runs().pretrained("base");
        Path sft = runs().sft("any name", base, 100, 0.5);
        Lineage lineage = extractedFrom(SyntheticRuns.modelOf(sft));
        assertThat(lineage.kind()).isEqualTo(Kind.SFT);
        assertThat(lineage.start()).isEqualTo(base);
        assertThat(lineage.trainings()).extracting(TrainingRun::folder).containsExactly(sft);
        Path ppo = runs().ppo("another", base, 0.1, 0.2);
        assertThat(Lineage.of(ppo).kind()).isEqualTo(Kind.PRETRAINED);
        assertThat(extractedFrom(SyntheticRuns.modelOf(ppo)).kind()).isEqualTo(Kind.RFT);
    }

    @Test
    void trainingsFollowEachOther() {
        Path base = runs().pretrained("base");
        Path sft = runs().sft("z", base, 20, 0.5, "datapool.frac_train_samples=0.01", "alg.training_args.max_steps=20");
        Path ppo = runs().ppo("a", SyntheticRuns.modelOf(sft), 0.5, 0.6);
        Lineage lineage = extractedFrom(SyntheticRuns.modelOf(ppo));
        assertThat(lineage.kind()).isEqualTo(Kind.SFT_THEN_RFT);
        assertThat(lineage.trainings()).extracting(TrainingRun::folder).containsExactly(sft, ppo);
        assertThat(lineage.label()).isEqualTo("SFT (1 % of labels, 20 steps) → PPO");
        Path again = runs().ppo("b", SyntheticRuns.modelOf(ppo), 0.6, 0.7);
        assertThat(extractedFrom(SyntheticRuns.modelOf(again)).kind()).isEqualTo(Kind.OTHER);
    }

    @Test
    void pretrainingEndsTheChain() {
        Path made = runs().sft("pretraining", runs().pretrained("shape"), 100, 0.5, "alg.initial_weights=random");
        Path model = SyntheticRuns.modelOf(made);
        assertThat(TrainingRun.read(made).isPretraining()).isTrue();
        assertThat(extractedFrom(model))
                .isEqualTo(new Lineage(model, Optional.of(TrainingRun.read(model.getParent())), List.of()));
        Path ppo = runs().ppo("ppo", model, 0.5, 0.6);
        Lineage lineage = extractedFrom(SyntheticRuns.modelOf(ppo));
        assertThat(lineage.kind()).isEqualTo(Kind.RFT);
        assertThat(lineage.start()).isEqualTo(model);
    }

    @Test
    void aModelThatWasTrainedAnewIsNoLongerTheOneThatWasUsed() throws Exception {
        Path sft = runs().sft("sft", runs().pretrained("base"), 100, 0.5);
        Path run = runs().extraction("extraction", SyntheticRuns.modelOf(sft), REWARDS);
        SyntheticRuns.write(SyntheticRuns.modelOf(sft).resolve("model.safetensors"), "others");
        assertThatThrownBy(() -> ExtractionRun.read(run)).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.exitCode()).isEqualTo(ExitCode.BAD_DATA);
            assertThat(failure).hasMessageContaining("another").hasMessageContaining("--overwrite");
        });
    }

    @Test
    void runsThatWereMovedTogetherStillKnowEachOther() throws Exception {
        Path base = runs().pretrained("base");
        Path sft = runs().sft("old/train/sft", base, 100, 0.5);
        Path ppo = runs().ppo("old/train/ppo", SyntheticRuns.modelOf(sft), 0.5, 0.6);
        runs().extraction("old/stats/ppo", SyntheticRuns.modelOf(ppo), REWARDS);
        Path moved = folder.resolve("new place/outputs");
        Files.createDirectories(moved.getParent());
        Files.move(folder.resolve("old"), moved);
        assertThat(Lineage.of(moved.resolve("stats/ppo")).trainings())
                .extracting(TrainingRun::folder)
                .containsExactly(moved.resolve("train/sft"), moved.resolve("train/ppo"));
        SyntheticRuns.write(moved.resolve("train/ppo/model/model.safetensors"), "others");
        assertThatThrownBy(() -> Lineage.of(moved.resolve("stats/ppo")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("not there any more");
    }

    @Test
    void aTrainedModelThatWasMovedDoesNotPassForAPretrainedOne() throws Exception {
        Path sft = runs().sft("sft", runs().pretrained("base"), 100, 0.5);
        Path run = runs().extraction("extraction", SyntheticRuns.modelOf(sft), REWARDS);
        Files.move(sft, folder.resolve("elsewhere"));
        assertThatThrownBy(() -> ExtractionRun.read(run)).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.exitCode()).isEqualTo(ExitCode.NO_INPUT);
            assertThat(failure).hasMessageContaining("not there any more");
        });
    }
}
