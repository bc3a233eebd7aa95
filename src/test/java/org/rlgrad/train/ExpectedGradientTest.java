package org.rlgrad.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rlgrad.config.GenerationConfig;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.generate.Generator;
import org.rlgrad.generate.Limits;
import org.rlgrad.generate.Prompt;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.random.RandomStreams;
import org.rlgrad.statistics.SquaredNorm;

/** Estimates from sampled outputs against all outputs of tiny models, which can be listed. */
class ExpectedGradientTest {
    private static final int[] PROMPT = {2, 0, 1};
    private static final int GROUPS = 8;

    private static LanguageModel model(ModelType type) {
        return switch (type) {
            case CAUSAL -> TinyGpt2.model(1);
            case SEQ2SEQ -> TinyGpt2.t5(1);
        };
    }

    /** One for each of the listed outputs, in [-1, 1]. */
    private static double[] rewards(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return random.doubles(TinyGpt2.outputs().size(), -1, 1).toArray();
    }

    private static int[][] sampled(LanguageModel model, int samples, long seed) {
        Generator generator = new Generator(
                model,
                GenerationConfig.defaults().wholeDistribution(),
                new Limits(0, 2, 1),
                TinyGpt2.END,
                samples,
                new RandomStreams(seed));
        return generator.generate(List.of(new Prompt(3, PROMPT)), samples)[0];
    }

    private static double[] rewardsOf(int[][] outputs, double[] rewards) {
        List<List<Integer>> listed = TinyGpt2.outputs().stream()
                .map(tokens -> Arrays.stream(tokens).boxed().toList())
                .toList();
        return Arrays.stream(outputs)
                .mapToDouble(tokens ->
                        rewards[listed.indexOf(Arrays.stream(tokens).boxed().toList())])
                .toArray();
    }

    private static SquaredNorm estimate(ExpectedGradient gradient, int samples, double[] rewards, long seed) {
        int[][] outputs = sampled(gradient.model(), samples, seed);
        return SquaredNorm.of(gradient.scalarProducts(PROMPT, outputs, rewardsOf(outputs, rewards), GROUPS));
    }

    @ParameterizedTest
    @EnumSource
    void isNearTheExactNorm(ModelType type) {
        try (LanguageModel model = model(type)) {
            ExpectedGradient gradient = new ExpectedGradient(model);
            for (int trial = 0; trial < 3; trial++) {
                double[] rewards = rewards(40 + trial);
                double exact = ExactGradient.of(model, PROMPT, rewards).norm();
                SquaredNorm estimate = estimate(gradient, 2048, rewards, trial);
                assertThat(exact).isGreaterThan(0.01);
                assertThat(estimate.squared()).isCloseTo(exact * exact, within(4 * estimate.standardError()));
                assertThat(estimate.norm()).isCloseTo(exact, within(0.15 * exact));
            }
        }
    }

    /** Over many seeds: the mean of the estimates, and what they say about their own spread. */
    @ParameterizedTest
    @EnumSource
    void isUnbiased(ModelType type) {
        try (LanguageModel model = model(type)) {
            ExpectedGradient gradient = new ExpectedGradient(model);
            double[] rewards = rewards(7);
            double exact = Math.pow(ExactGradient.of(model, PROMPT, rewards).norm(), 2);
            int seeds = 100;
            List<SquaredNorm> estimates = new ArrayList<>();
            for (int seed = 0; seed < seeds; seed++) {
                estimates.add(estimate(gradient, 2 * GROUPS, rewards, 100 + seed));
            }
            Moments squared = Moments.of(
                    estimates.stream().mapToDouble(SquaredNorm::squared).toArray());
            double error = squared.unbiasedStd() / Math.sqrt(seeds);
            assertThat(squared.mean()).isCloseTo(exact, within(4 * error));
            assertThat(estimates.stream().anyMatch(estimate -> estimate.squared() < 0))
                    .isTrue();
            Moments noise = Moments.of(estimates.stream()
                    .mapToDouble(e -> e.naive() * e.naive() - e.squared())
                    .toArray());
            assertThat(noise.mean())
                    .as("what the noise adds")
                    .isGreaterThan(4 * noise.unbiasedStd() / Math.sqrt(seeds));
            double claimed = estimates.stream()
                    .mapToDouble(e -> e.standardError() * e.standardError())
                    .filter(known -> !Double.isNaN(known))
                    .average()
                    .orElseThrow();
            assertThat(Math.sqrt(claimed) / squared.unbiasedStd()).isBetween(0.8, 2.0);
        }
    }

    /** The scalar products are those of the sums' gradients, whatever the split: all outputs at once, each by its weight. */
    @Test
    void meanOfGroupsIsTheWholeGradient() {
        try (LanguageModel model = model(ModelType.CAUSAL)) {
            ExpectedGradient gradient = new ExpectedGradient(model);
            int[][] outputs = TinyGpt2.outputs().toArray(int[][]::new);
            int pairs = outputs.length / 2;
            int[][] even = Arrays.copyOf(outputs, 2 * pairs);
            double[] rewards = Arrays.copyOf(rewards(5), 2 * pairs);
            double[][] split = gradient.scalarProducts(PROMPT, even, rewards, pairs);
            double[] differences = new double[2 * pairs];
            for (int pair = 0; pair < pairs; pair++) {
                differences[2 * pair] = (rewards[2 * pair] - rewards[2 * pair + 1]) / 2;
                differences[2 * pair + 1] = -differences[2 * pair];
            }
            // in one group, rewards of mean 0 are their own advantages but for n / (n - 1)
            double[][] whole = gradient.scalarProducts(PROMPT, even, differences, 1);
            double factor = (2.0 * pairs - 1) / (2 * pairs);
            double sum = Arrays.stream(split).flatMapToDouble(Arrays::stream).sum() / pairs / pairs;
            // a pair's advantages are twice the half difference
            assertThat(sum).isCloseTo(4 * factor * factor * whole[0][0], within(1e-5 * sum));
        }
    }

    @ParameterizedTest
    @EnumSource
    void equalRewardsGiveExactlyNothing(ModelType type) {
        try (LanguageModel model = model(type)) {
            int[][] outputs = sampled(model, 64, 9);
            double[] rewards = new double[64];
            Arrays.fill(rewards, 0.1);
            double[][] products = new ExpectedGradient(model).scalarProducts(PROMPT, outputs, rewards, GROUPS);
            assertThat(products).isDeepEqualTo(new double[GROUPS][GROUPS]);
            SquaredNorm estimate = SquaredNorm.of(products);
            assertThat(estimate).isEqualTo(new SquaredNorm(0, 0, 0));
        }
    }

    @Test
    void advantagesDoNotDependOnTheLevel() {
        double[] rewards = {0.25, 0.5, 0, 0.75};
        double[] lifted = Arrays.stream(rewards).map(r -> r + 4).toArray();
        assertThat(ExpectedGradient.advantages(rewards))
                .containsExactly(ExpectedGradient.advantages(lifted), within(1e-12));
        assertThat(ExpectedGradient.advantages(rewards)[3]).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void groupsMustBeWhole() {
        try (LanguageModel model = model(ModelType.CAUSAL)) {
            ExpectedGradient gradient = new ExpectedGradient(model);
            int[][] outputs = sampled(model, 9, 9);
            assertThatThrownBy(() -> gradient.scalarProducts(PROMPT, outputs, new double[9], 4))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** The exact quantities, which the sampled ones stand for. */
    @ParameterizedTest
    @EnumSource
    void bothBoundsHold(ModelType type) {
        try (LanguageModel model = model(type);
                LogitJacobian jacobian = new LogitJacobian(model)) {
            double gamma = ExactGradient.prefixes(PROMPT).stream()
                    .mapToDouble(prefix -> ExactGradient.spectralNorm(model, prefix))
                    .max()
                    .orElseThrow();
            assertThat(jacobian.largestNorm(ExactGradient.prefixes(PROMPT))).isCloseTo(gamma, within(0.01 * gamma));
            for (int trial = 0; trial < 10; trial++) {
                double[] rewards = rewards(trial);
                if (trial % 3 == 0) { // few outputs that differ from the others: a small deviation
                    IntStream.range(0, rewards.length).forEach(i -> rewards[i] = i == 3 ? 1 : -0.5);
                }
                ExactGradient exact = ExactGradient.of(model, PROMPT, rewards);
                assertThat(exact.norm()).isPositive().isLessThanOrEqualTo(Math.sqrt(2) * gamma * exact.std());
                assertThat(exact.norm()).isLessThanOrEqualTo(6 * 2 * gamma * Math.pow(exact.std(), 2 / 3.0));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingStaysBehind(ModelType type) {
        try (LanguageModel model = model(type);
                LogitJacobian jacobian = new LogitJacobian(model)) {
            ExpectedGradient gradient = new ExpectedGradient(model);
            estimate(gradient, 2 * GROUPS, rewards(1), 1);
            jacobian.largestNorm(ExactGradient.prefixes(PROMPT).subList(0, 1));
            int before = model.parameters().liveArrays();
            for (int i = 0; i < 20; i++) {
                estimate(gradient, 2 * GROUPS, rewards(1), i);
                jacobian.largestNorm(ExactGradient.prefixes(PROMPT).subList(0, 2));
            }
            assertThat(model.parameters().liveArrays()).isEqualTo(before);
        }
    }
}
