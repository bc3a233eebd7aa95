package org.rlgrad.generate;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.rlgrad.model.LanguageModel;

/** The sequences of a batch while they grow: {@code samples} of each prompt, in prompt order. */
final class Sequences {
    private final int samples;
    private final int endToken;
    private final int[][] tokens;
    private final int[] lengths;
    private final boolean[] ended;
    private final int[][] prefixes;

    Sequences(LanguageModel model, List<Prompt> prompts, int samples, int endToken, int maxNewTokens) {
        this.samples = samples;
        this.endToken = endToken;
        this.tokens = new int[prompts.size() * samples][maxNewTokens];
        this.lengths = new int[tokens.length];
        this.ended = new boolean[tokens.length];
        this.prefixes =
                prompts.stream().map(prompt -> model.contextOf(prompt.tokens())).toArray(int[][]::new);
    }

    int count() {
        return tokens.length;
    }

    int promptOf(int sequence) {
        return sequence / samples;
    }

    int sampleOf(int sequence) {
        return sequence % samples;
    }

    /** Appends a token to each of these sequences; one that has ended stays as it is. */
    void append(int[] sequences, long[] next) {
        for (int i = 0; i < sequences.length; i++) {
            int sequence = sequences[i];
            if (!ended[sequence]) {
                tokens[sequence][lengths[sequence]++] = (int) next[i];
                ended[sequence] = next[i] == endToken;
            }
        }
    }

    /** Places in {@code sequences} of those that have not ended. */
    int[] going(int[] sequences) {
        return IntStream.range(0, sequences.length)
                .filter(i -> !ended[sequences[i]])
                .toArray();
    }

    History history(int[] sequences) {
        return new History(Arrays.stream(sequences)
                .mapToObj(s -> IntStream.concat(
                                Arrays.stream(prefixes[promptOf(s)]), Arrays.stream(tokens[s], 0, lengths[s]))
                        .toArray())
                .toArray(int[][]::new));
    }

    /** {@code [prompt][sample]}, each cut to its length. */
    int[][][] results() {
        int[][][] results = new int[prefixes.length][samples][];
        for (int s = 0; s < tokens.length; s++) {
            results[promptOf(s)][sampleOf(s)] = Arrays.copyOf(tokens[s], lengths[s]);
        }
        return results;
    }
}
