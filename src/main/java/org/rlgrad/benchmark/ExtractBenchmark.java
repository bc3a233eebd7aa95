package org.rlgrad.benchmark;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.rlgrad.config.GenerationConfig;
import org.rlgrad.generate.Generator;
import org.rlgrad.generate.Limits;
import org.rlgrad.generate.Prompt;
import org.rlgrad.generate.TokenSampler;
import org.rlgrad.model.Decoding;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.random.RandomStreams;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.SamplingOps;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/**
 * {@code scripts/benchmark extract [DEVICE [ROWS [T5_FOLDER GPT2_FOLDER]]]}: extraction at the shapes of three GRUE configurations.
 *
 * <p>All figures come from one process, in interleaved rounds of which the best counts, since noise only adds time. rlgrad's
 * way draws all samples of its prompts. The reference's way is timed for one of its passes (one sample of every prompt, the
 * prompt encoded anew, the head applied to every prompt position and the draw made from the whole vocabulary, as there) and multiplied by the number of samples, since its
 * passes do the same work. Both decode the same number of rows together, on the same weights, and run to the last token: dropping finished rows and
 * trimming padding, where rlgrad gains more, do not count here.
 */
public final class ExtractBenchmark {
    private static final int ROUNDS = 2;

    /** Batches that rlgrad's way is timed for. */
    private static final int BATCHES = 2;

    /** No token ends a sequence: every sample has its full length. */
    private static final int NO_END = -1;

    private ExtractBenchmark() {}

    /**
     * Prints the table.
     *
     * @param folders checkpoints to take instead of random weights, by architecture; may be empty
     */
    public static void run(Device device, List<Workload> workloads, Map<Workload.Architecture, Path> folders) {
        System.out.printf(
                "%-12s %5s %9s %10s %13s %12s %9s %9s %9s %9s %11s%n",
                "shape",
                "rows",
                "tokens/s",
                "samples/s",
                "reference/s",
                "times faster",
                "prompt/s",
                "of limit",
                "step ms",
                "of limit",
                "peak MiB");
        for (Workload workload : workloads) {
            try (LanguageModel model = BenchmarkModel.of(workload.architecture(), device, folders)) {
                Torch.noGrad(() -> {
                    measure(workload, model);
                    return null;
                });
            }
        }
    }

    private static void measure(Workload workload, LanguageModel model) {
        List<Prompt> ours = workload.randomPrompts(BATCHES * workload.promptsPerBatch(), model.vocabularySize());
        List<Prompt> theirs = workload.randomPrompts(workload.rows(), model.vocabularySize());
        Generator generator = generator(workload, model);
        warmUp(model, ours);
        int liveBefore = model.parameters().liveArrays();
        Stages stages = Stages.measure(workload, model, ours);
        double secondsPerSample = Double.MAX_VALUE;
        double referencePerSample = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            referencePerSample = Math.min(referencePerSample, referencePass(workload, model, theirs) / theirs.size());
            secondsPerSample = Math.min(
                    secondsPerSample,
                    Rounds.seconds(() -> generator.generate(ours, workload.samples()))
                            / (ours.size() * workload.samples()));
        }
        System.out.printf(
                Locale.ROOT,
                "%-12s %5d %9.1f %10.2f %13.2f %12.2f %9.1f %8.0f%% %9.1f %8.0f%% %11d%n",
                workload.name(),
                workload.rows(),
                workload.newTokens() / secondsPerSample,
                1 / secondsPerSample,
                1 / referencePerSample,
                referencePerSample / secondsPerSample,
                stages.promptTokensPerSecond(),
                100 * stages.encodeFraction(),
                1000 * stages.stepSeconds(),
                100 * stages.stepFraction(),
                ProcessMemory.peakMiB());
        System.out.printf(
                "%-12s live native arrays: %d before, %d after%n",
                "", liveBefore, model.parameters().liveArrays());
    }

    /** Samples of the workload's length, decoded in batches of its rows. */
    static Generator generator(Workload workload, LanguageModel model) {
        GenerationConfig defaults = GenerationConfig.defaults();
        GenerationConfig config = new GenerationConfig(
                true,
                OptionalInt.of(workload.newTokens()),
                defaults.maxLength(),
                0,
                1,
                workload.topK(),
                1,
                1,
                0,
                1,
                1,
                false,
                defaults.postProcessing());
        Limits limits = new Limits(0, workload.newTokens(), 1);
        return new Generator(model, config, limits, NO_END, workload.rows(), new RandomStreams(0));
    }

    private static void warmUp(LanguageModel model, List<Prompt> prompts) {
        try (Decoding decoding = model.start(tokens(prompts.subList(0, 2)), 3)) {
            decoding.step(new long[] {5, 6});
        }
    }

    /** Seconds for one sample of every prompt as the reference draws it. */
    private static double referencePass(Workload workload, LanguageModel model, List<Prompt> prompts) {
        TokenSampler sampler = new TokenSampler(true, 1, workload.topK(), 1);
        float[] uniforms = new float[prompts.size()];
        Arrays.fill(uniforms, 0.5f);
        return Rounds.seconds(() -> {
            try (Decoding decoding = model.start(tokens(prompts), workload.newTokens())) {
                if (workload.architecture() == Workload.Architecture.GPT2_SMALL) {
                    headOnAllPromptPositions(workload, model);
                }
                for (int step = 0; step + 1 < workload.newTokens(); step++) {
                    decoding.step(drawFromWholeVocabulary(sampler, decoding, uniforms));
                }
            }
        });
    }

    /** As the reference draws: filter all scores, then the softmax over all of them. */
    private static long[] drawFromWholeVocabulary(TokenSampler sampler, Decoding decoding, float[] uniforms) {
        return Scopes.step(() -> {
            NDArray filtered = sampler.filter(decoding.logits());
            NDArray thresholds = Ops.floats(filtered.getManager(), uniforms).expandDims(1);
            return SamplingOps.draw(filtered, thresholds).toLongArray();
        });
    }

    private static void headOnAllPromptPositions(Workload workload, LanguageModel model) {
        Scopes.step(() -> {
            NDArray head = model.parameters().get("transformer.wte.weight");
            Shape positions = new Shape(
                    (long) workload.rows() * workload.promptLength(),
                    head.getShape().get(1));
            return Ops.linear(model.parameters().manager().zeros(positions, DataType.FLOAT32), head, null)
                    .getShape();
        });
    }

    static List<int[]> tokens(List<Prompt> prompts) {
        return prompts.stream().map(Prompt::tokens).toList();
    }
}
