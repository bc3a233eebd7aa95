package org.rlgrad.model;

import java.util.Arrays;

/**
 * A prompt, tokens that follow it, and those of them whose prediction is wanted.
 *
 * @param prompt at least one token
 * @param tokens at least one token
 * @param wanted positions in {@code tokens}, ascending, at least one
 */
public record Continuation(int[] prompt, int[] tokens, int[] wanted) {
    /** All tokens are wanted. */
    public static Continuation whole(int[] prompt, int[] tokens) {
        int[] all = new int[tokens.length];
        Arrays.setAll(all, i -> i);
        return new Continuation(prompt, tokens, all);
    }

    /** Tokens that a model reads for it, those of the prompt included. */
    public int length() {
        return prompt.length + wanted[wanted.length - 1];
    }

    /** Tokens that a model must read to predict the last wanted one: all before it. */
    int[] read() {
        return Arrays.copyOf(tokens, wanted[wanted.length - 1]);
    }

    /** The wanted tokens themselves. */
    public int[] targets() {
        return Arrays.stream(wanted).map(position -> tokens[position]).toArray();
    }
}
