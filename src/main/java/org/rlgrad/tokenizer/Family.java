package org.rlgrad.tokenizer;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A model family, as far as its tokenizer goes: which algorithm, which special tokens, how many positions. */
public enum Family {
    GPT2(1024, "n_positions"),
    T5(512, "n_positions"),
    BERT(512, "max_position_embeddings"),
    DISTILBERT(512, "max_position_embeddings"),
    ROBERTA(512, "max_position_embeddings"),
    /** Read from {@code tokenizer.json} only. */
    LLAMA(2048, "max_position_embeddings");

    private final int usualMaxLength;
    private final String positionsKey;

    Family(int usualMaxLength, String positionsKey) {
        this.usualMaxLength = usualMaxLength;
        this.positionsKey = positionsKey;
    }

    /** Most tokens of a text where a folder does not say. */
    int usualMaxLength() {
        return usualMaxLength;
    }

    /** The key of {@code config.json} that holds the number of positions. */
    String positionsKey() {
        return positionsKey;
    }

    /** Positions that the model has but no token can use: RoBERTa counts them from 2, after its padding id. */
    int reservedPositions() {
        return this == ROBERTA ? 2 : 0;
    }

    /** Whether decoding removes the spaces before punctuation, as transformers 4.18 does; Llama's decoder never did. */
    boolean cleansUpSpaces() {
        return this != LLAMA;
    }

    /** The special tokens that the family has when its folder names none. */
    Map<SpecialToken, String> usualSpecialTokens() {
        Map<SpecialToken, String> tokens = new EnumMap<>(SpecialToken.class);
        switch (this) {
            case GPT2 -> {
                tokens.put(SpecialToken.BOS, "<|endoftext|>");
                tokens.put(SpecialToken.EOS, "<|endoftext|>");
                tokens.put(SpecialToken.UNK, "<|endoftext|>");
            }
            case T5 -> {
                tokens.put(SpecialToken.EOS, "</s>");
                tokens.put(SpecialToken.UNK, "<unk>");
                tokens.put(SpecialToken.PAD, "<pad>");
            }
            case BERT, DISTILBERT -> {
                tokens.put(SpecialToken.UNK, "[UNK]");
                tokens.put(SpecialToken.SEP, "[SEP]");
                tokens.put(SpecialToken.PAD, "[PAD]");
                tokens.put(SpecialToken.CLS, "[CLS]");
                tokens.put(SpecialToken.MASK, "[MASK]");
            }
            case ROBERTA -> {
                tokens.put(SpecialToken.BOS, "<s>");
                tokens.put(SpecialToken.EOS, "</s>");
                tokens.put(SpecialToken.UNK, "<unk>");
                tokens.put(SpecialToken.SEP, "</s>");
                tokens.put(SpecialToken.PAD, "<pad>");
                tokens.put(SpecialToken.CLS, "<s>");
                tokens.put(SpecialToken.MASK, "<mask>");
            }
            case LLAMA -> {
                tokens.put(SpecialToken.BOS, "<s>");
                tokens.put(SpecialToken.EOS, "</s>");
                tokens.put(SpecialToken.UNK, "<unk>");
            }
        }
        return tokens;
    }

    /** The family of a {@code tokenizer_class} ({@code GPT2TokenizerFast}) or {@code model_type} ({@code gpt2}), if known. */
    static Optional<Family> named(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("(tokenizer)?(fast)?$", "");
        return switch (plain) {
            case "gpt2" -> Optional.of(GPT2);
            case "t5", "mt5" -> Optional.of(T5);
            case "bert" -> Optional.of(BERT);
            case "distilbert" -> Optional.of(DISTILBERT);
            case "roberta" -> Optional.of(ROBERTA);
            case "llama" -> Optional.of(LLAMA);
            default -> Optional.empty();
        };
    }
}
