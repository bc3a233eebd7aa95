package org.rlgrad.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rlgrad.config.GenerationConfig;
import org.rlgrad.model.Gpt2;
import org.rlgrad.model.Gpt2Config;
import org.rlgrad.random.RandomStreams;
import org.rlgrad.tensor.Dropout;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Parameters;
import org.rlgrad.tensor.SamplingOps;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/**
 * 20,000 samples of a model with seven tokens and three steps against the exact probabilities of all its outputs, which a
 * naive enumeration in Java computes from the full-sequence logits.
 */
class SampledDistributionTest {
    private static final int VOCABULARY = 7;
    private static final int END = 6;
    private static final int STEPS = 3;
    static final int SAMPLES = 20_000;
    private static final int[] PROMPT = {2, 5, 1};

    @ParameterizedTest
    @CsvSource({
        // temperature, top_k, top_p, min_length, repetition_penalty, no_repeat_ngram
        "1.0, 0, 1.0, 0, 1.0, 0",
        "0.7, 0, 1.0, 0, 1.0, 0",
        "1.6, 0, 1.0, 2, 1.0, 0",
        "1.0, 3, 1.0, 0, 1.0, 0",
        "0.5, 4, 1.0, 1, 1.0, 0",
        "1.0, 0, 0.8, 0, 1.0, 0",
        "1.3, 5, 0.7, 0, 1.0, 0",
        "1.0, 0, 1.0, 0, 1.7, 0",
        "1.0, 50, 1.0, 0, 1.0, 2",
        "0.9, 4, 0.9, 2, 1.2, 1"
    })
    void agreesWithEnumeration(double temperature, int topK, double topP, int minLength, double penalty, int ngram) {
        GenerationConfig config = new GenerationConfig(
                true,
                OptionalInt.of(STEPS),
                20,
                minLength,
                temperature,
                topK,
                topP,
                penalty,
                ngram,
                1,
                1,
                false,
                GenerationConfig.PostProcessing.NONE);
        try (Gpt2 model = model()) {
            Generator generator = new Generator(
                    model, config, new Limits(minLength, STEPS, PROMPT.length), END, 512, new RandomStreams(11));
            Map<List<Integer>, Integer> counts = new HashMap<>();
            for (int input = 0; input < 20; input++) {
                int[][] samples = generator.generate(List.of(new Prompt(input, PROMPT)), SAMPLES / 20)[0];
                for (int[] sample : samples) {
                    counts.merge(Arrays.stream(sample).boxed().toList(), 1, Integer::sum);
                }
            }
            Map<List<Integer>, Double> exact = new NaiveEnumeration(model, config).probabilities();
            assertThat(exact.values().stream().mapToDouble(p -> p).sum()).isCloseTo(1, within(1e-6));
            assertThat(exact.keySet()).containsAll(counts.keySet());
            assertThat(normalisedChiSquare(exact, counts)).isLessThan(4);
        }
    }

    /** (X^2 - degrees of freedom) / sqrt(2 x degrees of freedom): about standard normal; outputs expected under 5 times are pooled. */
    static double normalisedChiSquare(Map<List<Integer>, Double> exact, Map<List<Integer>, Integer> counts) {
        double statistic = 0;
        double rareExpected = 0;
        double rareCount = 0;
        int cells = 0;
        for (Map.Entry<List<Integer>, Double> entry : exact.entrySet()) {
            double expected = entry.getValue() * SAMPLES;
            int count = counts.getOrDefault(entry.getKey(), 0);
            if (expected < 5) {
                rareExpected += expected;
                rareCount += count;
            } else {
                statistic += (count - expected) * (count - expected) / expected;
                cells++;
            }
        }
        if (rareExpected > 0) {
            statistic += (rareCount - rareExpected) * (rareCount - rareExpected) / Math.max(rareExpected, 1);
            cells++;
        }
        return (statistic - (cells - 1)) / Math.sqrt(2.0 * Math.max(1, cells - 1));
    }

    /** A random one-layer GPT-2 with large weights, so that its distributions are far from uniform. */
    static Gpt2 model() {
        Gpt2Config config = new Gpt2Config(VOCABULARY, 16, 8, 1, 2, 16, 1e-5, "gelu_new", Dropout.NONE);
        Parameters parameters = new Parameters(Torch.newManager(Device.cpu()));
        SplittableRandom random = new SplittableRandom(5);
        Gpt2.declare(config).forEach((name, shape) -> {
            float[] values = new float[(int) shape.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (random.nextGaussian() * (name.contains("ln") ? 0.2 : 0.6)
                        + (name.endsWith("ln_f.weight") ? 1 : 0));
            }
            NDArray flat = Ops.floats(parameters.manager(), values);
            parameters.put(name, flat.reshape(shape));
            flat.close();
        });
        return new Gpt2(config, parameters);
    }

    @Test
    void drawsMatchProbabilitiesAcrossBlocks() {
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            int vocabulary = 1000; // four blocks of the inverse, the last one partly padded
            float[] logits = new float[vocabulary];
            double[] exact = new double[vocabulary];
            double total = 0;
            for (int i = 0; i < vocabulary; i++) {
                logits[i] = (float) (3 * Math.sin(i * 0.7) + (i % 100 == 0 ? 3 : 0));
                exact[i] = Math.exp(logits[i]);
                total += exact[i];
            }
            int draws = 40_000;
            float[] uniforms = new float[draws];
            for (int i = 0; i < draws; i++) {
                uniforms[i] = (i + 0.5f) / draws; // a regular grid: counts must match to about one per token
            }
            long[] tokens = Scopes.step(() -> {
                NDArray rows =
                        Ops.floats(manager, logits).reshape(1, vocabulary).broadcast(new Shape(draws, vocabulary));
                return SamplingOps.draw(rows, Ops.floats(manager, uniforms).reshape(draws, 1))
                        .toLongArray();
            });
            int[] counts = new int[vocabulary];
            for (long token : tokens) {
                counts[(int) token]++;
            }
            for (int i = 0; i < vocabulary; i++) {
                assertThat((double) counts[i]).isCloseTo(exact[i] / total * draws, within(1.6));
            }
        }
    }

    /** Vocabularies large enough for the search by blocks, with a remainder: the same draws as from the filtered whole. */
    @ParameterizedTest
    @CsvSource({"50257, 50", "32128, 10", "5003, 20", "1000, 50"})
    void searchByBlocksFindsTheLargest(int vocabulary, int topK) {
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            Engine.getInstance().setRandomSeed(1);
            int rows = 64;
            float[] uniforms = new float[rows];
            for (int row = 0; row < rows; row++) {
                uniforms[row] = (row + 0.5f) / rows;
            }
            Scopes.step(() -> {
                NDArray scores = manager.randomNormal(0, 2, new Shape(rows, vocabulary), DataType.FLOAT32);
                NDArray thresholds = Ops.floats(manager, uniforms).reshape(rows, 1);
                long[] fast = SamplingOps.drawTopK(scores, thresholds, topK, 0.9, 0.95);
                // the k-th largest value and everything above it, by sorting
                float[] all = scores.toFloatArray();
                for (int row = 0; row < rows; row++) {
                    float[] sorted = Arrays.copyOfRange(all, row * vocabulary, (row + 1) * vocabulary);
                    float drawn = sorted[(int) fast[row]];
                    Arrays.sort(sorted);
                    double[] weights = new double[topK];
                    double total = 0;
                    for (int i = 0; i < topK; i++) {
                        weights[i] = Math.exp((sorted[vocabulary - 1 - i] - sorted[vocabulary - 1]) / 0.9);
                        total += weights[i];
                    }
                    double before = 0;
                    double kept = 0;
                    for (int i = 0; i < topK; i++) {
                        if (before <= 0.95 * total) {
                            kept += weights[i];
                        }
                        before += weights[i];
                    }
                    int place = 0;
                    double cumulative = weights[0];
                    while (cumulative <= uniforms[row] * kept) {
                        cumulative += weights[++place];
                    }
                    assertThat(drawn).isEqualTo(sorted[vocabulary - 1 - place]);
                }
                return null;
            });
        }
    }

    /** Numbers next to the borders of blocks, where rounding could point at a token that is ruled out. */
    @Test
    void impossibleTokensAreNeverDrawn() {
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            int vocabulary = 2560;
            float[] logits = new float[vocabulary];
            double total = 0;
            for (int i = 0; i < vocabulary; i++) {
                logits[i] = i % 256 == 0 ? Float.NEGATIVE_INFINITY : (float) Math.sin(i);
                total += Math.exp(logits[i]);
            }
            List<Float> near = new ArrayList<>();
            double before = 0;
            for (int i = 0; i < vocabulary; i++) {
                float border = (float) (before / total);
                for (int step = -20; i % 256 == 0 && step <= 20; step++) {
                    near.add(Math.max(0, border + step * 0x1p-24f));
                }
                before += Math.exp(logits[i]);
            }
            float[] uniforms = new float[near.size()];
            for (int i = 0; i < uniforms.length; i++) {
                uniforms[i] = near.get(i);
            }
            long[] drawn = Scopes.step(() -> {
                Shape shape = new Shape(uniforms.length, vocabulary);
                NDArray rows =
                        Ops.floats(manager, logits).reshape(1, vocabulary).broadcast(shape);
                return SamplingOps.draw(rows, Ops.floats(manager, uniforms).expandDims(1))
                        .toLongArray();
            });
            assertThat(Arrays.stream(drawn)).allMatch(token -> token % 256 != 0);
        }
    }

    @Test
    void tiesWithTheKthTokenSurvive() {
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            NDArray equal = manager.zeros(new Shape(1, 400), DataType.FLOAT32);
            NDArray half = Ops.floats(manager, 0.5f).reshape(1, 1);
            // 400 tokens tie with the third: more than the fast path looks at, which it must say
            assertThat(SamplingOps.drawTopK(equal, half, 3, 1, 1)).containsExactly(-1);
            TokenSampler sampler = new TokenSampler(true, 1, 3, 1);
            assertThat(sampler.choose(equal, new float[] {0.999f})).containsExactly(399);
            // and the row beside it is drawn as if it were alone
            NDArray other = manager.randomNormal(0, 1, new Shape(1, 400), DataType.FLOAT32);
            long[] alone = sampler.choose(other, new float[] {0.6f});
            long[] together = sampler.choose(other.concat(equal, 0), new float[] {0.6f, 0.999f});
            assertThat(together).containsExactly(alone[0], 399);
        }
    }
}
