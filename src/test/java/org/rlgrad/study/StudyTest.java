package org.rlgrad.study;

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
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.study.Lineage.Kind;

class StudyTest {
    private static final double[][] BEFORE = {{0.1, 0.0}, {0.5, 0.2}, {0.9, 0.02}, {0.4, 0.3}};
    private static final double[][] AFTER = {{0.1, 0.0}, {0.7, 0.1}, {0.9, 0.02}, {0.7, 0.2}};

    @TempDir
    Path folder;

    private final List<String> warnings = new ArrayList<>();

    private SyntheticRuns runs() {
        return new SyntheticRuns(folder);
    }

    private Study study() {
        return Study.of(List.of(folder), warnings::add);
    }

    private Subject only() {
        assertThat(study().subjects()).hasSize(1);
        return study().subjects().get(0);
    }

    @Test
    void runsThatDifferInSeedsAloneBelongTogether() {
        Path base = runs().pretrained("base");
        runs().ppo("x", base, 0.1, 0.2, "seed=3");
        runs().ppo("deep/er/y", base, 0.1, 0.4, "seed=1");
        runs().ppo("z", base, 0.1, 0.3, "alg.args.learning_rate=0.0005");
        List<Treatment> rft = only().of(Kind.RFT);
        assertThat(rft).extracting(Treatment::label).containsExactly("PPO", "PPO, learning rate 0.0005");
        assertThat(rft).extracting(Treatment::isDefault).containsExactly(true, false);
        assertThat(rft.get(0).models())
                .extracting(model -> model.training().config().seed())
                .containsExactly(1, 3);
        assertThat(rft.get(1).models()).hasSize(1);
        TrainReward row = TrainReward.of(study(), warnings::add).get(0);
        assertThat(row.end().mean()).isCloseTo(0.3, within(1e-12));
        assertThat(row.end().std()).isCloseTo(0.1, within(1e-12));
    }

    @Test
    void aTrainingWhoseLastEvaluationIsGoneHasNoReward() throws IOException {
        Path base = runs().pretrained("base");
        Path damaged = runs().ppo("a", base, 0.1, 0.2, "seed=3");
        runs().ppo("b", base, 0.1, 0.4, "seed=4");
        Path metrics = damaged.resolve("metrics.csv");
        Files.write(metrics, Files.readAllLines(metrics).subList(0, 2));
        assertThat(TrainReward.of(study(), warnings::add).get(0).end().mean()).isEqualTo(0.4);
        assertThat(warnings).anyMatch(text -> text.startsWith(damaged + ": is left out"));
    }

    @Test
    void aCopyIsNoFurtherSeed() {
        Path base = runs().pretrained("base");
        Path first = runs().ppo("a", base, 0.1, 0.2, "seed=3");
        runs().ppo("b", base, 0.1, 0.2, "seed=3");
        runs().ppo("c", base, 0.1, 0.4, "seed=4");
        assertThat(only().of(Kind.RFT).get(0).models()).hasSize(2);
        assertThat(warnings).anyMatch(text -> text.contains("same training as " + first));
    }

    @Test
    void theDefaultIsTheOneFromWhichTheOthersDifferLeast() {
        Path base = runs().pretrained("base");
        runs().ppo("a", base, 0.1, 0.2, "alg.args.learning_rate=0.0000001");
        runs().ppo("b", base, 0.1, 0.2, "alg.args.ent_coef=0.1");
        runs().ppo("c", base, 0.1, 0.2, "alg.policy.args.generation_kwargs.temperature=2");
        runs().ppo("d", base, 0.1, 0.2);
        assertThat(only().of(Kind.RFT))
                .extracting(Treatment::label)
                .containsExactly(
                        "PPO", "PPO, learning rate 1e-7", "PPO, entropy coefficient 0.1", "PPO, temperature 2");
        assertThat(only().defaultOf(Kind.RFT)
                        .orElseThrow()
                        .models()
                        .get(0)
                        .training()
                        .folder())
                .isEqualTo(folder.resolve("d"));
    }

    @Test
    void ofTwoRunsTheGentlerOneIsTheDefault() {
        Path base = runs().pretrained("base");
        runs().ppo("default", base, 0.1, 0.2, "alg.args.ent_coef=0.5");
        runs().ppo("variant", base, 0.1, 0.2, "alg.args.ent_coef=0");
        assertThat(only().of(Kind.RFT))
                .extracting(Treatment::label)
                .containsExactly("PPO", "PPO, entropy coefficient 0.5");
    }

    @Test
    void theSourceOfAModelIsFoundWhereverItLies() {
        Path base = runs().pretrained("base");
        Path sft = runs().sft("elsewhere/sft", base, 100, 0.5);
        Path ppo = runs().ppo("elsewhere/ppo", SyntheticRuns.modelOf(sft), 0.5, 0.6);
        runs().extraction("here/before", base, BEFORE);
        runs().extraction("here/after", SyntheticRuns.modelOf(ppo), AFTER);
        Subject subject = Study.of(List.of(folder.resolve("here")), warnings::add)
                .subjects()
                .get(0);
        assertThat(subject.treatments())
                .extracting(Treatment::kind)
                .containsExactly(Kind.PRETRAINED, Kind.SFT, Kind.SFT_THEN_RFT);
        assertThat(subject.of(Kind.SFT).get(0).extractions()).isEmpty();
        assertThat(subject.of(Kind.SFT_THEN_RFT).get(0).label()).isEqualTo("SFT → PPO");
        assertThat(subject.of(Kind.SFT_THEN_RFT).get(0).title()).isEqualTo("after SFT, then RFT: SFT → PPO");
        assertThat(subject.comparable(subject.of(Kind.SFT_THEN_RFT).get(0))).hasSize(1);
        assertThat(subject.rewardMetric()).isEqualTo(SyntheticRuns.METRIC);
    }

    @Test
    void subjectsAreDataSetsAndPretrainedWeights() throws IOException {
        Path one = runs().pretrained("one");
        Path copy = folder.resolve("models").resolve("copy");
        Files.createDirectories(copy);
        Files.copy(one.resolve("config.json"), copy.resolve("config.json"));
        Files.copy(one.resolve("model.safetensors"), copy.resolve("model.safetensors"));
        runs().extraction("a", one, BEFORE);
        runs().ppo("b", copy, 0.1, 0.2);
        runs().extraction("c", runs().pretrained("two"), BEFORE);
        runs().extraction("d", one, BEFORE, "datapool={id: daily_dialog, args: {context_size: 5}}");
        runs().extraction("e", one, BEFORE, "datapool={id: imdb, args: {seed: 42}}");
        runs().extraction("f", one, BEFORE, "datapool={id: imdb_seq2seq}");
        assertThat(study().subjects())
                .extracting(Subject::title)
                .containsExactly("CommonGen, one", "CommonGen, two", "DailyDialog, one", "IMDB, one");
        assertThat(study().subjects().get(0).of(Kind.RFT)).hasSize(1);
        assertThat(study().subjects().get(3).of(Kind.PRETRAINED).get(0).extractions())
                .hasSize(2);
    }

    @Test
    void aModelOfTheHubHasItsIdAsName() {
        Path snapshot = runs().pretrained("models--lvwerra--gpt2-imdb/snapshots/0123abc");
        runs().extraction("a", snapshot, BEFORE);
        assertThat(only().model()).isEqualTo("lvwerra/gpt2-imdb");
    }

    @Test
    void inputsOfSmallDeviationAtLowRewardAreKnown() {
        runs().extraction("a", runs().pretrained("base"), BEFORE);
        // The largest reward is 0.92: input 0 lies below its half, input 2 has a small deviation, too, but a high
        // reward.
        Subject subject = only();
        assertThat(subject.smallAndLow(subject.before().get(0))).containsExactly(0);
    }

    @Test
    void otherInputsOrSamplingAreNotComparable() {
        Path base = runs().pretrained("base");
        Path sft = runs().sft("sft", base, 100, 0.5);
        runs().extraction("before", base, BEFORE);
        runs().extraction("k", SyntheticRuns.modelOf(sft), AFTER, "alg.generation_kwargs.top_k=5");
        runs().extraction("fewer", SyntheticRuns.modelOf(sft), new double[][] {{0.5, 0.1}, {0.4, 0.1}});
        assertThat(only().comparable(only().of(Kind.SFT).get(0))).isEmpty();
        assertThatThrownBy(() -> StdCorrelation.of(study(), warnings::add))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.exitCode()).isEqualTo(ExitCode.NO_INPUT);
                    assertThat(failure).hasMessageContaining("CommonGen, base: pretrained with extraction");
                });
        assertThat(warnings).anyMatch(line -> line.contains(folder.resolve("k") + ": is left out"));
    }

    @Test
    void correlationsAreThoseOfTheInputs() {
        Path base = runs().pretrained("base");
        runs().extraction("before", base, BEFORE, "datapool={id: totto}");
        Path ppo = runs().ppo("ppo", base, 0.1, 0.2, "datapool={id: totto}");
        runs().extraction("after", SyntheticRuns.modelOf(ppo), AFTER, "datapool={id: totto}");
        List<StdCorrelation> rows = StdCorrelation.of(study(), warnings::add);
        assertThat(rows).hasSize(1);
        // scipy.stats.pearsonr and spearmanr of [0, .2, .02, .3] and [0, .2, 0, .3].
        assertThat(rows.get(0).absolute().pearson()).isCloseTo(0.9983473, within(1e-6));
        assertThat(rows.get(0).signed().spearman()).isCloseTo(0.9486833, within(1e-6));
        assertThat(rows.get(0).reported()).hasValue(0.46);
    }

    @Test
    void rewardsOfTheSameTrainSamplesAreComparedElseExtractions() {
        Path base = runs().pretrained("base");
        Path ppo = runs().ppo("ppo", base, 0.1, 0.25);
        Path sft = runs().sft("sft", base, 100, 0.5);
        runs().extraction("before", base, BEFORE);
        RewardGap gap = RewardGap.of(study(), warnings::add).get(0);
        assertThat(gap.source()).isEqualTo(RewardGap.Source.TRAIN_EVALUATION);
        assertThat(gap.difference()).isEqualTo(-0.25);
        // NumPy's default 10th percentile of 0, 0.02, 0.2, 0.3.
        assertThat(gap.stdPercentile()).isCloseTo(0.006, within(1e-12));

        Path part = runs().ppo("ppo", base, 0.1, 0.25, "datapool.frac_train_samples=0.2");
        assertThat(part).isEqualTo(ppo);
        assertThat(RewardGap.of(study(), warnings::add).get(0).difference()).isEqualTo(-0.25);
        assertThat(warnings).anyMatch(line -> line.contains("different train samples"));
        runs().extraction("after_ppo", SyntheticRuns.modelOf(part), AFTER);
        runs().extraction("after_sft", SyntheticRuns.modelOf(sft), BEFORE);
        gap = RewardGap.of(study(), warnings::add).get(0);
        assertThat(gap.source()).isEqualTo(RewardGap.Source.EXTRACTION);
        assertThat(gap.difference()).isCloseTo(0.125, within(1e-12));
    }

    @Test
    void fewLabelsAreRelativeToAll() {
        Path base = runs().pretrained("base");
        Path full = runs().sft("full", base, 400, 0.5);
        runs().ppo("full_ppo", SyntheticRuns.modelOf(full), 0.5, 0.8);
        for (int seed = 0; seed < 2; seed++) {
            Path part = runs().sft(
                            "part" + seed,
                            base,
                            160,
                            0.3,
                            "datapool.frac_train_samples=0.01",
                            "alg.training_args.max_steps=160",
                            "seed=" + seed);
            runs().ppo("part_ppo" + seed, SyntheticRuns.modelOf(part), 0.3, 0.7 + 0.02 * seed, "seed=" + seed);
        }
        runs().ppo("alone", base, 0.1, 0.2);
        runs().ppo("other", SyntheticRuns.modelOf(full), 0.5, 0.9, "alg.args.learning_rate=0.1");
        FewLabels found = FewLabels.of(study(), warnings::add).get(0);
        assertThat(found.fullSteps()).isEqualTo(400);
        assertThat(found.withoutSft()).hasValue(0.25);
        assertThat(found.points()).hasSize(2);
        FewLabels.Point part = found.points().get(0);
        assertThat(part.fraction()).isEqualTo(0.01);
        assertThat(found.stepFraction(part)).isEqualTo(0.4);
        assertThat(part.relative()).containsExactly(0.7 / 0.8, 0.72 / 0.8);
        assertThat(found.points().get(1).relative()).containsExactly(1.0);
        assertThat(warnings).anyMatch(line -> line.contains("learning rate 0.1 is left out of figure 4"));
    }

    @Test
    void whatIsMissingIsNamed() {
        Path base = runs().pretrained("base");
        Path part = runs().sft("part", base, 20, 0.3, "alg.training_args.max_steps=20");
        assertThatThrownBy(() -> FewLabels.of(study(), warnings::add))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("trainings by rewards that start from supervised ones")
                .hasMessageContaining("SFT (20 steps)");
        runs().ppo("ppo", SyntheticRuns.modelOf(part), 0.3, 0.4);
        assertThatThrownBy(() -> FewLabels.of(study(), warnings::add))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("all labels and epochs")
                .hasMessageContaining("SFT (20 steps) → PPO");
        assertThatThrownBy(() -> RewardGap.of(study(), warnings::add))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("figure 2 needs an extraction from the pretrained model");
    }

    @Test
    void unfinishedRunsAreLeftOutAndDeepOnesNotFound() throws IOException {
        Path base = runs().pretrained("base");
        Path unfinished = runs().ppo("a", base, 0.1, 0.2);
        Files.delete(unfinished.resolve("DONE"));
        runs().ppo("1/2/3/4", base, 0.1, 0.2);
        runs().sft("1/2/3", base, 100, 0.2);
        assertThat(only().models()).hasSize(1);
        assertThat(warnings).contains(unfinished + ": has not finished (no DONE), and is left out");
        assertThatThrownBy(() -> Study.of(List.of(unfinished), warnings::add))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("no finished extraction or training");
        assertThatThrownBy(() -> Study.of(List.of(folder.resolve("none")), warnings::add))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("no such run folder");
    }

    @Test
    void theOrderOfFoldersDoesNotMatter() {
        Path base = runs().pretrained("base");
        Path a = runs().ppo("a", base, 0.1, 0.2);
        Path b = runs().sft("b", base, 100, 0.2);
        Path c = runs().extraction("c", base, BEFORE);
        assertThat(Study.of(List.of(c, a, b, a), warnings::add)).isEqualTo(Study.of(List.of(folder), warnings::add));
    }
}
