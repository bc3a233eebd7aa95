package org.rlgrad.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rlgrad.config.AlgorithmConfig.PpoArgs;
import org.rlgrad.model.Continuation;
import org.rlgrad.random.RandomStreams;

class MinibatchesTest {
    private static final RandomStreams RANDOM = RandomStreams.of(3, "test");

    /** As rollouts fill it: in groups of episodes, of which the last may find no room. */
    private static RolloutBuffer.Transitions transitions(SplittableRandom random, int size, int group) {
        RolloutBuffer buffer = new RolloutBuffer(size);
        while (!buffer.isFull()) {
            for (int i = 0; i < group; i++) {
                buffer.add(Episodes.random(random, random.nextInt(1, 12), true), 0.1);
            }
        }
        return buffer.finish(0.99, 0.95, false);
    }

    private static PpoArgs args(PpoArgs.Minibatches kind, int size) {
        return Settings.with(s -> {
                    s.minibatches = kind;
                    s.batchSize = size;
                })
                .ppo();
    }

    @ParameterizedTest
    @EnumSource
    void everyTransitionOnceAPass(PpoArgs.Minibatches kind) {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 40; round++) {
            int size = random.nextInt(20, 130);
            RolloutBuffer.Transitions transitions = transitions(random, size, random.nextInt(1, 8));
            for (int pass = 0; pass < 3; pass++) {
                List<int[]> minibatches = Minibatches.of(transitions, args(kind, 16), RANDOM, pass);
                int[] all = minibatches.stream()
                        .flatMapToInt(Arrays::stream)
                        .sorted()
                        .toArray();
                assertThat(all).containsExactly(IntStream.range(0, size).toArray());
                assertThat(minibatches.stream().map(m -> m.length)).doesNotContain(0);
            }
        }
    }

    @Test
    void tokensAreCutIntoEqualParts() {
        RolloutBuffer.Transitions transitions = transitions(new SplittableRandom(2), 70, 4);
        List<int[]> minibatches = Minibatches.of(transitions, args(PpoArgs.Minibatches.TOKENS, 16), RANDOM, 0);
        assertThat(minibatches.stream().map(m -> m.length)).containsExactly(16, 16, 16, 16, 6);
        assertThat(minibatches.get(0)).isNotEqualTo(IntStream.range(0, 16).toArray());
        List<int[]> again = Minibatches.of(transitions, args(PpoArgs.Minibatches.TOKENS, 16), RANDOM, 0);
        List<int[]> next = Minibatches.of(transitions, args(PpoArgs.Minibatches.TOKENS, 16), RANDOM, 1);
        assertThat(again.get(0)).isEqualTo(minibatches.get(0));
        assertThat(next.get(0)).isNotEqualTo(minibatches.get(0));
    }

    @Test
    void episodesStayWhole() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 40; round++) {
            RolloutBuffer.Transitions transitions = transitions(random, 100, 5);
            List<int[]> minibatches =
                    Minibatches.of(transitions, args(PpoArgs.Minibatches.EPISODES, 16), RANDOM, round);
            Set<Integer> seen = new HashSet<>();
            for (int[] minibatch : minibatches) {
                Set<Integer> here = new HashSet<>();
                Arrays.stream(minibatch).forEach(t -> here.add(transitions.episodeOf()[t]));
                assertThat(seen).doesNotContainAnyElementsOf(here);
                seen.addAll(here);
            }
            // filled up to the size, and not much beyond: the last episode is at most 11 tokens long
            for (int[] minibatch : minibatches.subList(0, minibatches.size() - 1)) {
                assertThat(minibatch.length).isBetween(16, 26);
            }
        }
    }

    /** Every transition is equally likely in every minibatch of a pass. */
    @Test
    void permutationsAreUniform() {
        int size = 24;
        int passes = 4000;
        RolloutBuffer.Transitions transitions = transitions(new SplittableRandom(4), size, 3);
        int[][] counts = new int[size][3];
        for (int pass = 0; pass < passes; pass++) {
            List<int[]> minibatches = Minibatches.of(transitions, args(PpoArgs.Minibatches.TOKENS, 8), RANDOM, pass);
            for (int place = 0; place < 3; place++) {
                for (int transition : minibatches.get(place)) {
                    counts[transition][place]++;
                }
            }
        }
        double expected = passes / 3.0;
        double statistic = 0;
        for (int[] row : counts) {
            for (int count : row) {
                statistic += (count - expected) * (count - expected) / expected;
            }
        }
        // degrees of freedom: (size - 1) x (minibatches - 1), each draw without replacement
        double freedom = (size - 1) * 2;
        double scaled = statistic * (size - 1) / size;
        assertThat((scaled - freedom) / Math.sqrt(2 * freedom)).isBetween(-4.0, 4.0);
    }

    /** Batches for the memory: each row once, the longest first, and no more than fits. */
    @Test
    void batchesByLength() {
        SplittableRandom random = new SplittableRandom(5);
        List<Continuation> rows = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            int[] tokens = new int[random.nextInt(1, 50)];
            rows.add(new Continuation(new int[random.nextInt(1, 400)], tokens, new int[] {tokens.length - 1}));
        }
        rows.add(Continuation.whole(new int[5000], new int[3]));
        List<int[]> batches = Batches.byLength(rows);
        int[] all = batches.stream().flatMapToInt(Arrays::stream).sorted().toArray();
        assertThat(all).containsExactly(IntStream.range(0, 301).toArray());
        assertThat(batches.get(0)).containsExactly(300);
        int before = Integer.MAX_VALUE;
        for (int[] batch : batches) {
            int longest = rows.get(batch[0]).length();
            assertThat(batch.length == 1 || batch.length * longest <= 4096).isTrue();
            for (int row : batch) {
                assertThat(rows.get(row).length()).isLessThanOrEqualTo(before);
                before = rows.get(row).length();
            }
        }
    }

    /** Numbers come back to their rows. */
    @Test
    void perRow() {
        SplittableRandom random = new SplittableRandom(6);
        List<Continuation> rows = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int[] tokens = new int[random.nextInt(1, 30)];
            Arrays.fill(tokens, i);
            rows.add(Continuation.whole(new int[random.nextInt(1, 100)], tokens));
        }
        float[][] result = Batches.perRow(rows, batch -> {
            long[] targets = Batches.targets(batch);
            float[] values = new float[targets.length];
            IntStream.range(0, values.length).forEach(i -> values[i] = targets[i]);
            return values;
        });
        for (int i = 0; i < 200; i++) {
            assertThat(result[i]).hasSize(rows.get(i).tokens().length).containsOnly(i);
        }
    }
}
