package org.rlgrad.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Advantages, the buffer and beta against what their definitions say. */
class AdvantagesTest {
    private static final double TOLERANCE = 1e-5;

    /** A_t = sum over the rest of the episode of (gamma lambda)^(s - t) delta_s. */
    @ParameterizedTest
    @CsvSource({"0.99, 0.95", "1, 1", "1, 0", "0.9, 0.5", "0, 0.7"})
    void advantagesAreDiscountedSumsOfErrors(double gamma, double lambda) {
        SplittableRandom random = new SplittableRandom(4);
        for (int round = 0; round < 20; round++) {
            int size = random.nextInt(1, 60);
            float[] rewards = Episodes.normal(random, size, 1);
            float[] values = Episodes.normal(random, size, 1);
            boolean[] starts = new boolean[size];
            for (int t = 0; t < size; t++) {
                starts[t] = t == 0 || random.nextInt(5) == 0;
            }
            boolean lastDone = random.nextInt(2) == 0;
            float lastValue = (float) random.nextGaussian();
            GeneralizedAdvantages actual =
                    GeneralizedAdvantages.of(rewards, values, starts, lastValue, lastDone, gamma, lambda);
            for (int t = 0; t < size; t++) {
                double advantage = 0;
                double weight = 1;
                for (int s = t; s < size && (s == t || !starts[s]); s++) {
                    boolean end = s == size - 1 ? lastDone : starts[s + 1];
                    double next = end ? 0 : s == size - 1 ? lastValue : values[s + 1];
                    advantage += weight * (rewards[s] + gamma * next - values[s]);
                    weight *= gamma * lambda;
                }
                assertThat((double) actual.advantages()[t]).isCloseTo(advantage, within(TOLERANCE));
                assertThat((double) actual.returns()[t]).isCloseTo(advantage + values[t], within(TOLERANCE));
            }
        }
    }

    /** With gamma = lambda = 1 a finished episode's value target is the sum of the rewards still to come. */
    @Test
    void withoutDiscountsTargetsAreRewardsToGo() {
        SplittableRandom random = new SplittableRandom(5);
        List<Episode> episodes = new ArrayList<>();
        RolloutBuffer buffer = new RolloutBuffer(3 + 1 + 6);
        for (int length : new int[] {3, 1, 6}) {
            Episode episode = Episodes.random(random, length, true);
            episodes.add(episode);
            buffer.add(episode, 0.3);
        }
        float[] returns = buffer.finish(1, 1, false).returns();
        int t = 0;
        for (Episode episode : episodes) {
            for (int token = 0; token < episode.length(); token++) {
                double toGo = episode.reward();
                for (int later = token; later < episode.length(); later++) {
                    toGo -= 0.3 * (episode.logProbs()[later] - episode.referenceLogProbs()[later]);
                }
                assertThat((double) returns[t++]).isCloseTo(toGo, within(TOLERANCE));
            }
        }
    }

    /** A cut episode's next value bootstraps; one that ends with the buffer does not, finished or not. */
    @Test
    void bufferCutsTheLastEpisode() {
        SplittableRandom random = new SplittableRandom(6);
        Episode first = Episodes.random(random, 4, true);
        for (int size = 1; size <= 4; size++) {
            RolloutBuffer buffer = new RolloutBuffer(size);
            buffer.add(first, 0.1);
            assertThat(buffer.isFull()).isTrue();
            RolloutBuffer.Transitions transitions = buffer.finish(0.9, 0, false);
            int last = size - 1;
            double reward = -0.1 * first.k1(last) + (size == 4 ? first.reward() : 0);
            double next = size == 4 ? 0 : first.values()[size];
            assertThat((double) transitions.rewards()[last]).isCloseTo(reward, within(TOLERANCE));
            assertThat((double) transitions.returns()[last]).isCloseTo(reward + 0.9 * next, within(TOLERANCE));
        }
        Episode unfinished = Episodes.random(random, 4, false);
        RolloutBuffer buffer = new RolloutBuffer(4);
        buffer.add(unfinished, 0.1);
        RolloutBuffer.Transitions transitions = buffer.finish(0.9, 0, false);
        assertThat((double) transitions.returns()[3]).isCloseTo(-0.1 * unfinished.k1(3), within(TOLERANCE));
    }

    /** An episode without an end ends where the next one begins: nothing flows over. */
    @Test
    void unfinishedEpisodesKeepToThemselves() {
        SplittableRandom random = new SplittableRandom(7);
        Episode unfinished = Episodes.random(random, 3, false);
        Episode next = Episodes.random(random, 5, true);
        RolloutBuffer alone = new RolloutBuffer(3);
        alone.add(unfinished, 0.1);
        RolloutBuffer both = new RolloutBuffer(8);
        both.add(unfinished, 0.1);
        both.add(next, 0.1);
        float[] expected = alone.finish(0.99, 0.95, false).advantages();
        float[] actual = both.finish(0.99, 0.95, false).advantages();
        for (int t = 0; t < 3; t++) {
            assertThat(actual[t]).isEqualTo(expected[t]);
        }
    }

    @Test
    void halfFullBufferIsNotUsed() {
        RolloutBuffer buffer = new RolloutBuffer(4);
        buffer.add(Episodes.random(new SplittableRandom(8), 3, true), 0.1);
        assertThat(buffer.isFull()).isFalse();
        assertThat(buffer.filled()).isEqualTo(3);
        assertThatThrownBy(() -> buffer.finish(0.99, 0.95, false)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void standardizedRewards() {
        SplittableRandom random = new SplittableRandom(9);
        RolloutBuffer buffer = new RolloutBuffer(50);
        while (!buffer.isFull()) {
            buffer.add(Episodes.random(random, random.nextInt(1, 9), true), 0.1);
        }
        Moments raw = Moments.of(buffer.finish(0.99, 0.95, false).rewards());
        Moments used = Moments.of(buffer.finish(0.99, 0.95, true).rewards());
        assertThat(raw.std()).isNotCloseTo(1, within(0.01));
        assertThat(used.mean()).isCloseTo(0, within(1e-6));
        assertThat(used.std()).isCloseTo(1, within(1e-5));
    }

    /** A constant error e multiplies beta by (1 + 0.1 clip(e, -0.2, 0.2)) each time. */
    @ParameterizedTest
    @CsvSource({
        "0.11, 0.1, 0.1",
        "0.08, 0.1, -0.2",
        "5, 0.1, 0.2",
        "-3, 0.1, -0.2",
        "0.1, 0.1, 0",
        "0.55, 0.5, 0.1",
    })
    void betaGrowsGeometrically(double kl, double target, double clippedError) {
        KlController controller = new KlController(0.2, OptionalDouble.of(target));
        for (int step = 0; step < 30; step++) {
            controller.update(kl);
        }
        assertThat(controller.coefficient()).isCloseTo(0.2 * Math.pow(1 + 0.1 * clippedError, 30), within(1e-12));
    }

    @Test
    void betaStaysWithoutATarget() {
        KlController controller = new KlController(0.2, OptionalDouble.empty());
        controller.update(100);
        assertThat(controller.coefficient()).isEqualTo(0.2);
    }
}
