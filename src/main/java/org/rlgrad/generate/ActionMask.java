package org.rlgrad.generate;

import ai.djl.ndarray.NDArray;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.rlgrad.config.ActionMaskConfig;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.tensor.MaskOps;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.SamplingOps;

/**
 * Which tokens NLPO (Ramamurthy et al. 2023) allows: the most probable ones by a ranking model, and the special tokens.
 *
 * <p>It acts after the minimum length, which it does not lift, and before temperature and top-k. Tokens that tie with the last
 * one allowed are allowed as well.
 *
 * <p>Differs from the reference: a row whose allowed tokens are all banned already is left alone (there a crash), ties (there
 * whichever the sort puts first), and special tokens are allowed in all rows of a beam search (there in as many of the first
 * rows as it has prompts).
 *
 * @param learned whether a mask model ranks the tokens; otherwise the policy's own scores do
 * @param mass tokens are allowed up to and including the one that brings their probability above it; 0: just {@code least}
 * @param least tokens at the least, special ones not counted
 * @param always ids of the special tokens
 */
public record ActionMask(boolean learned, double mass, int least, int[] always) {

    /**
     * The mask that a configuration describes. Under {@link Fidelity#REFERENCE} a top-p mask of an encoder-decoder keeps one
     * token more than {@code min_tokens_to_keep} says, as there.
     *
     * @param specialTokens all special ids of the tokenizer
     */
    public static ActionMask of(ActionMaskConfig config, ModelType type, Fidelity fidelity, int[] specialTokens) {
        int top = (int) config.topMask();
        return switch (config.maskType()) {
            case LEARNED_TOP_P ->
                new ActionMask(true, config.topMask(), least(config.minTokensToKeep(), type, fidelity), specialTokens);
            case LEARNED_TOP_K -> new ActionMask(true, 0, top, specialTokens);
            case TOPK -> new ActionMask(false, 0, top, specialTokens);
        };
    }

    private static int least(int minTokensToKeep, ModelType type, Fidelity fidelity) {
        boolean oneMore = type == ModelType.SEQ2SEQ && fidelity == Fidelity.REFERENCE && minTokensToKeep > 1;
        return Math.max(1, oneMore ? minTokensToKeep + 1 : minTokensToKeep);
    }

    /**
     * Makes tokens that are not allowed impossible.
     *
     * @param scores {@code [N, V]} after {@link LogitsRules}
     * @param ranking {@code [N, V]}: the mask model's logits, or {@code scores} themselves if the mask is not learned
     */
    public void restrictInPlace(NDArray scores, NDArray ranking) {
        MaskOps.restrictInPlace(scores, MaskOps.atLeast(ranking, MaskOps.nucleusEdges(ranking, mass, least), always));
    }

    /**
     * The tokens that could be drawn, as the reference stores them with a transition: those of the mask that the minimum length
     * does not ban and that temperature, top-k and top-p leave. (It knows no repetition rules: {@link AllowedTokens} does.)
     *
     * @param policyLogits {@code [n, V]}
     * @param maskLogits {@code [n, V]} of the mask model; not used if the mask is not learned
     * @param endBanned {@code [n]}: whether the minimum length forbade the end token there
     * @param drawn {@code [n]}: the tokens that were drawn, allowed even where rounding differs from what it was then
     * @return {@code [n, V]} boolean
     */
    public NDArray allowed(
            NDArray policyLogits,
            NDArray maskLogits,
            boolean[] endBanned,
            int endToken,
            TokenSampler sampler,
            long[] drawn) {
        NDArray scores = policyLogits.duplicate();
        long[] banned = IntStream.range(0, endBanned.length)
                .filter(row -> endBanned[row])
                .asLongStream()
                .toArray();
        if (banned.length > 0) {
            SamplingOps.banEachInPlace(
                    scores,
                    banned,
                    LongStream.generate(() -> endToken).limit(banned.length).toArray());
        }
        return allowed(scores, learned ? maskLogits : scores, sampler, drawn);
    }

    /** The same from scores after {@link LogitsRules}, which it changes. */
    NDArray allowed(NDArray scores, NDArray ranking, TokenSampler sampler, long[] drawn) {
        restrictInPlace(scores, ranking);
        NDArray allowed = MaskOps.possible(sampler.filter(scores));
        MaskOps.allowEachInPlace(allowed, Ops.longs(allowed.getManager(), drawn));
        return allowed;
    }
}
