package org.rlgrad.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.rlgrad.config.GenerationConfig;
import org.rlgrad.config.Side;
import org.rlgrad.generate.Prompt;
import org.rlgrad.metric.Sentences;
import org.rlgrad.tokenizer.Tokenizer;

/**
 * Text on its way into a language model and out of it.
 *
 * @param tokenizer closed by whoever loaded it
 * @param endToken id that ends an output
 */
public record PolicyText(Tokenizer tokenizer, int endToken) {

    /**
     * Texts as prompts. An empty one becomes the end token alone, which begins every text of GPT-2; T5's have theirs anyway.
     *
     * @param key of each place in {@code texts}, the identity of its random stream
     * @param maxTokens special tokens included
     * @param truncationSide which side of a text too long is cut off
     */
    public List<Prompt> prompts(List<String> texts, IntToLongFunction key, int maxTokens, Side truncationSide) {
        List<int[]> rows = tokenizer.encodeAll(texts, maxTokens, truncationSide);
        List<Prompt> prompts = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            int[] tokens = rows.get(i).length == 0 ? new int[] {endToken} : rows.get(i);
            prompts.add(new Prompt(key.applyAsLong(i), tokens));
        }
        return prompts;
    }

    /** The text of generated tokens as metrics and rewards see it. */
    public String output(int[] tokens, GenerationConfig.PostProcessing processing) {
        String text = tokenizer.decode(tokens);
        return switch (processing) {
            case NONE -> text;
            case THREE_SENTENCE_SUMMARY ->
                String.join("\n", Sentences.split(text).stream().limit(3).toList());
        };
    }
}
