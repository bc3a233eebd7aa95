package org.rlgrad.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rlgrad.config.GenerationConfig;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.model.Gpt2;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.random.RandomStreams;

/** Beam sampling against the exact probabilities of its outputs, and what it must not depend on. */
class BeamSamplingTest {
    private static final int END = 6;
    private static final int[] PROMPT = {2, 5, 1};

    @ParameterizedTest
    @CsvSource({
        // beams, steps, temperature, top_k, min_length, length_penalty, early_stopping
        "2, 2, 1.0, 0, 0, 1.0, false",
        "2, 3, 1.0, 3, 0, 1.0, false",
        "2, 3, 0.6, 4, 1, 0.0, false",
        "2, 3, 1.8, 3, 0, 2.0, true",
        "3, 3, 1.0, 3, 2, 0.6, false",
        "2, 3, 1.0, 1, 0, 1.0, false",
    })
    void agreesWithEnumeration(
            int beams, int steps, double temperature, int topK, int minLength, double penalty, boolean early) {
        GenerationConfig config = config(beams, steps, temperature, topK, minLength, penalty, early);
        try (Gpt2 model = SampledDistributionTest.model()) {
            Generator generator = new Generator(
                    model, config, new Limits(minLength, steps, PROMPT.length), END, 4000, new RandomStreams(3));
            List<Prompt> prompts = IntStream.range(0, SampledDistributionTest.SAMPLES)
                    .mapToObj(key -> new Prompt(key, PROMPT))
                    .toList();
            Map<List<Integer>, Integer> counts = new HashMap<>();
            for (int[][] samples : generator.generate(prompts, 1)) {
                counts.merge(Arrays.stream(samples[0]).boxed().toList(), 1, Integer::sum);
            }
            Map<List<Integer>, Double> exact = new NaiveBeamSampling(model, config).probabilities();
            assertThat(exact.values().stream().mapToDouble(p -> p).sum()).isCloseTo(1, within(1e-6));
            assertThat(exact.keySet()).containsAll(counts.keySet());
            // two candidates, what is left of each beam at least, are as many as are drawn
            assertThat(exact.size()).matches(size -> topK == 1 ? size == 1 : size > 3);
            assertThat(SampledDistributionTest.normalisedChiSquare(exact, counts))
                    .isLessThan(4);
        }
    }

    @Test
    void dependsOnTheStreamAlone() {
        Path folder = Path.of("configs/smoke/model");
        GenerationConfig config = config(3, 12, 1, 50, 2, 1, false);
        try (LanguageModel model = LanguageModel.load(folder, ModelType.SEQ2SEQ, Device.cpu())) {
            List<Prompt> prompts = new ArrayList<>();
            for (int i = 0; i < 11; i++) {
                prompts.add(new Prompt(i, new int[] {3 + i, 40 + i % 7, 20, 1}));
            }
            Limits limits = new Limits(1, 12, 1);
            int[][][] together =
                    new Generator(model, config, limits, 1, 100, new RandomStreams(5)).generate(prompts, 2);
            int[][][] apart = new Generator(model, config, limits, 1, 1, new RandomStreams(5)).generate(prompts, 2);
            int[][][] other = new Generator(model, config, limits, 1, 100, new RandomStreams(6)).generate(prompts, 2);
            assertThat(apart).isDeepEqualTo(together);
            assertThat(Arrays.deepEquals(other, together)).isFalse();
            assertThat(Arrays.stream(together).filter(samples -> !Arrays.equals(samples[0], samples[1])))
                    .as("two samples of a prompt are two searches")
                    .isNotEmpty();
            assertThat(together[0][0].length).isBetween(2, 12);
        }
    }

    private static GenerationConfig config(
            int beams, int steps, double temperature, int topK, int minLength, double penalty, boolean early) {
        return new GenerationConfig(
                true,
                OptionalInt.of(steps),
                20,
                minLength,
                temperature,
                topK,
                1,
                1,
                0,
                beams,
                penalty,
                early,
                GenerationConfig.PostProcessing.NONE);
    }
}
