package org.rlgrad.generate;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rlgrad.Goldens;
import org.rlgrad.config.GenerationConfig;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.random.RandomStreams;

/** What sampling must not depend on, and what it must not leave behind. */
class GeneratorTest {
    /** The example's model, which every clone has. */
    private static final Path EXAMPLE = Path.of("configs/smoke/model");

    @ParameterizedTest
    @EnumSource(ModelType.class)
    void samplesDoNotDependOnBatchesOrderOrCompanions(ModelType type) {
        Path folder = type == ModelType.SEQ2SEQ ? EXAMPLE : Goldens.shipped("models/gpt2-tiny");
        try (LanguageModel model = LanguageModel.load(folder, type, Device.cpu())) {
            List<Prompt> prompts = prompts(model, 23);
            int end = type == ModelType.SEQ2SEQ ? 1 : 800;
            int[][][] whole = generator(model, sampling(), end, 1000).generate(prompts, 6);
            for (int maxRows : new int[] {1, 7, 40}) {
                assertThat(generator(model, sampling(), end, maxRows).generate(prompts, 6))
                        .isDeepEqualTo(whole);
            }
            List<Prompt> shuffled = new ArrayList<>(prompts);
            Collections.shuffle(shuffled, new Random(4));
            int[][][] other = generator(model, sampling(), end, 30).generate(shuffled, 6);
            for (int i = 0; i < shuffled.size(); i++) {
                assertThat(other[i]).isDeepEqualTo(whole[prompts.indexOf(shuffled.get(i))]);
            }
            int[][][] fewer = generator(model, sampling(), end, 30).generate(prompts.subList(3, 5), 2);
            assertThat(fewer[0]).isDeepEqualTo(Arrays.copyOf(whole[3], 2));
            // sequences end at different places, so rows did leave the batch
            assertThat(Stream.of(whole)
                            .flatMap(Stream::of)
                            .mapToInt(s -> s.length)
                            .distinct()
                            .count())
                    .isGreaterThan(3);
        }
    }

    @Test
    void anotherSeedGivesOtherSamples() {
        try (LanguageModel model = LanguageModel.load(EXAMPLE, ModelType.SEQ2SEQ, Device.cpu())) {
            List<Prompt> prompts = prompts(model, 5);
            Limits limits = new Limits(0, 20, 1);
            int[][][] one = new Generator(model, sampling(), limits, 1, 50, new RandomStreams(1)).generate(prompts, 4);
            int[][][] two = new Generator(model, sampling(), limits, 1, 50, new RandomStreams(2)).generate(prompts, 4);
            assertThat(Arrays.deepEquals(one, two)).isFalse();
        }
    }

    @Test
    void endTokenWaitsForTheMinimum() {
        try (LanguageModel model = LanguageModel.load(EXAMPLE, ModelType.SEQ2SEQ, Device.cpu())) {
            Limits limits = new Limits(12, 15, 1);
            int[][][] samples = new Generator(model, sampling(), limits, 1, 50, new RandomStreams(1))
                    .generate(prompts(model, 8), 10);
            for (int[][] ofPrompt : samples) {
                for (int[] sample : ofPrompt) {
                    assertThat(sample.length).isBetween(13, 15);
                }
            }
        }
    }

    @Test
    void greedyAndBeamsRepeatOneSequence() {
        try (LanguageModel model = LanguageModel.load(EXAMPLE, ModelType.SEQ2SEQ, Device.cpu())) {
            for (int beams : new int[] {1, 3}) {
                int[][][] samples = generator(model, decoding(beams), 1, 50).generate(prompts(model, 4), 3);
                assertThat(samples[2][0]).isNotEmpty();
                assertThat(samples[2][1]).isEqualTo(samples[2][0]);
            }
        }
    }

    @Test
    void nothingStaysBehind() {
        try (LanguageModel model = LanguageModel.load(EXAMPLE, ModelType.SEQ2SEQ, Device.cpu())) {
            List<Prompt> prompts = prompts(model, 6);
            generator(model, sampling(), 1, 40).generate(prompts, 5);
            int before = model.parameters().liveArrays();
            for (int i = 0; i < 50; i++) {
                generator(model, sampling(), 1, 40).generate(prompts, 5);
            }
            generator(model, decoding(3), 1, 40).generate(prompts, 1);
            assertThat(model.parameters().liveArrays()).isEqualTo(before);
        }
    }

    private static Generator generator(LanguageModel model, GenerationConfig config, int end, int maxRows) {
        return new Generator(model, config, new Limits(0, 20, 1), end, maxRows, new RandomStreams(9));
    }

    private static GenerationConfig sampling() {
        return config(true, 1);
    }

    private static GenerationConfig decoding(int beams) {
        return config(false, beams);
    }

    private static GenerationConfig config(boolean doSample, int beams) {
        return new GenerationConfig(
                doSample,
                OptionalInt.of(20),
                20,
                0,
                1.1,
                50,
                0.98,
                1,
                0,
                beams,
                1,
                false,
                GenerationConfig.PostProcessing.NONE);
    }

    private static List<Prompt> prompts(LanguageModel model, int count) {
        SplittableRandom random = new SplittableRandom(8);
        List<Prompt> prompts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int length = 1 + random.nextInt(14);
            prompts.add(new Prompt(
                    100 + i, random.ints(length, 3, model.vocabularySize() - 2).toArray()));
        }
        return prompts;
    }
}
