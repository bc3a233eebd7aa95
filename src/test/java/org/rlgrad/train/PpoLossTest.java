package org.rlgrad.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rlgrad.GoldenTensors;
import org.rlgrad.Goldens;
import org.rlgrad.config.AlgorithmConfig.PpoArgs;
import org.rlgrad.tensor.Gradients;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Parameters;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/** The loss and its gradients: recorded ones, and token by token. */
class PpoLossTest {
    private static final String LOG_PROBS = "log_prob";
    private static final String VALUES = "values";
    private static final String ENTROPIES = "entropy";

    /** Terms as means, and the gradients of the inputs that took part. */
    private record Result(double policy, double value, double entropy, double loss, Map<String, float[]> gradients) {}

    /** The real code, with the collector between forward and backward. */
    private static Result run(float[] logProbs, float[] values, float[] entropies, PpoLoss.Old old, PpoArgs args) {
        try (Parameters parameters = new Parameters(Torch.newManager(Device.cpu()))) {
            parameters.put(LOG_PROBS, Ops.floats(parameters.manager(), logProbs));
            parameters.put(VALUES, Ops.floats(parameters.manager(), values));
            parameters.put(ENTROPIES, Ops.floats(parameters.manager(), entropies));
            boolean withEntropy = args.entCoef() != 0 && !args.enforceTokenEntropyRegEstimate();
            try (Parameters used = parameters.without(name -> name.equals(ENTROPIES) && !withEntropy)) {
                used.requireGradients();
                return Scopes.step(() -> {
                    double[] terms = new double[3];
                    NDArray loss = Scopes.layer(() -> Torch.recording(() -> {
                        PpoLoss sums = PpoLoss.of(
                                parameters.get(LOG_PROBS),
                                parameters.get(VALUES),
                                parameters.get(ENTROPIES),
                                old,
                                args);
                        terms[0] = sums.policy().getFloat() / logProbs.length;
                        terms[1] = sums.value().getFloat() / logProbs.length;
                        terms[2] = sums.entropy().getFloat() / logProbs.length;
                        return sums.weighted(args, logProbs.length);
                    }));
                    System.gc();
                    float value = loss.getFloat();
                    Map<String, float[]> gradients = GradientValues.of(Gradients.of(loss, used), used);
                    return new Result(terms[0], terms[1], terms[2], value, gradients);
                });
            }
        }
    }

    @Test
    void agreesWithStableBaselines3() throws IOException {
        GoldenTensors golden = new GoldenTensors(Goldens.shipped("ppo/loss.safetensors"));
        JsonNode cases =
                new ObjectMapper().readTree(Goldens.shipped("ppo/loss.json").toFile());
        assertThat(cases).hasSize(12);
        for (JsonNode item : cases) {
            String name = "case" + item.get("case").intValue() + "/";
            PpoArgs args = args(item);
            float[] advantages = golden.floats(name + "adv");
            float[] used = args.normalizeAdvantage() ? PpoLoss.normalized(advantages) : advantages;
            close(name, golden.floats(name + "out/advantages_used"), used, 1e-5);
            float[] oldLogProbs = golden.floats(name + "old_log_prob");
            float[] logProbs = golden.floats(name + "log_prob");
            Result result = run(
                    logProbs,
                    golden.floats(name + "values"),
                    golden.floats(name + "entropy"),
                    new PpoLoss.Old(
                            oldLogProbs, golden.floats(name + "old_values"), used, golden.floats(name + "returns")),
                    args);
            assertThat(result.policy()).as(name).isCloseTo(golden.floats(name + "out/policy_loss")[0], within(1e-5));
            assertThat(result.value()).as(name).isCloseTo(golden.floats(name + "out/value_loss")[0], within(1e-5));
            assertThat(result.entropy()).as(name).isCloseTo(golden.floats(name + "out/entropy_loss")[0], within(1e-5));
            assertThat(result.loss()).as(name).isCloseTo(golden.floats(name + "out/loss")[0], within(1e-5));
            result.gradients()
                    .forEach((input, gradient) ->
                            close(name + input, golden.floats(name + "grad/" + input), gradient, 1e-6));
            PpoLoss.Drift drift = PpoLoss.Drift.of(oldLogProbs, logProbs, args.clipRange());
            assertThat(drift.approximateKl())
                    .as(name)
                    .isCloseTo(golden.floats(name + "out/approx_kl")[0], within(1e-6));
            assertThat(drift.clipFraction())
                    .as(name)
                    .isCloseTo(golden.floats(name + "out/clip_fraction")[0], within(1e-7));
        }
    }

    private static PpoArgs args(JsonNode item) {
        JsonNode range = item.get("clip_range_vf");
        assertThat(item.get("clip_range").doubleValue()).isEqualTo(0.2);
        assertThat(item.get("vf_coef").doubleValue()).isEqualTo(0.5);
        return Settings.with(s -> {
                    s.clipRangeVf = range.isNull() ? OptionalDouble.empty() : OptionalDouble.of(range.doubleValue());
                    s.normalizeAdvantage = item.get("normalize_advantage").booleanValue();
                    s.entCoef = item.get("ent_coef").doubleValue();
                    s.tokenEntropy =
                            item.get("enforce_token_entropy_reg_estimate").booleanValue();
                })
                .ppo();
    }

    @ParameterizedTest
    @CsvSource({"NaN, 0, false", "0.3, 0.05, false", "NaN, 0.05, true", "0.1, 0, true"})
    void agreesWithTokenByToken(double valueRange, double entropyWeight, boolean ofToken) {
        PpoArgs args = Settings.with(s -> {
                    s.clipRangeVf = Double.isNaN(valueRange) ? OptionalDouble.empty() : OptionalDouble.of(valueRange);
                    s.entCoef = entropyWeight;
                    s.tokenEntropy = ofToken;
                })
                .ppo();
        SplittableRandom random = new SplittableRandom(3);
        int n = 200;
        float[] oldLogProbs = Episodes.normal(random, n, 1);
        float[] logProbs = Episodes.normal(random, n, 0.3);
        IntStream.range(0, n).forEach(i -> logProbs[i] += oldLogProbs[i]);
        float[] values = Episodes.normal(random, n, 1);
        float[] oldValues = Episodes.normal(random, n, 0.2);
        IntStream.range(0, n).forEach(i -> oldValues[i] += values[i]);
        float[] entropies = Episodes.normal(random, n, 1);
        float[] advantages = Episodes.normal(random, n, 2);
        assertThat(PpoLoss.normalized(advantages))
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(NaivePpo.normalized(advantages));
        PpoLoss.Old old = new PpoLoss.Old(oldLogProbs, oldValues, advantages, Episodes.normal(random, n, 1));
        NaivePpo naive = new NaivePpo(doubles(logProbs), doubles(values), doubles(entropies), old, args);
        Result result = run(logProbs, values, entropies, old, args);
        assertThat(result.policy()).isCloseTo(naive.policy, within(1e-5));
        assertThat(result.value()).isCloseTo(naive.value, within(1e-5));
        assertThat(result.entropy()).isCloseTo(naive.entropy, within(1e-5));
        assertThat(result.loss()).isCloseTo(naive.loss, within(1e-5));
        assertThat(doubles(result.gradients().get(LOG_PROBS)))
                .usingComparatorWithPrecision(1e-6)
                .containsExactly(naive.byLogProb);
        assertThat(doubles(result.gradients().get(VALUES)))
                .usingComparatorWithPrecision(1e-6)
                .containsExactly(naive.byValue);
        if (result.gradients().containsKey(ENTROPIES)) {
            assertThat(doubles(result.gradients().get(ENTROPIES)))
                    .usingComparatorWithPrecision(1e-7)
                    .containsExactly(naive.byEntropy);
        }
        // the examples do reach both sides of both clippings
        long clippedRatios = Arrays.stream(naive.byLogProb)
                .filter(d -> d == 0 || Math.abs(d - entropyWeight / n) < 1e-12)
                .count();
        assertThat(clippedRatios).isBetween(20L, 180L);
    }

    /** A minibatch of equal or single advantages has no direction, and no NaN either. */
    @Test
    void degenerateAdvantages() {
        assertThat(PpoLoss.normalized(new float[] {3})).containsExactly(3);
        assertThat(PpoLoss.normalized(new float[] {0.1f, 0.1f, 0.1f})).containsExactly(0, 0, 0);
        assertThat(PpoLoss.normalized(new float[] {1, -1}))
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(0.70710677f, -0.70710677f);
    }

    @Test
    void driftIsZeroWithoutChange() {
        float[] logProbs = {-1, -20, 0};
        assertThat(PpoLoss.Drift.of(logProbs, logProbs, 0.2)).isEqualTo(new PpoLoss.Drift(0, 0));
        PpoLoss.Drift drift = PpoLoss.Drift.of(
                new float[] {-1, -1, -1, -1},
                new float[] {-1 + (float) Math.log(1.19), -1 + (float) Math.log(1.21), -1 + (float) Math.log(0.79), -1},
                0.2);
        assertThat(drift.clipFraction()).isEqualTo(0.5);
        double kl = List.of(1.19, 1.21, 0.79).stream()
                        .mapToDouble(r -> r - 1 - Math.log(r))
                        .sum()
                / 4;
        assertThat(drift.approximateKl()).isCloseTo(kl, within(1e-7));
    }

    private static double[] doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    private static void close(String name, float[] expected, float[] actual, double tolerance) {
        assertThat(actual)
                .as(name)
                .hasSameSizeAs(expected)
                .usingComparatorWithPrecision((float) tolerance)
                .containsExactly(expected);
    }
}
