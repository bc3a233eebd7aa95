package org.rlgrad.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.TokenizerConfig;
import org.rlgrad.data.Sample;
import org.rlgrad.model.Gpt2;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.tokenizer.Tokenizer;

/**
 * What supervised training learns: one example for each reference of each sample, in their order.
 *
 * <p>An encoder-decoder reads the prompt and learns the reference, both with their end token. A decoder-only model of the reference
 * implementation learns one text, the prompt immediately followed by the reference: no blank between them, no end token, the prompt
 * learnt as well.
 *
 * <p>Differs from the reference: under {@code fidelity: corrected} a decoder-only model learns the continuation and the end token
 * alone, prompt and continuation are encoded apart as at generation, with a blank at the seam where neither text has one, and what
 * is too long is cut from the prompt first.
 *
 * @param padId what rows are padded with; a decoder-only model without padding token pads with its end token
 */
public record SupervisedExamples(List<Example> examples, int padId, Fidelity fidelity) {

    /**
     * Token ids.
     *
     * @param prompt read, not learnt; empty where a decoder-only model learns the whole text
     * @param target learnt
     */
    @SuppressWarnings("ArrayRecordComponent") // plain carriers of model inputs, never compared
    public record Example(int[] prompt, int[] target) {}

    /**
     * Encodes samples for a model, on all cores.
     *
     * @throws Failure (bad config) if the tokenizer lacks an end token that is needed
     */
    public static SupervisedExamples of(
            LanguageModel model, Tokenizer tokenizer, TokenizerConfig config, Fidelity fidelity, List<Sample> samples) {
        List<Text> texts = new ArrayList<>();
        for (Sample sample : samples) {
            for (String reference : sample.references()) {
                texts.add(new Text(sample.prompt(), reference));
            }
        }
        Encoder encoder = new Encoder(tokenizer, config, maxTokens(model, tokenizer));
        List<Example> examples = texts.parallelStream()
                .map(text -> {
                    if (!(model instanceof Gpt2)) {
                        return encoder.pair(text);
                    }
                    return switch (fidelity) {
                        case REFERENCE -> encoder.joined(text);
                        case CORRECTED -> encoder.continuation(text);
                    };
                })
                .toList();
        OptionalInt padding = tokenizer.padId();
        return new SupervisedExamples(
                examples, padding.isPresent() ? padding.getAsInt() : encoder.end("padding"), fidelity);
    }

    private static int maxTokens(LanguageModel model, Tokenizer tokenizer) {
        return model instanceof Gpt2 gpt2
                ? Math.min(gpt2.maxTokens(), tokenizer.modelMaxLength())
                : tokenizer.modelMaxLength();
    }

    private record Text(String prompt, String reference) {
        String seam() {
            boolean blank = prompt.isEmpty()
                    || reference.isEmpty()
                    || Character.isWhitespace(prompt.charAt(prompt.length() - 1))
                    || Character.isWhitespace(reference.charAt(0));
            return blank ? "" : " ";
        }
    }

    private record Encoder(Tokenizer tokenizer, TokenizerConfig config, int maxTokens) {

        Example pair(Text text) {
            return new Example(encode(text.prompt(), maxTokens), encode(text.reference(), maxTokens));
        }

        Example joined(Text text) {
            return new Example(new int[0], encode(text.prompt() + text.reference(), maxTokens));
        }

        /** At least one token of the prompt stays, or the end token stands in for an empty one. */
        Example continuation(Text text) {
            int end = end("the end of a text");
            int[] reference = tokenizer.encodeWithoutSpecialTokens(text.seam() + text.reference());
            int kept = Math.min(reference.length, maxTokens - 2);
            int[] target = IntStream.concat(Arrays.stream(reference, 0, kept), IntStream.of(end))
                    .toArray();
            int[] prompt = encode(text.prompt(), maxTokens - target.length);
            return new Example(prompt.length == 0 ? new int[] {end} : prompt, target);
        }

        private int[] encode(String text, int room) {
            return tokenizer.encode(text, room, config.truncationSide());
        }

        int end(String use) {
            return tokenizer
                    .eosId()
                    .orElseThrow(() -> new Failure(
                            ExitCode.BAD_CONFIG,
                            "tokenizer.model_name: " + config.modelName() + " has no end token, which is needed for "
                                    + use));
        }
    }
}
