package org.rlgrad.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rlgrad.Failure;
import org.rlgrad.config.AlgorithmConfig.PpoArgs;
import org.rlgrad.config.AlgorithmConfig.ReinforceArgs.Baseline;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.MetricConfig;
import org.rlgrad.reward.RewardFunction;
import org.rlgrad.reward.TextReward;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/** Whole trainings of the example's model. */
class PpoTrainerTest {
    private static final RewardFunction ROUGE = RewardFunction.of(
            new MetricConfig.RougeLMax(true, 100, MetricConfig.RougeLMax.LimitType.WORDS, 0.5, 1.2, true),
            Fidelity.REFERENCE,
            Device.cpu());
    /** One of the ways in which the model likes to begin. */
    private static final RewardFunction BEGINNING =
            new TextReward("beginning", sample -> text -> text.startsWith("a ") ? 1 : 0);

    private static Settings changing() {
        return Settings.with(s -> {
            s.nSteps = 24;
            s.batchSize = 32;
            s.learningRate = 1e-3;
            s.targetKl = OptionalDouble.of(0.01);
        });
    }

    private static OnPolicyTrainer trainer(Smoke smoke, boolean ppo) {
        return ppo ? smoke.ppo() : smoke.reinforce();
    }

    /** A training that is stopped, saved and taken up by fresh objects goes on as if nothing had been. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void resumedTrainingGoesOn(boolean ppo) {
        Settings settings = changing();
        settings.baseline = Baseline.MOVING_AVERAGE;
        try (Smoke smoke = new Smoke(settings, ROUGE);
                OnPolicyTrainer trainer = trainer(smoke, ppo);
                Smoke fresh = new Smoke(settings, ROUGE);
                OnPolicyTrainer resumed = trainer(fresh, ppo)) {
            trainer.iterate(() -> false);
            Map<String, float[]> saved = smoke.snapshot(trainer);
            Map<String, Double> counters = trainer.counters();
            Scopes.step(() -> {
                fresh.arrays(resumed)
                        .forEach((name, array) -> Ops.assign(
                                array,
                                Ops.floats(array.getManager(), saved.get(name)).reshape(array.getShape())));
                return null;
            });
            resumed.restore(counters);
            assertThat(resumed.done()).isEqualTo(1);

            OnPolicyTrainer.Iteration expected = trainer.iterate(() -> false);
            OnPolicyTrainer.Iteration actual = resumed.iterate(() -> false);
            assertThat(actual).isEqualTo(expected);
            assertThat(resumed.counters()).isEqualTo(trainer.counters());
            Map<String, float[]> after = smoke.snapshot(trainer);
            Map<String, float[]> resumedAfter = fresh.snapshot(resumed);
            assertThat(resumedAfter.keySet()).isEqualTo(after.keySet());
            after.forEach((name, values) ->
                    assertThat(resumedAfter.get(name)).as(name).isEqualTo(values));
            // and it was not for lack of change
            assertThat(after.get("policy of its own shared.weight"))
                    .isNotEqualTo(saved.get("policy of its own shared.weight"));
            assertThat(trainer.counters().get("kl_coeff")).isNotEqualTo(0.1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void iterationsLeaveNoArrays(boolean ppo) {
        try (NDManager manager = Torch.newManager(Device.cpu());
                Smoke smoke = new Smoke(changing(), ROUGE);
                OnPolicyTrainer trainer = trainer(smoke, ppo)) {
            trainer.iterate(() -> false);
            int live = manager.getParentManager().getManagedArrays().size();
            assertThat(live).isGreaterThan(100);
            trainer.iterate(() -> false);
            trainer.iterate(() -> false);
            assertThat(manager.getParentManager().getManagedArrays()).hasSize(live);
        }
    }

    @Test
    void logsWhatItDid() {
        Settings settings = changing();
        settings.learningRate = 1e-5;
        try (Smoke smoke = new Smoke(settings, ROUGE);
                PpoTrainer trainer = smoke.ppo()) {
            OnPolicyTrainer.Iteration iteration = trainer.iterate(() -> false);
            Map<String, Double> rollout = iteration.rollout();
            // groups of four until 96 tokens are there, and not one group more
            assertThat(rollout.get("episodes") % 4).isZero();
            assertThat(rollout.get("tokens")).isBetween(96.0, 96.0 + 4 * 24);
            assertThat(rollout.get("tokens")).isCloseTo(rollout.get("episodes") * rollout.get("ep_lens"), within(1e-9));
            assertThat(rollout.get("kl_coeff")).isEqualTo(0.1);
            assertThat(rollout.get("done_fraction")).isEqualTo(1);
            // the policy is the reference as yet
            assertThat(rollout.get("kl_k1")).isZero();
            assertThat(rollout.get("kl_k3")).isZero();
            assertThat(rollout.get("log_prob")).isNegative().isEqualTo(rollout.get("ref_log_prob"));
            assertThat(rollout.get("ep_rew")).isBetween(0.01, 0.99);
            assertThat(rollout.get("probe_reward")).isBetween(0.01, 0.99);
            assertThat(rollout.get("probe_reward_std")).isBetween(0.01, 0.99);
            // below its target: down by the most a step can
            assertThat(trainer.counters().get("kl_coeff")).isCloseTo(0.098, within(1e-12));
            assertThat(iteration.update().get("updates")).isEqualTo(2 * 3);
            assertThat(iteration.update().get("entropy_loss")).isNegative();
            assertThat(iteration.update().get("value_loss")).isPositive();
            assertThat(iteration.update().get("grad_norm")).isPositive();
            assertThat(trainer.iterate(() -> false).rollout().get("kl_coeff")).isCloseTo(0.098, within(1e-12));
        }
    }

    /** Without learning every ratio is one, in the second pass as in the first. */
    @Test
    void withoutLearningNothingDrifts() {
        Settings settings = changing();
        settings.learningRate = 0;
        try (Smoke smoke = new Smoke(settings, ROUGE);
                PpoTrainer trainer = smoke.ppo()) {
            Map<String, float[]> before = smoke.snapshot(trainer);
            Map<String, Double> update = trainer.iterate(() -> false).update();
            assertThat(update.get("clip_fraction")).isZero();
            assertThat(update.get("approx_kl")).isCloseTo(0, within(1e-9));
            assertThat(update.get("policy_gradient_loss")).isCloseTo(0, within(1e-4));
            assertThat(update.get("grad_norm")).isPositive();
            assertThat(smoke.snapshot(trainer).get("policy of its own shared.weight"))
                    .isEqualTo(before.get("policy of its own shared.weight"));
        }
    }

    /** The first step starts where the samples come from; the second finds what it did, and is the last. */
    @Test
    void stopsAnUpdateThatDriftsTooFar() {
        Settings settings = changing();
        settings.learningRate = 0.01;
        int[] asked = new int[2];
        for (int run = 0; run < 2; run++) {
            int place = run;
            settings.earlyStopKl = run == 0 ? OptionalDouble.empty() : OptionalDouble.of(1e-4);
            try (Smoke smoke = new Smoke(settings, ROUGE);
                    PpoTrainer trainer = smoke.ppo()) {
                double updates =
                        trainer.iterate(() -> asked[place]++ < 0).update().get("updates");
                assertThat(updates).isEqualTo(run == 0 ? 6 : 1);
            }
        }
        assertThat(asked[0] - asked[1]).isEqualTo(6 - 2);
    }

    @ParameterizedTest
    @EnumSource
    void learns(PpoArgs.Minibatches kind) {
        Settings settings = Settings.with(s -> {
            s.nSteps = 40;
            s.nEnvs = 10;
            s.batchSize = 64;
            s.nEpochs = 3;
            s.learningRate = 1e-3;
            s.klCoefficient = 0.001;
            s.minibatches = kind;
        });
        try (Smoke smoke = new Smoke(settings, BEGINNING);
                PpoTrainer trainer = smoke.ppo()) {
            checkLearning(trainer);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LEAVE_ONE_OUT", "GREEDY"})
    void reinforceLearns(Baseline baseline) {
        Settings settings = Settings.with(s -> {
            s.promptsPerIteration = 8;
            s.samplesPerPrompt = 8;
            s.learningRate = 1.5e-3;
            s.klCoefficient = 0.001;
            s.baseline = baseline;
        });
        try (Smoke smoke = new Smoke(settings, BEGINNING);
                ReinforceTrainer trainer = smoke.reinforce()) {
            checkLearning(trainer);
        }
    }

    /** Half of the outputs begin well at first. Each mean is of 40 episodes or more: four standard deviations and more apart. */
    private static void checkLearning(OnPolicyTrainer trainer) {
        double[] rewards = new double[6];
        for (int iteration = 0; iteration < rewards.length; iteration++) {
            rewards[iteration] = trainer.iterate(() -> false).rollout().get("ep_rew");
        }
        assertThat(rewards[0]).isBetween(0.3, 0.7);
        assertThat((rewards[3] + rewards[4] + rewards[5]) / 3)
                .as(Arrays.toString(rewards))
                .isGreaterThan(0.75);
    }

    @Test
    void divergenceIsAFailure() {
        Settings settings = changing();
        settings.learningRate = 1e20;
        try (Smoke smoke = new Smoke(settings, ROUGE);
                PpoTrainer trainer = smoke.ppo()) {
            assertThatThrownBy(() -> trainer.iterate(() -> false))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("diverged in iteration 1")
                    .hasMessageContaining("learning_rate");
        }
    }

    @Test
    void stopsInsideAnIteration() {
        AtomicInteger asked = new AtomicInteger();
        try (Smoke smoke = new Smoke(changing(), ROUGE);
                PpoTrainer trainer = smoke.ppo()) {
            assertThatThrownBy(() -> trainer.iterate(() -> asked.incrementAndGet() == 4))
                    .isInstanceOf(CancellationException.class);
            assertThat(asked).hasValue(4);
            assertThat(trainer.done()).isZero();
        }
    }
}
