package org.rlgrad.config;

import java.util.OptionalInt;

/**
 * The {@code generation_kwargs} block: the arguments of the reference's generate call, with its library's defaults
 * (transformers 4.18) for absent keys, the implicit {@code top_k: 50} included.
 *
 * @param doSample draw tokens; otherwise take the most probable (greedy, or beam search when {@code numBeams > 1})
 * @param maxNewTokens most new tokens; empty: {@code maxLength} decides
 * @param maxLength total length (causal: padded prompt included; seq2seq: decoder start token included) when
 *     {@code maxNewTokens} is absent
 * @param minLength no end token below this length (seq2seq counts the start token, causal adds the prompt)
 * @param temperature divides the logits; {@code > 0}
 * @param topK keep the k largest logits (ties survive); 0: all
 * @param topP keep the smallest set of tokens with this probability mass; 1: all
 * @param postProcessing what is done to the decoded text
 */
public record GenerationConfig(
        boolean doSample,
        OptionalInt maxNewTokens,
        int maxLength,
        int minLength,
        double temperature,
        int topK,
        double topP,
        double repetitionPenalty,
        int noRepeatNgramSize,
        int numBeams,
        double lengthPenalty,
        boolean earlyStopping,
        PostProcessing postProcessing) {

    /** {@code post_processing_fn}. */
    public enum PostProcessing {
        NONE,
        /** The first three sentences, joined by newlines. */
        THREE_SENTENCE_SUMMARY
    }

    /** The same, taking the most probable token each time. */
    public GenerationConfig greedy() {
        return new GenerationConfig(
                false,
                maxNewTokens,
                maxLength,
                minLength,
                temperature,
                topK,
                topP,
                repetitionPenalty,
                noRepeatNgramSize,
                1,
                lengthPenalty,
                earlyStopping,
                postProcessing);
    }

    /** The same lengths and texts, drawing from the model's own distribution: nothing is cut off, tempered or penalised. */
    public GenerationConfig wholeDistribution() {
        return new GenerationConfig(
                true, maxNewTokens, maxLength, 0, 1.0, 0, 1.0, 1.0, 0, 1, lengthPenalty, earlyStopping, postProcessing);
    }

    /** Every key absent. */
    public static GenerationConfig defaults() {
        return new GenerationConfig(
                false, OptionalInt.empty(), 20, 0, 1.0, 50, 1.0, 1.0, 0, 1, 1.0, false, PostProcessing.NONE);
    }
}
