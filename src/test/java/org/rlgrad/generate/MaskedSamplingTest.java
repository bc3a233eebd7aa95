package org.rlgrad.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rlgrad.Goldens;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.GenerationConfig;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.model.T5;
import org.rlgrad.random.RandomStreams;
import org.rlgrad.tensor.Torch;

/** Sampling and beam search with a mask against a naive enumeration, with a mask model that differs from the policy. */
class MaskedSamplingTest {
    private static final int VOCABULARY = 7;
    private static final int END = 6;
    private static final int STEPS = 3;
    private static final int SAMPLES = 20_000;
    private static final int[] PROMPT = {2, 5, 1};

    @ParameterizedTest
    @CsvSource({
        // family, fidelity, learned, mass, least, special, temperature, top_k, min_new_tokens
        "CAUSAL, REFERENCE, true, 0.6, 1, 6, 1.0, 0, 0",
        "CAUSAL, CORRECTED, true, 0.3, 3, 6, 0.7, 0, 1",
        "CAUSAL, REFERENCE, true, 0.7, 2, 6, 1.3, 3, 2",
        "CAUSAL, REFERENCE, true, 0, 3, 1, 1.0, 0, 0",
        "CAUSAL, REFERENCE, false, 0, 3, 6, 1.0, 0, 1",
        "SEQ2SEQ, REFERENCE, true, 0.6, 1, 6, 1.0, 0, 0",
        "SEQ2SEQ, REFERENCE, true, 0.4, 3, 6, 0.7, 3, 1",
        "SEQ2SEQ, CORRECTED, true, 0.6, 1, 6, 1.0, 0, 0",
        "SEQ2SEQ, CORRECTED, true, 0, 3, 6, 1.3, 2, 2",
        "SEQ2SEQ, REFERENCE, false, 0, 4, 6, 0.9, 0, 1"
    })
    void agreesWithEnumeration(
            ModelType type,
            Fidelity fidelity,
            boolean learned,
            double mass,
            int least,
            int special,
            double temperature,
            int topK,
            int minNewTokens) {
        ActionMask rule = new ActionMask(learned, mass, least, new int[] {special});
        try (LanguageModel policy = TinyModels.random(type, VOCABULARY, 5);
                LanguageModel model = TinyModels.random(type, VOCABULARY, 6)) {
            Generator generator = new Generator(
                    policy,
                    config(true, STEPS, temperature, topK, 1),
                    new Limits(minNewTokens, STEPS, PROMPT.length),
                    END,
                    512,
                    new RandomStreams(11),
                    Optional.of(new MaskModel(model, rule, fidelity)));
            Map<List<Integer>, Integer> counts = new HashMap<>();
            for (int input = 0; input < 20; input++) {
                for (int[] sample : generator.generate(List.of(new Prompt(input, PROMPT)), SAMPLES / 20)[0]) {
                    counts.merge(Arrays.stream(sample).boxed().toList(), 1, Integer::sum);
                }
            }
            Map<List<Integer>, Double> exact = new NaiveMaskedSampling(
                            output -> TinyModels.logits(policy, PROMPT, output),
                            ranking(policy, model, fidelity, PROMPT),
                            rule,
                            END,
                            minNewTokens,
                            STEPS,
                            temperature,
                            topK)
                    .probabilities();
            assertThat(exact.values().stream().mapToDouble(p -> p).sum()).isCloseTo(1, within(1e-6));
            assertThat(exact.size()).as("outputs that the mask leaves").isBetween(2, 200);
            assertThat(exact.keySet()).containsAll(counts.keySet());
            assertThat(SampledDistributionTest.normalisedChiSquare(exact, counts))
                    .isLessThan(4);
        }
    }

    private static Function<List<Integer>, float[]> ranking(
            LanguageModel policy, LanguageModel model, Fidelity fidelity, int[] prompt) {
        return fidelity == Fidelity.REFERENCE && policy instanceof T5 t5
                ? output -> TinyModels.peeked(t5, (T5) model, prompt, output)
                : output -> TinyModels.logits(model, prompt, output);
    }

    private static GenerationConfig config(boolean doSample, int steps, double temperature, int topK, int beams) {
        return new GenerationConfig(
                doSample,
                OptionalInt.of(steps),
                20,
                0,
                temperature,
                topK,
                1,
                1,
                0,
                beams,
                1,
                false,
                GenerationConfig.PostProcessing.NONE);
    }

    /** With more beams than outputs the search is exhaustive: the best masked output by the policy's own log-probability. */
    @ParameterizedTest
    @CsvSource({"CAUSAL, REFERENCE", "CAUSAL, CORRECTED", "SEQ2SEQ, REFERENCE", "SEQ2SEQ, CORRECTED"})
    void beamSearchFindsTheBestAllowedOutput(ModelType type, Fidelity fidelity) {
        ActionMask rule = new ActionMask(true, 0, 2, new int[] {END});
        Set<List<Integer>> unmaskedBest = new HashSet<>();
        Set<List<Integer>> maskedBest = new HashSet<>();
        for (int seed = 0; seed < 6; seed++) {
            try (LanguageModel policy = TinyModels.random(type, VOCABULARY, 100 + seed);
                    LanguageModel model = TinyModels.random(type, VOCABULARY, 200 + seed)) {
                Limits limits = new Limits(1, STEPS, 1);
                GenerationConfig config = config(false, STEPS, 1, 50, 20);
                List<Prompt> prompts = List.of(new Prompt(0, PROMPT), new Prompt(1, new int[] {3, 4}));
                Optional<MaskModel> mask = Optional.of(new MaskModel(model, rule, fidelity));
                List<List<BeamSearch.Hypothesis>> found =
                        new BeamSearch(policy, config, limits, END, mask).search(prompts, 1);
                for (int p = 0; p < prompts.size(); p++) {
                    int[] prompt = prompts.get(p).tokens();
                    Function<List<Integer>, float[]> logits = output -> TinyModels.logits(policy, prompt, output);
                    NaiveMaskedSampling naive = new NaiveMaskedSampling(
                            logits, ranking(policy, model, fidelity, prompt), rule, END, 1, STEPS, 1, 0);
                    Map<List<Integer>, Double> scores = new HashMap<>();
                    for (List<Integer> output : naive.probabilities().keySet()) {
                        scores.put(output, score(logits, output, limits));
                    }
                    Map.Entry<List<Integer>, Double> best = scores.entrySet().stream()
                            .max(Map.Entry.comparingByValue())
                            .orElseThrow();
                    BeamSearch.Hypothesis actual = found.get(p).get(0);
                    assertThat(actual.tokens())
                            .containsExactly(best.getKey().stream()
                                    .mapToInt(Integer::intValue)
                                    .toArray());
                    assertThat(actual.score()).isCloseTo(best.getValue(), within(1e-4));
                    maskedBest.add(best.getKey());
                }
                for (List<BeamSearch.Hypothesis> best :
                        new BeamSearch(policy, config, limits, END).search(prompts, 1)) {
                    unmaskedBest.add(Arrays.stream(best.get(0).tokens()).boxed().toList());
                }
            }
        }
        assertThat(maskedBest).isNotEqualTo(unmaskedBest);
    }

    private static double score(Function<List<Integer>, float[]> logits, List<Integer> output, Limits limits) {
        double sum = 0;
        for (int i = 0; i < output.size(); i++) {
            double[] p = NaiveMaskedSampling.softmax(NaiveMaskedSampling.doubles(logits.apply(output.subList(0, i))));
            sum += Math.log(p[output.get(i)]);
        }
        boolean ended = output.get(output.size() - 1) == END;
        return sum / (limits.startLength() + output.size() - (ended ? 1 : 0));
    }

    /** A copy of the policy that allows all but a millionth of its probability. */
    @ParameterizedTest
    @CsvSource({
        "CAUSAL, REFERENCE, 0",
        "CAUSAL, REFERENCE, 50",
        "SEQ2SEQ, REFERENCE, 0",
        "SEQ2SEQ, REFERENCE, 50",
        "SEQ2SEQ, CORRECTED, 0"
    })
    void anAllowingMaskChangesNothing(ModelType type, Fidelity fidelity, int topK) {
        Path folder = Goldens.shipped(type == ModelType.CAUSAL ? "models/gpt2-tiny" : "models/t5-tiny");
        try (LanguageModel policy = LanguageModel.load(folder, type, Device.cpu());
                LanguageModel model = LanguageModel.load(folder, type, Device.cpu())) {
            List<Prompt> prompts = prompts(12, 700);
            Optional<MaskModel> mask =
                    Optional.of(new MaskModel(model, new ActionMask(true, 0.999999, 1, new int[] {1}), fidelity));
            Limits limits = new Limits(2, 16, 1);
            for (GenerationConfig config : List.of(
                    config(true, 16, 1, topK, 1), config(false, 16, 1, topK, 1), config(false, 16, 1, topK, 4))) {
                int[][][] plain =
                        new Generator(policy, config, limits, 1, 30, new RandomStreams(3)).generate(prompts, 5);
                assertThat(new Generator(policy, config, limits, 1, 30, new RandomStreams(3), mask)
                                .generate(prompts, 5))
                        .isDeepEqualTo(plain);
            }
        }
    }

    /** Also where rows leave the batch: both models' caches must follow. */
    @ParameterizedTest
    @CsvSource({"CAUSAL, REFERENCE", "SEQ2SEQ, REFERENCE", "SEQ2SEQ, CORRECTED"})
    void samplesDoNotDependOnBatches(ModelType type, Fidelity fidelity) {
        try (LanguageModel policy = TinyModels.random(type, 30, 1);
                LanguageModel model = TinyModels.random(type, 30, 2)) {
            Optional<MaskModel> mask =
                    Optional.of(new MaskModel(model, new ActionMask(true, 0.5, 4, new int[] {6}), fidelity));
            GenerationConfig config = config(true, 10, 1, 0, 1);
            Limits limits = new Limits(0, 10, 1);
            List<Prompt> prompts = prompts(9, 30);
            int[][][] whole =
                    new Generator(policy, config, limits, END, 1000, new RandomStreams(9), mask).generate(prompts, 4);
            for (int maxRows : new int[] {1, 13}) {
                assertThat(new Generator(policy, config, limits, END, maxRows, new RandomStreams(9), mask)
                                .generate(prompts, 4))
                        .isDeepEqualTo(whole);
            }
            assertThat(Arrays.stream(whole)
                            .flatMap(Arrays::stream)
                            .mapToInt(s -> s.length)
                            .distinct()
                            .count())
                    .isGreaterThan(3);
            int[][][] unmasked =
                    new Generator(policy, config, limits, END, 1000, new RandomStreams(9)).generate(prompts, 4);
            assertThat(Arrays.deepEquals(unmasked, whole)).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CAUSAL, REFERENCE, true, 0", "CAUSAL, CORRECTED, true, 5", "SEQ2SEQ, REFERENCE, true, 0",
        "SEQ2SEQ, REFERENCE, true, 5", "SEQ2SEQ, CORRECTED, true, 0", "SEQ2SEQ, REFERENCE, false, 0"
    })
    void allowedTokensAreThoseThatCouldBeDrawn(ModelType type, Fidelity fidelity, boolean learned, int topK) {
        int vocabulary = 30;
        try (LanguageModel policy = TinyModels.random(type, vocabulary, 1);
                LanguageModel model = TinyModels.random(type, vocabulary, 2);
                NDManager owner = Torch.newManager(Device.cpu())) {
            ActionMask rule = new ActionMask(learned, learned ? 0.5 : 0, 6, new int[] {END, 0});
            MaskModel mask = new MaskModel(model, rule, fidelity);
            GenerationConfig config = config(true, 8, 1.2, topK, 1);
            Limits limits = new Limits(2, 8, 1);
            List<Prompt> prompts = prompts(7, vocabulary);
            Generator generator =
                    new Generator(policy, config, limits, END, 100, new RandomStreams(5), Optional.of(mask));
            int[][] sequences = Arrays.stream(generator.generate(prompts, 1))
                    .map(samples -> samples[0])
                    .toArray(int[][]::new);
            boolean[] allowed = new AllowedTokens(policy, mask, config, limits, END, 3)
                    .of(owner, prompts, sequences)
                    .toBooleanArray();
            assertThat(allowed.length)
                    .isEqualTo(Arrays.stream(sequences).mapToInt(s -> s.length).sum() * vocabulary);
            int row = 0;
            for (int s = 0; s < sequences.length; s++) {
                int[] prompt = prompts.get(s).tokens();
                NaiveMaskedSampling naive = new NaiveMaskedSampling(
                        output -> TinyModels.logits(policy, prompt, output),
                        ranking(policy, model, fidelity, prompt),
                        rule,
                        END,
                        2,
                        8,
                        1.2,
                        topK);
                for (int t = 0; t < sequences[s].length; t++) {
                    int from = row++ * vocabulary;
                    Set<Integer> actual = new HashSet<>();
                    IntStream.range(0, vocabulary)
                            .filter(token -> allowed[from + token])
                            .forEach(actual::add);
                    List<Integer> output =
                            Arrays.stream(sequences[s], 0, t).boxed().toList();
                    assertThat(actual)
                            .isEqualTo(naive.possible(output))
                            .contains(sequences[s][t])
                            .hasSizeLessThan(vocabulary);
                }
            }
        }
    }

    @Test
    void nothingStaysBehind() {
        for (Fidelity fidelity : Fidelity.values()) {
            try (LanguageModel policy = TinyModels.random(ModelType.SEQ2SEQ, 30, 1);
                    LanguageModel model = TinyModels.random(ModelType.SEQ2SEQ, 30, 2);
                    NDManager owner = Torch.newManager(Device.cpu())) {
                MaskModel mask = new MaskModel(model, new ActionMask(true, 0.5, 4, new int[] {END}), fidelity);
                List<Prompt> prompts = prompts(5, 30);
                int policysBefore = policy.parameters().liveArrays();
                int masksBefore = model.parameters().liveArrays();
                for (int beams : new int[] {1, 3}) {
                    GenerationConfig config = config(beams == 1, 10, 1, 0, beams);
                    Generator generator = new Generator(
                            policy, config, new Limits(0, 10, 1), END, 8, new RandomStreams(9), Optional.of(mask));
                    for (int i = 0; i < 10; i++) {
                        generator.generate(prompts, 3);
                    }
                    int[][] sequences = {{1, 2, END}, {3}, {END}, {4, 5}, {1}};
                    new AllowedTokens(policy, mask, config, new Limits(0, 10, 1), END, 2)
                            .of(owner, prompts, sequences)
                            .close();
                }
                assertThat(policy.parameters().liveArrays()).isEqualTo(policysBefore);
                assertThat(model.parameters().liveArrays()).isEqualTo(masksBefore);
            }
        }
    }

    private static List<Prompt> prompts(int count, int vocabulary) {
        SplittableRandom random = new SplittableRandom(8);
        List<Prompt> prompts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            prompts.add(new Prompt(
                    100 + i,
                    random.ints(1 + random.nextInt(5), 2, vocabulary - 2).toArray()));
        }
        return prompts;
    }
}
