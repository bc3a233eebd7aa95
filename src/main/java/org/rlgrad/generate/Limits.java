package org.rlgrad.generate;

import org.rlgrad.config.GenerationConfig;
import org.rlgrad.config.ModelConfig.ModelType;

/**
 * How many new tokens a sequence may and must have, and how its length is counted.
 *
 * @param minNewTokens the end token is impossible before that many new tokens
 * @param maxNewTokens generation stops there
 * @param startLength length that counts before the first new token: 1 (the decoder's start token) or the padded prompt
 */
public record Limits(int minNewTokens, int maxNewTokens, int startLength) {

    /**
     * The reference's rules (transformers 4.18 as RL4LMs calls it).
     *
     * <ul>
     *   <li>Without {@code max_new_tokens} the total length is {@code max_length}, 20 by default: 19 new tokens for T5.
     *   <li>{@code min_length} m: seq2seq counts the start token, so the end is possible from the m-th new token on; causal adds
     *       the padded prompt to m first, so it is possible from the (m+1)-th on.
     * </ul>
     *
     * @param paddedPrompt width that prompts are padded to; not used for seq2seq
     */
    public static Limits of(GenerationConfig config, ModelType type, int paddedPrompt) {
        int start =
                switch (type) {
                    case SEQ2SEQ -> 1;
                    case CAUSAL -> paddedPrompt;
                };
        int min =
                switch (type) {
                    case SEQ2SEQ -> Math.max(0, config.minLength() - 1);
                    case CAUSAL -> config.minLength();
                };
        // a prompt that already fills max_length still gets the one token that is drawn before the length is checked
        int max = config.maxNewTokens().orElse(Math.max(1, config.maxLength() - start));
        return new Limits(min, max, start);
    }
}
