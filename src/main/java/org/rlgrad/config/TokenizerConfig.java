package org.rlgrad.config;

import java.util.OptionalInt;

/**
 * The {@code tokenizer} block.
 *
 * @param modelName folder or hub id
 * @param maxLength most tokens of a prompt; empty: the tokenizer's own maximum
 */
public record TokenizerConfig(
        String modelName, Side paddingSide, Side truncationSide, boolean padTokenAsEosToken, OptionalInt maxLength) {}
