package org.rlgrad.benchmark;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import org.rlgrad.generate.Prompt;
import org.rlgrad.model.Decoding;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.tensor.Scopes;

/**
 * Prompt encoding and one decoding step, each next to its matrix products alone; the better of interleaved rounds, since
 * noise only ever adds time.
 */
record Stages(double promptTokensPerSecond, double encodeFraction, double stepSeconds, double stepFraction) {
    private static final int ROUNDS = 4;
    private static final int STEPS = 6;

    static Stages measure(Workload workload, LanguageModel model, List<Prompt> prompts) {
        boolean gpt2 = workload.architecture() == Workload.Architecture.GPT2_SMALL;
        Products reading = new Products(
                model,
                gpt2 ? List.of("transformer.h.") : List.of("encoder.block", "EncDecAttention.k", "EncDecAttention.v"),
                List.of(),
                gpt2);
        Products stepping = new Products(
                model,
                gpt2 ? List.of("transformer.h.", "wte") : List.of("decoder.block", "shared"),
                List.of("EncDecAttention.k", "EncDecAttention.v", "relative_attention_bias"),
                gpt2);
        NDManager manager = model.parameters().manager();
        int batch = workload.promptsPerBatch();
        int rows = batch * workload.samples();
        List<int[]> some = ExtractBenchmark.tokens(prompts.subList(0, batch));
        double encode = Double.MAX_VALUE;
        double encodeProducts = Double.MAX_VALUE;
        double step = Double.MAX_VALUE;
        double stepProducts = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            try (Decoding decoding = model.start(some, workload.newTokens())) {
                Scopes.step(() -> Products.waitFor(decoding.logits()));
                encode = Math.min(encode, (System.nanoTime() - start) * 1e-9);
                encodeProducts = Math.min(encodeProducts, reading.seconds(manager, batch * workload.promptLength()));
                int[] all = new int[rows];
                Arrays.setAll(all, row -> row / workload.samples());
                decoding.select(all);
                long[] tokens = new long[rows];
                Arrays.fill(tokens, 7);
                for (int i = 0; i < STEPS; i++) {
                    start = System.nanoTime();
                    decoding.step(tokens);
                    Scopes.step(() -> Products.waitFor(decoding.logits()));
                    step = Math.min(step, (System.nanoTime() - start) * 1e-9);
                    stepProducts = Math.min(stepProducts, stepping.seconds(manager, rows));
                }
            }
        }
        return new Stages(batch * workload.promptLength() / encode, encodeProducts / encode, step, stepProducts / step);
    }
}
