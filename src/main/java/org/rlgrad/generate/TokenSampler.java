package org.rlgrad.generate;

import ai.djl.ndarray.NDArray;
import java.util.stream.IntStream;
import org.rlgrad.config.GenerationConfig;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.SamplingOps;

/** Chooses each row's next token from its scores: the most probable one, or a draw after temperature, top-k and top-p. */
public record TokenSampler(boolean doSample, double temperature, int topK, double topP) {

    public static TokenSampler of(GenerationConfig config) {
        return new TokenSampler(config.doSample(), config.temperature(), config.topK(), config.topP());
    }

    /**
     * One token per row.
     *
     * @param scores {@code [N, V]} after {@link LogitsRules}
     * @param uniforms one number in [0, 1) per row; not used by the greedy choice
     */
    public long[] choose(NDArray scores, float[] uniforms) {
        if (!doSample) {
            return scores.argMax(1).toLongArray();
        }
        NDArray thresholds = Ops.floats(scores.getManager(), uniforms).expandDims(1);
        if (topK == 0 || !SamplingOps.canSearchTopK(scores, topK)) {
            return SamplingOps.draw(filter(scores), thresholds).toLongArray();
        }
        long[] tokens = SamplingOps.drawTopK(scores, thresholds, topK, temperature, topP);
        long[] undecided = IntStream.range(0, tokens.length)
                .filter(row -> tokens[row] < 0)
                .asLongStream()
                .toArray();
        if (undecided.length > 0) {
            NDArray rows = Ops.longs(scores.getManager(), undecided);
            NDArray filtered = filter(Ops.select(scores, rows, 0));
            long[] drawn =
                    SamplingOps.draw(filtered, Ops.select(thresholds, rows, 0)).toLongArray();
            for (int i = 0; i < drawn.length; i++) {
                tokens[(int) undecided[i]] = drawn[i];
            }
        }
        return tokens;
    }

    /** Scores of the distribution that is drawn from: temperature, then top-k, then top-p. */
    public NDArray filter(NDArray scores) {
        NDArray filtered = temperature == 1.0 ? scores : Ops.divide(scores, temperature);
        if (topK > 0) {
            filtered = SamplingOps.keepTopK(filtered, topK);
        }
        return topP < 1.0 ? SamplingOps.keepTopP(filtered, topP) : filtered;
    }
}
