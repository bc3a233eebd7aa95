package org.rlgrad.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.rlgrad.config.AlgorithmConfig.PpoArgs;
import org.rlgrad.random.RandomStreams;

/** How a pass over the buffer is cut into minibatches: places of transitions. */
public final class Minibatches {
    private Minibatches() {}

    /** The minibatches of one pass; {@code shuffle} numbers the passes of a run. */
    public static List<int[]> of(
            RolloutBuffer.Transitions transitions, PpoArgs args, RandomStreams random, long shuffle) {
        return switch (args.minibatches()) {
            case TOKENS -> cut(random.permutation(shuffle, transitions.size()), args.batchSize());
            case EPISODES ->
                wholeEpisodes(
                        transitions,
                        random.permutation(shuffle, transitions.episodes().size()),
                        args.batchSize());
        };
    }

    private static List<int[]> cut(int[] order, int size) {
        return IntStream.iterate(0, from -> from < order.length, from -> from + size)
                .mapToObj(from -> Arrays.copyOfRange(order, from, Math.min(from + size, order.length)))
                .toList();
    }

    /** Episode after episode, until a minibatch has at least {@code tokens} transitions. */
    private static List<int[]> wholeEpisodes(RolloutBuffer.Transitions transitions, int[] order, int tokens) {
        int[] firsts = new int[transitions.episodes().size() + 1];
        for (int t = 0; t < transitions.size(); t++) {
            firsts[transitions.episodeOf()[t] + 1] = t + 1;
        }
        List<int[]> minibatches = new ArrayList<>();
        IntStream.Builder open = IntStream.builder();
        int size = 0;
        for (int episode : order) {
            IntStream.range(firsts[episode], firsts[episode + 1]).forEach(open);
            size += firsts[episode + 1] - firsts[episode];
            if (size >= tokens) {
                minibatches.add(open.build().toArray());
                open = IntStream.builder();
                size = 0;
            }
        }
        if (size > 0) {
            minibatches.add(open.build().toArray());
        }
        return minibatches;
    }
}
