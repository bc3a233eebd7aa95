package org.rlgrad.experiment;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.config.GenerationConfig;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.config.TokenizerConfig;
import org.rlgrad.generate.Limits;
import org.rlgrad.model.Architecture;
import org.rlgrad.tokenizer.Tokenizer;

/** Whether model, tokenizer and lengths go together, and what follows from them. */
final class PolicyFit {
    private PolicyFit() {}

    /**
     * The token that ends a sequence.
     *
     * @throws Failure if the tokenizer is another model's
     */
    static int endToken(Architecture architecture, Tokenizer tokenizer, Path modelFolder) {
        if (tokenizer.vocabularySize() > architecture.vocabularySize()) {
            throw Failure.badData("tokenizer and model do not fit: the tokenizer has " + tokenizer.vocabularySize()
                    + " tokens, the model (" + modelFolder + ") only " + architecture.vocabularySize()
                    + "; name the model's own: --set tokenizer.model_name=...");
        }
        OptionalInt end = architecture.endToken().isPresent() ? architecture.endToken() : tokenizer.eosId();
        if (end.isEmpty()) {
            throw Failure.badData(
                    modelFolder + ": neither config.json (eos_token_id) nor the tokenizer names an end token");
        }
        if (tokenizer.eosId().isPresent() && tokenizer.eosId().getAsInt() != end.getAsInt()) {
            throw Failure.badData("tokenizer and model do not fit: the tokenizer's end token is "
                    + tokenizer.eosId().getAsInt() + ", the model's " + end.getAsInt()
                    + "; name the model's own: --set tokenizer.model_name=...");
        }
        return end.getAsInt();
    }

    /**
     * Most tokens of a prompt where {@code tokenizer.max_length} decides. The reference's rule: a causal prompt that leaves no room
     * for the new tokens is shortened by their number.
     *
     * @throws Failure if not even that makes room
     */
    static int maxPromptTokens(
            TokenizerConfig config,
            GenerationConfig generation,
            ModelType type,
            Architecture architecture,
            Tokenizer tokenizer) {
        int asked = config.maxLength().orElse(tokenizer.modelMaxLength());
        if (type != ModelType.CAUSAL) {
            return asked;
        }
        int room = room(architecture, tokenizer);
        int newTokens = Limits.of(generation, type, asked).maxNewTokens();
        boolean shorten = generation.maxNewTokens().isPresent() && (long) asked + newTokens > room;
        int max = shorten ? asked - newTokens : asked;
        if (max < 1 || (long) max + newTokens > room) {
            throw noRoom("tokenizer.max_length", asked, newTokens, room);
        }
        return max;
    }

    /**
     * Checks that prompts of a fixed length leave room for new tokens.
     *
     * @param key of the configuration that says the length
     */
    static void checkRoom(
            String key, int prompt, int newTokens, ModelType type, Architecture architecture, Tokenizer tokenizer) {
        if (type == ModelType.CAUSAL && (long) prompt + newTokens > room(architecture, tokenizer)) {
            throw noRoom(key, prompt, newTokens, room(architecture, tokenizer));
        }
    }

    /**
     * Checks that episodes begin as the model's outputs do.
     *
     * @param contextStartToken what the configuration says; empty: nothing
     */
    static void checkStart(OptionalInt contextStartToken, Architecture architecture, Path modelFolder) {
        OptionalInt start = architecture.decoderStartToken();
        if (contextStartToken.isPresent() && start.isPresent() && !contextStartToken.equals(start)) {
            throw new Failure(
                    ExitCode.BAD_CONFIG,
                    "env.args.context_start_token: must be the model's decoder_start_token_id, " + start.getAsInt()
                            + " (" + modelFolder + "), is " + contextStartToken.getAsInt());
        }
    }

    private static int room(Architecture architecture, Tokenizer tokenizer) {
        return Math.min(tokenizer.modelMaxLength(), architecture.maxPositions().orElse(Integer.MAX_VALUE));
    }

    private static Failure noRoom(String key, int prompt, int newTokens, int room) {
        return new Failure(
                ExitCode.BAD_CONFIG,
                "prompts of up to " + prompt + " tokens (" + key + ") and " + newTokens
                        + " new tokens do not fit into the model's " + room + " positions; lower one of them");
    }
}
