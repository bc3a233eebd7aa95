package org.rlgrad.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rlgrad.tensor.Gradients;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Parameters;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/** What Razin et al. 2024 prove, on policies so small that everything can be enumerated (rewards in [-1, 1]). */
class TheoryTest {
    private static final int TOKENS = 3;
    private static final int LENGTH = 3;
    private static final int FEATURES = 4;

    /** Prefixes of length 0, 1 and 2, and whole outputs of length 3; number n of a length is written in base 3. */
    private static final int[] FIRST_PREFIX = {0, 1, 4};

    private static final int PREFIXES = 13;
    private static final int OUTPUTS = 27;

    /** For one output: the logits' gradient is at most STD / sqrt 2, and that is reached by two equally likely labels. */
    @Test
    void singleOutputBound() {
        Random random = new Random(3);
        for (int trial = 0; trial < 200; trial++) {
            int labels = 2 + random.nextInt(5);
            double[] logits = new double[labels];
            double[] rewards = new double[labels];
            for (int a = 0; a < labels; a++) {
                logits[a] = 2 * random.nextGaussian();
                rewards[a] = 2 * random.nextDouble() - 1;
            }
            Measured measured = measure(new Policy(logits), rewards);
            assertThat(measured.norm).isLessThanOrEqualTo(measured.std / Math.sqrt(2) + 1e-6);
        }
        Measured attained = measure(new Policy(0.3, 0.3), 1, -1);
        assertThat(attained.std).isCloseTo(1, within(1e-6));
        assertThat(attained.norm).isCloseTo(Math.sqrt(0.5), within(1e-6));
    }

    private record Measured(double norm, double std) {}

    private static Measured measure(Policy policy, double... rewards) {
        return new Measured(
                Policy.norm(
                        policy.gradient(p -> PolicyObjectives.expectedReward(p, Policy.row(p.getManager(), rewards)))),
                policy.value(p -> PolicyObjectives.rewardStd(p, Policy.row(p.getManager(), rewards))));
    }

    /**
     * Theorem 1, ||grad V|| at most 6 L gamma STD^(2/3), and the tighter sqrt(L) gamma STD, for outputs of three tokens under
     * a linear softmax model: logits W phi(prefix), so gamma, the largest norm of the logits' Jacobian, is that of a phi.
     */
    @Test
    void autoregressiveBounds() {
        Random random = new Random(17);
        double closest = 0;
        for (int trial = 0; trial < 60; trial++) {
            double scale = 0.1 + 3 * random.nextDouble();
            double[][] weights = new double[TOKENS][FEATURES];
            double[][] features = new double[PREFIXES][FEATURES];
            fill(weights, random, scale);
            fill(features, random, 1);
            double[] rewards = random.doubles(OUTPUTS, -1, 1).toArray();
            if (trial % 3 == 0) { // few outputs that differ from the others: a small deviation
                for (int y = 0; y < OUTPUTS; y++) {
                    rewards[y] = y % 13 == 0 ? 1 : -0.5;
                }
            }
            Measured measured = enumerate(weights, features, rewards);
            Measured naive = naively(weights, features, rewards);
            assertThat(measured.norm).isCloseTo(naive.norm, within(1e-5 * (1 + naive.norm)));
            assertThat(measured.std).isCloseTo(naive.std, within(1e-5));
            double gamma = 0;
            for (double[] feature : features) {
                gamma = Math.max(gamma, Policy.norm(feature));
            }
            double tight = Math.sqrt(LENGTH) * gamma * naive.std;
            assertThat(naive.norm).isLessThanOrEqualTo(tight);
            assertThat(naive.norm).isLessThanOrEqualTo(6 * LENGTH * gamma * Math.pow(naive.std, 2 / 3.0));
            closest = Math.max(closest, naive.norm / tight);
        }
        assertThat(closest).as("the bound is not far from what happens").isGreaterThan(0.1);
    }

    private static void fill(double[][] matrix, Random random, double scale) {
        for (double[] row : matrix) {
            for (int i = 0; i < row.length; i++) {
                row[i] = scale * random.nextGaussian();
            }
        }
    }

    /** Norm of V's gradient in W, and STD, by the objectives of training. */
    private static Measured enumerate(double[][] weights, double[][] features, double[] rewards) {
        try (Parameters parameters = new Parameters(Torch.newManager(Device.cpu()))) {
            parameters.put("W", matrix(parameters, weights));
            parameters.requireGradients();
            return Scopes.step(() -> {
                NDArray phi = matrix(parameters, features);
                NDArray reward = Policy.row(parameters.manager(), rewards);
                NDArray logProbs =
                        Torch.recording(() -> outputs(Ops.logSoftmax(Ops.linear(phi, parameters.get("W"), null))));
                double std = Torch.noGrad(() -> PolicyObjectives.rewardStd(logProbs, reward))
                        .getFloat();
                NDArray v = Torch.recording(
                        () -> PolicyObjectives.expectedReward(logProbs, reward).sum());
                return new Measured(Gradients.of(v, parameters).norm().getFloat(), std);
            });
        }
    }

    /** Log-probabilities of all outputs {@code [1, 27]} from those of the tokens after each prefix {@code [13, 3]}. */
    private static NDArray outputs(NDArray tokens) {
        NDArray flat = tokens.reshape(PREFIXES * TOKENS);
        NDArray sum = null;
        for (int t = 0; t < LENGTH; t++) {
            int[] places = new int[OUTPUTS];
            for (int y = 0; y < OUTPUTS; y++) {
                places[y] = place(y, t);
            }
            NDArray position = Ops.select(flat, Ops.indices(flat.getManager(), places), 0);
            sum = sum == null ? position : sum.add(position);
        }
        return sum.reshape(1, OUTPUTS);
    }

    /** Where the token number t of output y stands among the tokens after all prefixes. */
    private static int place(int y, int t) {
        int prefix = y / (int) Math.pow(TOKENS, LENGTH - t);
        int token = y / (int) Math.pow(TOKENS, LENGTH - t - 1) % TOKENS;
        return (FIRST_PREFIX[t] + prefix) * TOKENS + token;
    }

    private static NDArray matrix(Parameters parameters, double[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (float) rows[i / rows[0].length][i % rows[0].length];
        }
        return Ops.floats(parameters.manager(), flat).reshape(rows.length, rows[0].length);
    }

    /** The same by definition: sum_y p(y) r(y) sum_t (e_token - p(. | prefix)) phi(prefix)^T. */
    private static Measured naively(double[][] weights, double[][] features, double[] rewards) {
        double[][] p = new double[PREFIXES][];
        for (int prefix = 0; prefix < PREFIXES; prefix++) {
            double[] logits = new double[TOKENS];
            for (int token = 0; token < TOKENS; token++) {
                for (int f = 0; f < FEATURES; f++) {
                    logits[token] += weights[token][f] * features[prefix][f];
                }
            }
            p[prefix] = new Policy(logits).probabilities();
        }
        double[] gradient = new double[TOKENS * FEATURES];
        double mean = 0;
        double square = 0;
        for (int y = 0; y < OUTPUTS; y++) {
            double probability = 1;
            for (int t = 0; t < LENGTH; t++) {
                probability *= p[place(y, t) / TOKENS][place(y, t) % TOKENS];
            }
            mean += probability * rewards[y];
            square += probability * rewards[y] * rewards[y];
            for (int t = 0; t < LENGTH; t++) {
                int prefix = place(y, t) / TOKENS;
                for (int i = 0; i < gradient.length; i++) {
                    int token = i / FEATURES;
                    double score = (token == place(y, t) % TOKENS ? 1 : 0) - p[prefix][token];
                    gradient[i] += probability * rewards[y] * score * features[prefix][i % FEATURES];
                }
            }
        }
        return new Measured(Policy.norm(gradient), Math.sqrt(square - mean * mean));
    }

    /** How fast the gap between two logits grows at probability p of the right one: 4 p (1 - p) and 2 (1 - p). */
    @ParameterizedTest
    @CsvSource({"0.001", "0.01", "0.1", "0.5", "0.9"})
    void speedOfTheGap(double p) {
        Policy policy = new Policy(0, Math.log((1 - p) / p));
        double[] reward = policy.gradient(
                logProbs -> PolicyObjectives.expectedReward(logProbs, Policy.row(logProbs.getManager(), 1, -1)));
        assertThat(reward[0] - reward[1]).isCloseTo(4 * p * (1 - p), within(2e-6));
        double[] loss = policy.gradient(logProbs ->
                PolicyObjectives.crossEntropy(logProbs, Ops.ids(logProbs.getManager(), new long[][] {{0}})));
        assertThat(loss[1] - loss[0]).isCloseTo(2 * (1 - p), within(2e-6));
    }

    /** Section 4.3's separation: from p to 1/2 in a time of 1 / STD^2 by reinforcement, log(1 / STD) by supervision. */
    @ParameterizedTest
    @CsvSource({
        "0.1,   0.6,       3.32083, 1.54306",
        "0.01,  0.198997,  27.0450, 2.79251",
        "0.001, 0.0632139, 253.203, 3.95288"
    })
    void escapeTimes(double p, double std, double reinforcement, double supervision) {
        assertThat(2 * Math.sqrt(p * (1 - p))).isCloseTo(std, within(1e-6));
        double gap = Math.log(p / (1 - p));
        double rft = escape(gap, z -> 4 * sigmoid(z) * sigmoid(-z));
        double sft = escape(gap, z -> 2 * sigmoid(-z));
        assertThat(rft).isCloseTo(reinforcement, within(1e-3 * reinforcement));
        assertThat(sft).isCloseTo(supervision, within(1e-3 * supervision));
        assertThat(rft).isCloseTo((-gap + Math.sinh(-gap)) / 2, within(1e-6 * rft));
        assertThat(sft).isCloseTo((1 - gap - Math.exp(gap)) / 2, within(1e-6 * sft));
        assertThat(rft * std * std).isBetween(1.0, 1.2);
    }

    @Test
    void escapeTimesPerFactorTen() {
        double before = escape(Math.log(1e-3), z -> 2 * sigmoid(-z));
        for (double p = 1e-4; p > 1e-7; p /= 10) {
            double time = escape(Math.log(p / (1 - p)), z -> 2 * sigmoid(-z));
            assertThat(time - before).isCloseTo(Math.log(10) / 2, within(2e-3));
            before = time;
        }
    }

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    /** Time at which dz/dt = speed(z) reaches 0 from below, by Runge and Kutta's fourth-order method. */
    private static double escape(double from, DoubleUnaryOperator speed) {
        double step = 1e-3;
        double z = from;
        double time = 0;
        while (true) {
            double k1 = speed.applyAsDouble(z);
            double k2 = speed.applyAsDouble(z + step / 2 * k1);
            double k3 = speed.applyAsDouble(z + step / 2 * k2);
            double k4 = speed.applyAsDouble(z + step * k3);
            double next = z + step / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
            if (next >= 0) {
                return time + step * -z / (next - z);
            }
            z = next;
            time += step;
        }
    }
}
