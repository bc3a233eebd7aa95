package org.rlgrad.generate;

/**
 * A tokenized prompt.
 *
 * @param key identity of its random stream, the input's position in the data pool
 * @param tokens not padded, at least one
 */
public record Prompt(long key, int[] tokens) {}
