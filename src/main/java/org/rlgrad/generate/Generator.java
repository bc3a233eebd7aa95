package org.rlgrad.generate;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.rlgrad.Failure;
import org.rlgrad.config.GenerationConfig;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.random.RandomStreams;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/**
 * Continues prompts with a language model: sampling, greedy, beam search, or beam sampling.
 *
 * <p>A prompt is read once for all its samples; prompts of similar length share a batch; rows that have ended leave it. None
 * of this changes the outcome: a sample depends on its prompt and its own random stream (up to the last bit of a matrix
 * product's rounding, which batch shapes can change).
 */
public final class Generator {
    /** Rows that have ended are dropped, with a copy of the cache, when they make up this fraction. */
    private static final double DROP_FROM = 0.15;

    private final LanguageModel model;
    private final GenerationConfig config;
    private final Limits limits;
    private final int endToken;
    private final int maxRows;
    private final RandomStreams random;
    private final Optional<MaskModel> mask;
    private final LogitsRules rules;
    private final TokenSampler sampler;

    /** Without a mask. */
    public Generator(
            LanguageModel model,
            GenerationConfig config,
            Limits limits,
            int endToken,
            int maxRows,
            RandomStreams random) {
        this(model, config, limits, endToken, maxRows, random, Optional.empty());
    }

    /**
     * @param endToken id that ends a sequence
     * @param maxRows most sequences that are continued together; one prompt's samples stay together even beyond it
     * @param mask what restricts the tokens to choose from
     */
    public Generator(
            LanguageModel model,
            GenerationConfig config,
            Limits limits,
            int endToken,
            int maxRows,
            RandomStreams random,
            Optional<MaskModel> mask) {
        this.model = model;
        this.config = config;
        this.limits = limits;
        this.endToken = endToken;
        this.maxRows = maxRows;
        this.random = random;
        this.mask = mask;
        this.rules = LogitsRules.of(config, limits, endToken);
        this.sampler = TokenSampler.of(config);
    }

    /**
     * New tokens of every sample, the end token included where it was reached.
     *
     * @param prompts in any order and of any lengths
     * @param samples sequences per prompt; without sampling they are all the same
     * @return {@code [prompt][sample]}, in the order of the prompts
     */
    public int[][][] generate(List<Prompt> prompts, int samples) {
        int[][][] results = new int[prompts.size()][samples][];
        int rowsPerPrompt = config.numBeams() > 1 || !config.doSample() ? config.numBeams() : samples;
        for (int[] batch : batchesByLength(prompts, Math.max(1, maxRows / rowsPerPrompt))) {
            List<Prompt> chosen = Arrays.stream(batch).mapToObj(prompts::get).toList();
            int[][][] generated = Torch.noGrad(() -> generateBatch(chosen, samples));
            for (int i = 0; i < batch.length; i++) {
                results[batch[i]] = generated[i];
            }
        }
        return results;
    }

    private int[][][] generateBatch(List<Prompt> prompts, int samples) {
        if (config.doSample() && config.numBeams() == 1) {
            return sample(prompts, samples);
        }
        int[][][] results = new int[prompts.size()][samples][];
        int[][] best = best(prompts, 0);
        for (int sample = 0; sample < samples; sample++) {
            if (sample > 0 && config.doSample()) {
                best = best(prompts, sample);
            }
            for (int p = 0; p < results.length; p++) {
                results[p][sample] = best[p];
            }
        }
        return results;
    }

    /** One output of each prompt, the greedy one or the best of its beams. */
    private int[][] best(List<Prompt> prompts, int sample) {
        if (config.numBeams() == 1) {
            return Arrays.stream(sample(prompts, 1)).map(single -> single[0]).toArray(int[][]::new);
        }
        BeamSearch search = new BeamSearch(model, config, limits, endToken, mask);
        List<List<BeamSearch.Hypothesis>> found =
                config.doSample() ? search.sample(prompts, 1, random, sample) : search.search(prompts, 1);
        return found.stream().map(best -> best.get(0).tokens()).toArray(int[][]::new);
    }

    /** Places of prompts, the longest first, in batches of {@code size}: prompts of similar length come together. */
    public static List<int[]> batchesByLength(List<Prompt> prompts, int size) {
        int[] longestFirst = IntStream.range(0, prompts.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> -prompts.get(i).tokens().length))
                .mapToInt(Integer::intValue)
                .toArray();
        List<int[]> batches = new ArrayList<>();
        for (int start = 0; start < longestFirst.length; start += size) {
            batches.add(Arrays.copyOfRange(longestFirst, start, Math.min(start + size, longestFirst.length)));
        }
        return batches;
    }

    private int[][][] sample(List<Prompt> prompts, int samples) {
        Sequences sequences = new Sequences(model, prompts, samples, endToken, limits.maxNewTokens());
        int[] live = IntStream.range(0, sequences.count()).toArray(); // the sequence that each row continues
        try (MaskedDecoding decoding = MaskedDecoding.start(model, mask, prompts, limits.maxNewTokens())) {
            for (int step = 0; ; step++) {
                long[] tokens = choose(decoding, prompts, sequences, live, step);
                if (step == 0) {
                    decoding.select(Arrays.stream(live).map(sequences::promptOf).toArray());
                }
                sequences.append(live, tokens);
                int[] going = sequences.going(live);
                if (going.length == 0 || step + 1 == limits.maxNewTokens()) {
                    return sequences.results();
                }
                if (going.length <= live.length * (1 - DROP_FROM)) {
                    decoding.select(going);
                    int[] before = live;
                    long[] all = tokens;
                    live = Arrays.stream(going).map(row -> before[row]).toArray();
                    tokens = Arrays.stream(going).mapToLong(row -> all[row]).toArray();
                }
                decoding.step(tokens);
            }
        }
    }

    /** The next token of every live row. Before the first one there is still one row per prompt. */
    private long[] choose(MaskedDecoding decoding, List<Prompt> prompts, Sequences sequences, int[] live, int step) {
        return Scopes.step(() -> {
            NDArray logits = decoding.logits(null);
            NDArray rows = null;
            if (step == 0) {
                checkFinite(logits);
                rows = Ops.indices(
                        logits.getManager(),
                        Arrays.stream(live).map(sequences::promptOf).toArray());
            }
            NDArray scores = decoding.logits(rows);
            rules.apply(scores, rules.needHistory() ? sequences.history(live) : null, step);
            if (mask.isPresent()) {
                mask.get().mask().restrictInPlace(scores, decoding.ranking(scores, rows));
            }
            float[] uniforms = new float[live.length];
            for (int row = 0; row < live.length; row++) {
                long key = prompts.get(sequences.promptOf(live[row])).key();
                uniforms[row] = random.uniform(key, sequences.sampleOf(live[row]), step);
            }
            return sampler.choose(scores, uniforms);
        });
    }

    private static void checkFinite(NDArray logits) {
        if (!Ops.allFinite(logits)) {
            throw Failure.badData("the model's logits are NaN or infinite: its weights cannot be used for generation"
                    + " (a training has diverged; a smaller learning_rate may help)");
        }
    }
}
