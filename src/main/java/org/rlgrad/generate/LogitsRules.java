package org.rlgrad.generate;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.rlgrad.config.GenerationConfig;
import org.rlgrad.tensor.SamplingOps;

/**
 * What changes scores before a token is chosen, in the reference's order: repetition penalty, repeated n-grams, minimum
 * length. Temperature, top-k and top-p come after, and only when sampling ({@link TokenSampler}).
 */
record LogitsRules(double repetitionPenalty, int noRepeatNgramSize, int minNewTokens, int endToken) {

    static LogitsRules of(GenerationConfig config, Limits limits, int endToken) {
        return new LogitsRules(config.repetitionPenalty(), config.noRepeatNgramSize(), limits.minNewTokens(), endToken);
    }

    /** Whether {@link #apply} needs the rows' tokens. */
    boolean needHistory() {
        return repetitionPenalty != 1.0 || noRepeatNgramSize > 0;
    }

    /**
     * Changes scores {@code [N, V]} in place.
     *
     * @param history the rows' tokens; may be null unless {@link #needHistory}
     * @param newTokens new tokens that every row has so far
     */
    void apply(NDArray scores, History history, int newTokens) {
        if (repetitionPenalty != 1.0) {
            Entries seen = Entries.of(history, history::distinct);
            SamplingOps.penalizeRepetitionInPlace(scores, seen.rows(), seen.tokens(), repetitionPenalty);
        }
        if (noRepeatNgramSize > 0) {
            Entries repeating = Entries.of(history, row -> history.completions(row, noRepeatNgramSize));
            if (repeating.rows().length > 0) {
                SamplingOps.banEachInPlace(scores, repeating.rows(), repeating.tokens());
            }
        }
        if (newTokens < minNewTokens) {
            SamplingOps.banInPlace(scores, endToken);
        }
    }

    /** (row, token) pairs. */
    private record Entries(long[] rows, long[] tokens) {
        static Entries of(History history, IntFunction<int[]> tokensOfRow) {
            List<Long> rows = new ArrayList<>();
            List<Long> tokens = new ArrayList<>();
            for (int row = 0; row < history.rows(); row++) {
                for (int token : tokensOfRow.apply(row)) {
                    rows.add((long) row);
                    tokens.add((long) token);
                }
            }
            return new Entries(
                    rows.stream().mapToLong(Long::longValue).toArray(),
                    tokens.stream().mapToLong(Long::longValue).toArray());
        }
    }
}
