package org.rlgrad.tokenizer;

/**
 * Two texts as one sequence.
 *
 * @param ids token ids, special tokens included, {@code [seq]}
 * @param typeIds 0 or 1 for each, {@code [seq]}: which text it belongs to, where the family tells them apart
 */
@SuppressWarnings("ArrayRecordComponent") // plain carriers of model inputs, never compared
public record Encoded(int[] ids, int[] typeIds) {}
