package org.rlgrad.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rlgrad.Failure;
import org.rlgrad.Goldens;
import org.rlgrad.config.AlgorithmConfig.ReinforceArgs.Baseline;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.model.Continuation;
import org.rlgrad.model.Gpt2;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.tensor.Gradients;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/** The estimate's expectation over all outputs of a tiny model is the gradient of the objective. */
class ReinforceTest {
    private static final int[] PROMPT = {2, 0, 1};
    private static final double TEMPERATURE = 1.3;
    private static final double BETA = 0.2;

    /** A policy that is its own reference. */
    private static Actors actors(LanguageModel policy) {
        return new Actors(new TokenPolicy(policy, 1), new TokenPolicy(policy.copy(), 1), Optional.empty());
    }

    /** Of made-up episodes: what samples is not there. */
    private static ReinforceTrainer trainer(Actors actors, Settings settings) {
        return new ReinforceTrainer(actors, settings.reinforce(), settings.onPolicy(), null, null, Optional.empty());
    }

    /** All outputs of the tiny model, as if each had been sampled once. */
    private static List<Episode> everyOutput(Actors actors) {
        SplittableRandom random = new SplittableRandom(8);
        float[] none = {};
        return actors.score(TinyGpt2.outputs().stream()
                .map(tokens ->
                        new Episode(0, PROMPT, tokens, true, "", (float) random.nextGaussian(), none, none, none))
                .toList());
    }

    /** log p(y) of every output, {@code [1, outputs]}, from whole forward passes of the model's own. */
    private static NDArray logProbs(Gpt2 model, double temperature) {
        NDList logProbs = new NDList();
        for (int[] tokens : TinyGpt2.outputs()) {
            int[] ids = IntStream.concat(Arrays.stream(PROMPT), Arrays.stream(tokens))
                    .toArray();
            NDArray row = Ops.indices(model.parameters().manager(), ids).reshape(1, ids.length);
            NDArray logits =
                    model.logits(row, PROMPT.length - 1, ids.length - 1).squeeze(0);
            NDArray targets = Ops.indices(model.parameters().manager(), tokens);
            logProbs.add(
                    Ops.tokenLogProbs(Ops.divide(logits, temperature), targets).sum());
        }
        return NDArrays.stack(logProbs).reshape(1, logProbs.size());
    }

    /** The gradient of E[r] - beta KL(policy || reference), by enumeration. */
    private static Map<String, float[]> exactGradient(Gpt2 policy, Gpt2 reference, List<Episode> episodes) {
        policy.parameters().requireGradients();
        return Scopes.step(() -> {
            double[] rewards = episodes.stream().mapToDouble(Episode::reward).toArray();
            NDArray objective = Scopes.layer(() -> Torch.recording(() -> {
                NDArray logProbs = logProbs(policy, TEMPERATURE);
                NDArray referenceLogProbs = Ops.detach(logProbs(reference, 1));
                NDArray expected =
                        PolicyObjectives.expectedReward(logProbs, Policy.row(logProbs.getManager(), rewards));
                NDArray kl = PolicyObjectives.kl(logProbs, referenceLogProbs);
                return expected.sub(Ops.scale(kl, BETA)).sum();
            }));
            return GradientValues.of(Gradients.of(objective, policy.parameters()), policy.parameters());
        });
    }

    /**
     * Over all pairs of outputs of the one prompt, weighted by their probability. The estimate is linear in the advantages, so
     * each output's expected advantage is enough.
     */
    @ParameterizedTest
    @EnumSource
    void expectationIsTheExactGradient(Baseline kind) {
        Settings settings = Settings.with(s -> {
            s.baseline = kind;
            s.promptsPerIteration = 1;
            s.samplesPerPrompt = 2;
            s.learningRate = 0;
            s.maxGradNorm = 1e9;
        });
        try (Gpt2 policy = TinyGpt2.model(1);
                Gpt2 reference = TinyGpt2.model(2)) {
            Actors actors =
                    new Actors(new TokenPolicy(policy, TEMPERATURE), new TokenPolicy(reference, 1), Optional.empty());
            List<Episode> episodes = everyOutput(actors);
            double[] probabilities = episodes.stream()
                    .mapToDouble(e -> Math.exp(IntStream.range(0, e.length())
                            .mapToDouble(t -> e.logProbs()[t])
                            .sum()))
                    .toArray();
            assertThat(Arrays.stream(probabilities).sum()).isCloseTo(1, within(1e-6));
            double[] advantages = expectedAdvantages(settings, episodes, probabilities);
            Map<String, float[]> exact = exactGradient(policy, reference, episodes);
            Map<String, float[]> estimate = estimate(actors, settings, episodes, advantages);
            // the mean of a batch of two holds half of the output's own return
            double factor = kind == Baseline.BATCH_MEAN ? 0.5 : 1;
            assertThat(estimate).hasSameSizeAs(exact);
            exact.forEach((name, gradient) -> close(name, gradient, estimate.get("policy." + name), -factor));
        }
    }

    private static double[] expectedAdvantages(Settings settings, List<Episode> episodes, double[] probabilities) {
        double[] advantages = new double[episodes.size()];
        for (int i = 0; i < advantages.length; i++) {
            for (int j = 0; j < advantages.length; j++) {
                Baselines baselines = new Baselines(settings.reinforce(), inputs -> {
                    assertThat(inputs).containsExactly(0);
                    return List.of(episodes.get(5));
                });
                baselines.restore(0.37);
                List<Episode> sampled = List.of(episodes.get(i), episodes.get(j));
                double[] returns = Baselines.returns(sampled, BETA);
                double[] baseline = baselines.of(sampled, returns, BETA);
                double weight = probabilities[i] * probabilities[j] / 2;
                advantages[i] += weight * (returns[0] - baseline[0]);
                advantages[j] += weight * (returns[1] - baseline[1]);
            }
        }
        return advantages;
    }

    /** The trainer's gradient of its loss for given weights of outputs, of which it takes the mean. */
    private static Map<String, float[]> estimate(
            Actors actors, Settings settings, List<Episode> episodes, double[] weights) {
        double[] advantages =
                Arrays.stream(weights).map(weight -> weight * episodes.size()).toArray();
        try (ReinforceTrainer trainer = trainer(actors, settings)) {
            trainer.learn(episodes, advantages);
            return GradientValues.ofFirstStep(trainer.state());
        }
    }

    @Test
    void equalRewardsTeachNothingWithLeaveOneOut() {
        Settings settings = Settings.with(s -> {
            s.baseline = Baseline.LEAVE_ONE_OUT;
            s.samplesPerPrompt = 7;
        });
        try (Gpt2 policy = TinyGpt2.model(1);
                Actors actors = actors(policy);
                ReinforceTrainer trainer = trainer(actors, settings)) {
            List<Episode> equal = everyOutput(actors).stream()
                    .map(episode -> episode.rewarded(0.1f))
                    .toList();
            double[] returns = Baselines.returns(equal, BETA);
            double[] baseline = new Baselines(settings.reinforce(), inputs -> equal).of(equal, returns, BETA);
            assertThat(baseline).containsExactly(returns);
            Map<String, Double> row = trainer.learn(equal, new double[equal.size()]);
            assertThat(row.get("grad_norm")).isZero();
            assertThat(row.get("loss")).isZero();
            assertThat(row.get("adv_std")).isZero();
            // other rewards do teach
            assertThat(trainer.learn(equal, returns).get("grad_norm")).isGreaterThan(0.01);
        }
    }

    /** Each minus the others' mean is k / (k - 1) times each minus the mean of all. */
    @Test
    void leaveOneOut() {
        int samples = 4;
        Settings settings = Settings.with(s -> {
            s.baseline = Baseline.LEAVE_ONE_OUT;
            s.samplesPerPrompt = samples;
        });
        SplittableRandom random = new SplittableRandom(2);
        List<Episode> episodes = new ArrayList<>();
        for (int i = 0; i < 3 * samples; i++) {
            episodes.add(Episodes.random(random, random.nextInt(1, 6), true));
        }
        double[] returns = Baselines.returns(episodes, BETA);
        double[] baseline = new Baselines(settings.reinforce(), inputs -> List.of()).of(episodes, returns, BETA);
        for (int i = 0; i < returns.length; i++) {
            double expected = episodes.get(i).reward();
            for (int t = 0; t < episodes.get(i).length(); t++) {
                expected -=
                        BETA * (episodes.get(i).logProbs()[t] - episodes.get(i).referenceLogProbs()[t]);
            }
            assertThat(returns[i]).isCloseTo(expected, within(1e-6));
            int first = i / samples * samples;
            double mean =
                    Arrays.stream(returns, first, first + samples).average().orElseThrow();
            assertThat(returns[i] - baseline[i])
                    .isCloseTo((double) samples / (samples - 1) * (returns[i] - mean), within(1e-9));
        }
    }

    @Test
    void movingAverageLooksBackOnly() {
        Settings settings = Settings.with(s -> s.baseline = Baseline.MOVING_AVERAGE);
        Baselines baselines = new Baselines(settings.reinforce(), inputs -> List.of());
        assertThat(baselines.average()).isNaN();
        assertThat(baselines.of(List.of(), new double[] {1, 3}, 0)).containsExactly(0, 0);
        assertThat(baselines.of(List.of(), new double[] {5, 9}, 0)).containsExactly(2, 2);
        assertThat(baselines.average()).isCloseTo(0.9 * 2 + 0.1 * 7, within(1e-12));
    }

    /** The loss is a number, but the gradient's norm overflows: nothing is learnt from it. */
    @Test
    void overflowingGradientIsAFailure() {
        Settings settings = new Settings();
        try (Gpt2 policy = TinyGpt2.model(1);
                Actors actors = actors(policy);
                ReinforceTrainer trainer = trainer(actors, settings)) {
            List<Episode> episodes = everyOutput(actors);
            double[] advantages = new double[episodes.size()];
            Arrays.fill(advantages, 1e30);
            float[] before = policy.parameters().get("transformer.wte.weight").toFloatArray();
            assertThatThrownBy(() -> trainer.learn(episodes, advantages))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("norm Infinity");
            assertThat(policy.parameters().get("transformer.wte.weight").toFloatArray())
                    .isEqualTo(before);
        }
    }

    /** Several passes, as the memory asks, give the gradient and the terms of one. */
    @ParameterizedTest
    @EnumSource
    void partsMakeTheWhole(ModelType type) {
        Settings settings = Settings.with(s -> {
            s.learningRate = 0;
            s.maxGradNorm = 1e9;
            s.entCoef = 0.3;
        });
        String folder = type == ModelType.CAUSAL ? "models/gpt2-tiny" : "models/t5-tiny";
        try (LanguageModel policy = LanguageModel.load(Goldens.shipped(folder), type, Device.cpu());
                Actors actors = actors(policy);
                ReinforceTrainer trainer = trainer(actors, settings)) {
            SplittableRandom random = new SplittableRandom(3);
            List<Episode> episodes = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                int[] prompt = random.ints(random.nextInt(70, 100), 0, 800).toArray();
                int[] tokens = random.ints(random.nextInt(1, 20), 0, 800).toArray();
                float[] none = {};
                episodes.add(new Episode(i, prompt, tokens, true, "", 0, none, none, none));
            }
            List<Continuation> rows =
                    episodes.stream().map(Episode::continuation).toList();
            assertThat(Batches.byLength(rows)).hasSizeGreaterThan(1);
            double[] advantages = random.doubles(60, -1, 1).toArray();
            Map<String, Double> row = trainer.learn(episodes, advantages);
            Map<String, float[]> actual = GradientValues.ofFirstStep(trainer.state());
            Scopes.step(() -> {
                NDArray loss = Torch.recording(() -> {
                    TokenPolicy.Scores scores = actors.policy().score(rows, true);
                    float[] weights = new float[(int) scores.logProbs().size()];
                    int tokens = 0;
                    for (int i = 0; i < 60; i++) {
                        int end = tokens + episodes.get(i).length();
                        Arrays.fill(weights, tokens, end, (float) (advantages[i] / 60));
                        tokens = end;
                    }
                    NDArray policyLoss = scores.logProbs()
                            .mul(Ops.floats(policy.parameters().manager(), weights))
                            .sum()
                            .neg();
                    NDArray entropy = scores.entropies().mean();
                    assertThat(row.get("loss")).isCloseTo(policyLoss.getFloat(), within(1e-5));
                    assertThat(row.get("entropy")).isCloseTo(entropy.getFloat(), within(1e-5));
                    return policyLoss.sub(Ops.scale(entropy, 0.3));
                });
                GradientValues.of(Gradients.of(loss, policy.parameters()), policy.parameters())
                        .forEach((name, gradient) -> close(name, gradient, actual.get("policy." + name), 1));
                return null;
            });
        }
    }

    /** {@code actual = factor * expected}, to 1e-5 of the largest entry. */
    private static void close(String name, float[] expected, float[] actual, double factor) {
        assertThat(actual).as(name).hasSameSizeAs(expected);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs(factor * expected[i] - actual[i]));
        }
        assertThat(difference).as(name).isLessThan(1e-5 * largest + 1e-7);
    }
}
