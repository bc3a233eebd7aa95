package org.rlgrad.generate;

import ai.djl.ndarray.NDArray;
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
        if (topK > 0) {
            long[] tokens = SamplingOps.drawTopK(scores, thresholds, topK, temperature, topP);
            if (tokens != null) {
                return tokens;
            }
        }
        return SamplingOps.draw(filter(scores), thresholds).toLongArray();
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
