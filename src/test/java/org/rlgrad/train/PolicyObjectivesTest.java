package org.rlgrad.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rlgrad.model.Mlp;
import org.rlgrad.random.RandomStreams;
import org.rlgrad.random.TorchRandom;
import org.rlgrad.tensor.Gradients;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.SamplingOps;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/** Objectives and their gradients on three labels, of which the first is right, against closed forms. */
class PolicyObjectivesTest {
    private static final Policy POLICY = new Policy(0, 1, 2);
    private static final double[] P = POLICY.probabilities();
    private static final double[] REWARDS = {1, -1, -1};
    private static final double[] REFERENCE = {0.5, 0.3, 0.2};

    /** Gradients are read off float32 logits of up to 2. */
    private static final double ROUNDING = 5e-7;

    private static Function<NDArray, NDArray> expected(double... rewards) {
        return logProbs -> PolicyObjectives.expectedReward(logProbs, like(logProbs, rewards));
    }

    private static Function<NDArray, NDArray> crossEntropy(long... labels) {
        return logProbs ->
                PolicyObjectives.crossEntropy(logProbs, Ops.ids(logProbs.getManager(), new long[][] {labels}));
    }

    private static NDArray like(NDArray logProbs, double... values) {
        return Policy.row(logProbs.getManager(), values);
    }

    private static double[] logs(double... probabilities) {
        return Arrays.stream(probabilities).map(Math::log).toArray();
    }

    private static NDArray at(NDArray values, long action) {
        return values.gather(Ops.ids(values.getManager(), new long[][] {{action}}), -1);
    }

    private static void assertClose(double[] actual, double tolerance, double... expected) {
        assertThat(actual).containsExactly(expected, within(tolerance));
    }

    @Test
    void rewardOfTheRightLabel() {
        assertClose(P, 1e-8, 0.09003057, 0.24472847, 0.66524096);
        assertThat(POLICY.value(expected(REWARDS))).isCloseTo(-0.81993885, within(ROUNDING));
        assertThat(POLICY.value(p -> PolicyObjectives.rewardStd(p, like(p, REWARDS))))
                .isCloseTo(0.57245111, within(ROUNDING));
        double[] gradient = POLICY.gradient(expected(REWARDS));
        assertClose(gradient, ROUNDING, 0.16385014, -0.04406609, -0.11978405);
        assertThat(Policy.norm(gradient)).isCloseTo(0.20769426, within(ROUNDING));
        assertThat(Arrays.stream(gradient).sum()).isCloseTo(0, within(ROUNDING));
    }

    @Test
    void highRewardOfWrongLabels() {
        double[] custom = {1, 0.5, 0.5};
        assertThat(POLICY.value(expected(custom))).isCloseTo(0.54501529, within(ROUNDING));
        assertThat(POLICY.value(p -> PolicyObjectives.rewardStd(p, like(p, custom))))
                .isCloseTo(0.14311278, within(ROUNDING));
        assertClose(POLICY.gradient(expected(custom)), ROUNDING, 0.04096253, -0.01101652, -0.02994601);
    }

    @Test
    void crossEntropyOfOneAndOfSeveralLabels() {
        assertThat(POLICY.value(crossEntropy(0))).isCloseTo(2.40760596, within(ROUNDING));
        double[] gradient = POLICY.gradient(crossEntropy(0));
        assertClose(gradient, ROUNDING, -0.90996943, 0.24472847, 0.66524096);
        assertThat(Policy.norm(gradient)).isCloseTo(1.15346518, within(ROUNDING));
        assertThat(Policy.norm(POLICY.gradient(expected(REWARDS))) / Policy.norm(gradient))
                .isCloseTo(0.18006115, within(ROUNDING));
        assertThat(POLICY.value(crossEntropy(0, 2))).isCloseTo(1.40760596, within(ROUNDING));
        assertClose(POLICY.gradient(crossEntropy(0, 2)), ROUNDING, -0.40996943, 0.24472847, 0.16524096);
    }

    @Test
    void klToTheUniformDistribution() {
        double[] uniform = logs(1 / 3.0, 1 / 3.0, 1 / 3.0);
        Function<NDArray, NDArray> kl = p -> PolicyObjectives.kl(p, like(p, uniform));
        assertThat(POLICY.value(kl)).isCloseTo(0.26621671, within(ROUNDING));
        assertClose(POLICY.gradient(kl), ROUNDING, -0.14181709, -0.14077036, 0.28258745);
    }

    /** On a network, where every parameter counts: RFT's gradient is p_y times the reward's range times SFT's descent. */
    @ParameterizedTest
    @ValueSource(doubles = {-1, 0, 0.5})
    void reinforcementIsScaledSupervision(double wrong) {
        try (Mlp mlp = Mlp.initialized(6, List.of(5), 3, new TorchRandom(1), Device.cpu())) {
            mlp.parameters().requireGradients();
            Scopes.step(() -> {
                NDArray x = Ops.floats(mlp.parameters().manager(), new TorchRandom(2).normal(0, 1, 6))
                        .reshape(1, 6);
                double p =
                        Torch.noGrad(() -> Ops.logSoftmax(mlp.logits(x)).exp().toFloatArray()[0]);
                Gradients sum = gradients(mlp, x, expected(1, wrong, wrong));
                double norm = sum.norm().getFloat();
                sum.mix(1, gradients(mlp, x, crossEntropy(0)), p * (1 - wrong));
                assertThat(norm).isGreaterThan(0.05);
                assertThat(sum.norm().getFloat()).isLessThan((float) (1e-6 * norm));
                return null;
            });
        }
    }

    private static Gradients gradients(Mlp mlp, NDArray x, Function<NDArray, NDArray> objective) {
        NDArray scalar = Torch.recording(
                () -> objective.apply(Ops.logSoftmax(mlp.logits(x))).sum());
        return Gradients.of(scalar, mlp.parameters());
    }

    /** Whatever it is: no label is better than another, so nothing is to be learnt. */
    @ParameterizedTest
    @ValueSource(doubles = {-1, 0, 0.7})
    void aConstantRewardGivesNoGradient(double reward) {
        assertClose(POLICY.gradient(expected(reward, reward, reward)), 2e-7, 0, 0, 0);
    }

    @Test
    void reinforceSummedOverAllLabelsIsTheExpectedGradient() {
        assertClose(
                expectation(c -> p -> PolicyObjectives.reinforce(at(p, c), like(p, REWARDS[(int) c]))),
                ROUNDING,
                POLICY.gradient(expected(REWARDS)));
    }

    @Test
    void theKlScoreHasTheKlsGradientAndTheSampledKlHasNone() {
        double[] reference = logs(REFERENCE);
        double[] kl = POLICY.gradient(p -> PolicyObjectives.kl(p, like(p, reference)));
        double value = 0;
        double[] naive = new double[3];
        for (int a = 0; a < 3; a++) {
            value += P[a] * Math.log(P[a] / REFERENCE[a]);
        }
        for (int a = 0; a < 3; a++) {
            naive[a] = P[a] * (Math.log(P[a] / REFERENCE[a]) - value);
        }
        assertClose(kl, ROUNDING, naive);
        assertThat(Policy.norm(kl)).isGreaterThan(0.1);
        assertClose(expectation(c -> p -> PolicyObjectives.klScore(at(p, c), at(like(p, reference), c))), ROUNDING, kl);
        assertClose(
                expectation(c -> p -> PolicyObjectives.sampledKl(at(p, c), at(like(p, reference), c))),
                ROUNDING,
                0,
                0,
                0);
        double estimate = 0;
        for (int c = 0; c < 3; c++) {
            int action = c;
            estimate +=
                    P[c] * POLICY.value(p -> PolicyObjectives.sampledKl(at(p, action), at(like(p, reference), action)));
        }
        assertThat(estimate).isCloseTo(value, within(ROUNDING));
    }

    /** sum_c p_c times the gradient for label c. */
    private static double[] expectation(LongFunction<Function<NDArray, NDArray>> objectiveOf) {
        double[] sum = new double[3];
        for (int c = 0; c < 3; c++) {
            double[] gradient = POLICY.gradient(objectiveOf.apply(c));
            for (int a = 0; a < 3; a++) {
                sum[a] += P[c] * gradient[a];
            }
        }
        return sum;
    }

    /** Many labels drawn as in training: reward, deviation and gradient come out as the exact ones. */
    @Test
    void sampledValuesConverge() {
        int n = 200_000;
        RandomStreams random = new RandomStreams(5);
        float[] uniforms = new float[n];
        for (int i = 0; i < n; i++) {
            uniforms[i] = random.uniform(i, 0, 0);
        }
        long[] actions;
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            NDArray scores = Policy.row(manager, 0, 1, 2).broadcast(n, 3);
            actions = SamplingOps.draw(scores, Ops.floats(manager, uniforms).reshape(n, 1))
                    .toLongArray();
        }
        double[] gradient = POLICY.gradient(logProbs -> {
            NDArray chosen = Ops.longs(logProbs.getManager(), actions).reshape(n, 1);
            NDArray rewards = like(logProbs, REWARDS).broadcast(n, 3).gather(chosen, -1);
            NDArray score = PolicyObjectives.reinforce(logProbs.broadcast(n, 3).gather(chosen, -1), rewards);
            return Ops.scale(score, 1.0 / n);
        });
        for (int a = 0; a < 3; a++) {
            double mean = 0;
            double square = 0;
            for (int c = 0; c < 3; c++) {
                double one = REWARDS[c] * ((a == c ? 1 : 0) - P[a]);
                mean += P[c] * one;
                square += P[c] * one * one;
            }
            double error = Math.sqrt((square - mean * mean) / n);
            assertThat(gradient[a]).as("logit %d", a).isCloseTo(mean, within(4 * error));
        }
        double right = Arrays.stream(actions).filter(action -> action == 0).count() / (double) n;
        double std = POLICY.value(p -> PolicyObjectives.rewardStd(p, like(p, REWARDS)));
        assertThat(2 * right - 1).isCloseTo(POLICY.value(expected(REWARDS)), within(4 * std / Math.sqrt(n)));
        // the deviation of a sample of +-1, to first order: d std = -mean / std d mean
        double sampled = Math.sqrt(1 - (2 * right - 1) * (2 * right - 1));
        assertThat(sampled).isCloseTo(std, within(4 * 0.82 / Math.sqrt(n)));
    }
}
