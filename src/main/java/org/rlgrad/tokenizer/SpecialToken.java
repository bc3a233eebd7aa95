package org.rlgrad.tokenizer;

import java.util.Locale;

/** The parts a special token can play, in the order in which Hugging Face numbers those a vocabulary lacks. */
enum SpecialToken {
    BOS,
    EOS,
    UNK,
    SEP,
    PAD,
    CLS,
    MASK;

    /** Its key in {@code special_tokens_map.json} and {@code tokenizer_config.json}. */
    String key() {
        return name().toLowerCase(Locale.ROOT) + "_token";
    }
}
