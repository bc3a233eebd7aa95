package org.rlgrad.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.rlgrad.model.Continuation;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;
import org.rlgrad.train.Actors;
import org.rlgrad.train.Episode;

/**
 * What policy, value and reference model think of the tokens of ten sampled episodes.
 *
 * <p>rlgrad makes one teacher-forced pass of each model. The reference replays each generated step, until the longest of the
 * episodes has ended, by a whole pass of encoder and decoder without a cache; there the decoder is as wide as an episode can be,
 * and the head is applied to all of its positions, in the value model as well. All of these passes do the same work, and the three
 * models have one shape: one pass of the policy is timed and multiplied by steps and models.
 */
final class ReplayBenchmark {
    private static final int ROUNDS = 2;
    private static final int MODELS = 3;
    private static final int EPISODES = 10;

    /**
     * A configuration's rollouts.
     *
     * @param prompt P, tokens of every prompt
     * @param longest C, tokens that an episode can have
     * @param mean tokens of an episode; lengths are spread evenly from near 0 to near twice as many
     */
    private record Shape(String name, int prompt, int longest, int mean) {
        int length(int episode) {
            return mean * (2 * episode + 1) / EPISODES;
        }

        int tokens() {
            return IntStream.range(0, EPISODES).map(this::length).sum();
        }

        /** That the reference replays. */
        int steps() {
            return length(EPISODES - 1);
        }
    }

    private static final List<Shape> SHAPES =
            List.of(new Shape("NarrativeQA", 512, 50, 10), new Shape("IWSLT", 128, 128, 32));

    private ReplayBenchmark() {}

    /** Prints the table, of an encoder-decoder. */
    static void run(LanguageModel policy) {
        System.out.printf(
                "%nReplays of rollouts, %d episodes%n%-12s %4s %4s %7s %6s %9s %9s %13s %12s %12s %9s%n",
                EPISODES,
                "shape",
                "P",
                "C",
                "tokens",
                "steps",
                "seconds",
                "tokens/s",
                "one pass, s",
                "reference, s",
                "times faster",
                "peak MiB");
        try (Actors actors = Actors.withValue(policy, 1, 0)) {
            SHAPES.forEach(shape -> measure(shape, actors));
        }
    }

    private static void measure(Shape shape, Actors actors) {
        LanguageModel policy = actors.policy().model();
        SplittableRandom random = new SplittableRandom(1);
        int vocabulary = policy.vocabularySize();
        List<Episode> episodes = new ArrayList<>();
        List<Continuation> replays = new ArrayList<>();
        for (int i = 0; i < EPISODES; i++) {
            int[] prompt = random.ints(shape.prompt(), 2, vocabulary).toArray();
            int[] tokens = random.ints(shape.longest(), 2, vocabulary).toArray();
            int[] sampled = IntStream.of(tokens).limit(shape.length(i)).toArray();
            episodes.add(MadeRollouts.unscored(i, prompt, sampled));
            replays.add(Continuation.whole(prompt, tokens));
        }
        int liveBefore = policy.parameters().liveArrays();
        List<DoubleSupplier> ways = List.of(
                () -> Rounds.seconds(() -> actors.score(episodes)), () -> Rounds.seconds(() -> pass(policy, replays)));
        double[] best = Rounds.best(ROUNDS, ways);
        double reference = best[1] * MODELS * shape.steps();
        System.out.printf(
                Locale.ROOT,
                "%-12s %4d %4d %7d %6d %9.2f %9.1f %13.2f %12.0f %12.1f %9d%n",
                shape.name(),
                shape.prompt(),
                shape.longest(),
                shape.tokens(),
                shape.steps(),
                best[0],
                shape.tokens() / best[0],
                best[1],
                reference,
                reference / best[0],
                ProcessMemory.peakMiB());
        System.out.printf(
                "%-12s live native arrays: %d before, %d after%n",
                "", liveBefore, policy.parameters().liveArrays());
    }

    private static float pass(LanguageModel model, List<Continuation> rows) {
        return Scopes.step(() -> Torch.noGrad(() -> Products.waitFor(model.head(model.states(rows)))));
    }
}
