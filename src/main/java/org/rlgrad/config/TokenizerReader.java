package org.rlgrad.config;

/** The {@code tokenizer} block. */
final class TokenizerReader {
    private TokenizerReader() {}

    static TokenizerConfig read(BlockReader block) {
        TokenizerConfig config = new TokenizerConfig(
                ModelReader.modelName(block),
                block.choice("padding_side", Side.class, Defaults.PADDING_SIDE),
                block.choice("truncation_side", Side.class, Defaults.TRUNCATION_SIDE),
                block.flag("pad_token_as_eos_token", Defaults.PAD_TOKEN_AS_EOS_TOKEN),
                block.optionalInteger("max_length", NumberRange.atLeast(1)));
        block.finish();
        return config;
    }
}
