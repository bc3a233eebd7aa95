package org.rlgrad.benchmark;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.rlgrad.config.GenerationConfig;
import org.rlgrad.generate.Generator;
import org.rlgrad.generate.Limits;
import org.rlgrad.generate.Prompt;
import org.rlgrad.generate.RandomStreams;
import org.rlgrad.model.Decoding;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/**
 * {@code scripts/benchmark extract [SCALE]}: sample extraction at the shapes of three GRUE configurations.
 *
 * <p>All figures come from one process. rlgrad's way draws all samples of all prompts; the reference's way is timed for one of
 * its passes (one sample of every prompt, prompts encoded anew, the head applied to every prompt position as there) and
 * multiplied by the number of samples, since its passes do the same work. Both decode the same number of rows together and run
 * to the last token, so dropping finished rows and trimming padding, where rlgrad gains more, do not count here.
 */
public final class ExtractBenchmark {
    /** No token ends a sequence: every sample has its full length. */
    private static final int NO_END = -1;

    private ExtractBenchmark() {}

    /** Prints the table. */
    public static void run(Device device, int scale) {
        System.out.printf(
                Locale.ROOT,
                "%-12s %8s %9s %9s %8s %9s %9s %9s %9s %6s%n",
                "shape",
                "prompts",
                "tokens/s",
                "samples/s",
                "x ref",
                "encode/s",
                "of ceil.",
                "step ms",
                "of ceil.",
                "peak");
        for (Workload workload : Workload.all(scale)) {
            try (LanguageModel model = RandomModel.of(workload.architecture(), device)) {
                measure(workload, model);
            }
        }
    }

    private static void measure(Workload workload, LanguageModel model) {
        List<Prompt> prompts = workload.randomPrompts(model.vocabularySize());
        Generator generator = generator(workload, model);
        Torch.noGrad(() -> {
            warmUp(model, prompts);
            int liveBefore = model.parameters().liveArrays();
            Stages stages = Stages.measure(workload, model, prompts);
            double reference = referencePass(workload, model, prompts) * workload.samples();
            long start = System.nanoTime();
            int[][][] generated = generator.generate(prompts, workload.samples());
            double ours = (System.nanoTime() - start) * 1e-9;
            long tokens = IntStream.range(0, generated.length)
                    .mapToLong(p ->
                            Arrays.stream(generated[p]).mapToLong(s -> s.length).sum())
                    .sum();
            System.out.printf(
                    Locale.ROOT,
                    "%-12s %8d %9.1f %9.2f %8.2f %9.1f %8.0f%% %9.1f %8.0f%% %5dM%n",
                    workload.name(),
                    workload.prompts(),
                    tokens / ours,
                    workload.prompts() * workload.samples() / ours,
                    reference / ours,
                    stages.promptTokensPerSecond(),
                    100 * stages.encodeFraction(),
                    1000 * stages.stepSeconds(),
                    100 * stages.stepFraction(),
                    ProcessMemory.peakMiB());
            int liveAfter = model.parameters().liveArrays();
            System.out.printf("%-12s live native arrays %d before, %d after%n", "", liveBefore, liveAfter);
            return null;
        });
    }

    private static Generator generator(Workload workload, LanguageModel model) {
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
        return new Generator(
                model,
                config,
                new Limits(0, workload.newTokens(), 1),
                NO_END,
                workload.prompts(),
                new RandomStreams(0));
    }

    private static void warmUp(LanguageModel model, List<Prompt> prompts) {
        try (Decoding decoding = model.start(tokens(prompts.subList(0, 2)), 3)) {
            decoding.step(new long[] {5, 6});
        }
    }

    /** One sample of every prompt as the reference draws it. */
    private static double referencePass(Workload workload, LanguageModel model, List<Prompt> prompts) {
        long start = System.nanoTime();
        try (Decoding decoding = model.start(tokens(prompts), workload.newTokens())) {
            if (workload.architecture() == Workload.Architecture.GPT2_SMALL) {
                headOnAllPromptPositions(workload, model);
            }
            for (int step = 0; step + 1 < workload.newTokens(); step++) {
                decoding.step(greedy(decoding));
            }
        }
        return (System.nanoTime() - start) * 1e-9;
    }

    private static long[] greedy(Decoding decoding) {
        return Scopes.step(() -> decoding.logits().argMax(1).toLongArray());
    }

    private static void headOnAllPromptPositions(Workload workload, LanguageModel model) {
        Scopes.step(() -> {
            NDManager manager = model.parameters().manager();
            NDArray hidden = manager.zeros(
                    new Shape((long) workload.prompts() * workload.promptLength(), 768), DataType.FLOAT32);
            return Ops.linear(hidden, model.parameters().get("transformer.wte.weight"), null)
                    .getShape();
        });
    }

    static List<int[]> tokens(List<Prompt> prompts) {
        return new ArrayList<>(prompts.stream().map(Prompt::tokens).toList());
    }
}
