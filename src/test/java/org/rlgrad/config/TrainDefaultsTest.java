package org.rlgrad.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.config.AlgorithmConfig.Nlpo;
import org.rlgrad.config.AlgorithmConfig.Ppo;
import org.rlgrad.config.AlgorithmConfig.PpoArgs;
import org.rlgrad.config.AlgorithmConfig.PpoArgs.Minibatches;
import org.rlgrad.config.AlgorithmConfig.Reinforce;
import org.rlgrad.config.AlgorithmConfig.ReinforceArgs;
import org.rlgrad.config.AlgorithmConfig.Supervised;
import org.rlgrad.config.TrainingArguments.Schedule;

/** What a training has where a file is silent, and other spellings of what it says. */
class TrainDefaultsTest {
    @TempDir
    private Path folder;

    private TrainConfig read(String text, String... settings) {
        return TrainTexts.read(folder, text, settings);
    }

    @Test
    void ofTransformers() {
        TrainConfig config = read(TrainTexts.SUPERVISED, "alg.training_args=null");
        assertThat(((Supervised) config.alg()).trainingArgs())
                .isEqualTo(new TrainingArguments(
                        8, 5e-5, Schedule.LINEAR, 0, 0, 0.9, 0.999, 1e-8, 1, 3, -1, 500, 500, 0, true));
    }

    @Test
    void ofStableBaselines3() {
        TrainConfig config = read(TrainTexts.PPO, "alg.args=null");
        assertThat(((Ppo) config.alg()).args())
                .isEqualTo(new PpoArgs(
                        2048,
                        64,
                        10,
                        3e-4,
                        0.99,
                        0.95,
                        0.2,
                        OptionalDouble.empty(),
                        true,
                        0,
                        0.5,
                        0.5,
                        OptionalDouble.empty(),
                        false,
                        Minibatches.TOKENS));
    }

    @Test
    void ofTheReferencesBlocks() {
        TrainConfig config = read(TrainTexts.PPO, "env.n_envs=");
        OnPolicyConfig onPolicy = ((Ppo) config.alg()).onPolicy();
        assertThat(config.datapool())
                .isEqualTo(new TrainDatapoolConfig(Defaults.COMMON_GEN, -1, -1, Optional.empty(), Split.TRAIN));
        assertThat(onPolicy.env()).isEqualTo(new OnPolicyConfig.Env(1, 64, 48, OptionalInt.empty(), Side.LEFT));
        assertThat(onPolicy.policy().promptTruncationSide()).isEqualTo(Side.LEFT);
        assertThat(onPolicy.policy().weightDecay()).isEqualTo(1e-6);
        assertThat(onPolicy.policy().generationKwargs().topK()).isEqualTo(50);
        assertThat(onPolicy.klDiv()).isEqualTo(new OnPolicyConfig.KlDivergence(0.1, OptionalDouble.empty(), false));
        assertThat(onPolicy.iterations().saveEvery()).isEqualTo(20);
        assertThat(((Nlpo) read(TrainTexts.NLPO).alg()).mask())
                .isEqualTo(new ActionMaskConfig(ActionMaskConfig.MaskType.LEARNED_TOP_K, 20, 100, 1000));
    }

    @Test
    void ofRlgradsOwnKeys() {
        TrainConfig config = read(TrainTexts.PPO);
        assertThat(config.trainEvaluation())
                .isEqualTo(new TrainEvaluationConfig(
                        64, List.of(), Optional.empty(), List.of(Split.TRAIN, Split.VAL, Split.TEST), -1));
        assertThat(((Ppo) config.alg()).onPolicy().iterations())
                .isEqualTo(new OnPolicyConfig.Iterations(50, 10, 20, 1, new OnPolicyConfig.Probe(8, 4)));
        assertThat(config.fidelity()).isEqualTo(Fidelity.REFERENCE);
        assertThat(config.seed()).isZero();
        assertThat(config.subsetSeed()).isZero();
        assertThat(((Reinforce) read(TrainTexts.REINFORCE).alg()).args())
                .isEqualTo(new ReinforceArgs(16, 4, ReinforceArgs.Baseline.NONE, 0.9, 1e-6, 0, 0.5));
    }

    @Test
    void aPlaceholderIsTheSupervisedRunsModel() {
        assertThat(read(TrainTexts.PPO, "alg.policy.args.model_name=_").alg().modelName())
                .isEqualTo("auto");
        assertThat(read(TrainTexts.PPO, "alg.policy.args.model_name=auto").alg().modelName())
                .isEqualTo("auto");
    }

    @Test
    void anIdWithSupervisedInItIsSupervised() {
        assertThat(read(TrainTexts.SUPERVISED, "alg.id=supervised_seq2seq")
                        .alg()
                        .id())
                .isEqualTo("supervised");
    }

    @Test
    void listsInSettings() {
        assertThat(read(TrainTexts.PPO, "train_evaluation.splits=[val]")
                        .trainEvaluation()
                        .splits())
                .containsExactly(Split.VAL);
        assertThat(read(TrainTexts.PPO, "train_evaluation.splits=[test, val, test]")
                        .trainEvaluation()
                        .splits())
                .containsExactly(Split.TEST, Split.VAL);
        assertThat(read(TrainTexts.PPO, "train_evaluation.splits=[]")
                        .trainEvaluation()
                        .splits())
                .isEmpty();
        assertThat(read(TrainTexts.SUPERVISED, "train_evaluation.metrics=[]")
                        .trainEvaluation()
                        .metrics())
                .isEmpty();
    }

    @Test
    void aMetricThatIsNamedTwiceIsCountedOnce() {
        assertThat(read(TrainTexts.SUPERVISED, "train_evaluation.metrics=[{id: bleu}, {id: ter}, {id: bleu, args: {}}]")
                        .trainEvaluation()
                        .metrics())
                .containsExactly(new MetricConfig.Bleu(), new MetricConfig.Ter());
    }

    @Test
    void perplexityOfACausalModel() {
        String metric = "train_evaluation.metrics=[{id: causal_perplexity, args: {model_type: %s}}]";
        assertThat(read(TrainTexts.PPO, metric.formatted("causal"))
                        .trainEvaluation()
                        .metrics())
                .containsExactly(Defaults.CAUSAL_PERPLEXITY);
        assertThat(TrainTexts.problems(folder, TrainTexts.PPO, metric.formatted("seq2seq")))
                .containsExactly("--set train_evaluation.metrics.0.args.model_type: must be causal: only such a model"
                        + " has this perplexity");
    }

    @Test
    void aClassifiersRewardNeedsNoBatchSize() {
        TrainConfig config =
                read(TrainTexts.PPO, "reward_fn={id: learned_reward, args: {model_name: classifier, label_ix: 1}}");
        assertThat(((Ppo) config.alg()).onPolicy().rewardFn())
                .isEqualTo(new RewardConfig.OfMetric(new MetricConfig.LearnedReward("classifier", 1, 100, true)));
    }
}
