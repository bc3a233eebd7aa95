package org.rlgrad.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.rlgrad.config.AlgorithmConfig.PpoArgs;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.random.RandomStreams;
import org.rlgrad.tensor.Parameters;
import org.rlgrad.train.ActionScores;
import org.rlgrad.train.Actors;
import org.rlgrad.train.Episode;
import org.rlgrad.train.Minibatches;
import org.rlgrad.train.PpoUpdate;
import org.rlgrad.train.RolloutBuffer;

/**
 * PPO at IMDB's shape: filling a buffer of 1280 transitions, and optimizer steps on minibatches of 64 of them, by the classes of
 * the training itself and as the reference makes them. Episodes have their full length; rewards cost nothing here.
 */
final class PpoBenchmark {
    private static final int ROUNDS = 2;
    private static final int BUFFER = 1280;
    private static final Workload IMDB = new Workload("IMDB", Workload.Architecture.GPT2_SMALL, 64, 48, 1, 128, 50);

    private PpoBenchmark() {}

    /** Prints both tables, of a decoder-only model. */
    static void run(LanguageModel policy) {
        try (Actors actors = Actors.withValue(policy, 1, 0)) {
            int liveBefore = liveArrays(actors);
            MadeRollouts rollouts = new MadeRollouts(IMDB, policy, BUFFER);
            List<Episode> episodes = rollout(rollouts, actors);
            updates(rollouts.fill(actors.score(episodes)), actors);
            System.out.printf("%-32s live native arrays: %d before, %d after%n", "", liveBefore, liveArrays(actors));
        }
    }

    private static List<Episode> rollout(MadeRollouts rollouts, Actors actors) {
        rollouts.generate();
        double[] generation = new double[ROUNDS];
        double[] scoring = new double[ROUNDS];
        List<Episode> episodes = List.of();
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            episodes = rollouts.generate();
            long generated = System.nanoTime();
            actors.score(episodes);
            generation[round] = (generated - start) * 1e-9;
            scoring[round] = (System.nanoTime() - generated) * 1e-9;
        }
        double generated = Arrays.stream(generation).min().orElseThrow();
        double scored = Arrays.stream(scoring).min().orElseThrow();
        System.out.printf(
                Locale.ROOT,
                "%nPPO rollouts, %s: %d prompts x %d tokens, episodes of %d%n"
                        + "generation %.0f new tokens/s, scoring %.0f, both %.0f; peak %d MiB%n",
                IMDB.name(),
                episodes.size(),
                IMDB.promptLength(),
                IMDB.newTokens(),
                rollouts.tokens() / generated,
                rollouts.tokens() / scored,
                rollouts.tokens() / (generated + scored),
                ProcessMemory.peakMiB());
        return episodes;
    }

    private static void updates(RolloutBuffer.Transitions transitions, Actors actors) {
        PpoArgs args = MadeRollouts.args(BUFFER, PpoArgs.Minibatches.TOKENS);
        RandomStreams random = new RandomStreams(1);
        int[] exact = Minibatches.of(transitions, args, random, 0).get(0);
        int[] whole = Minibatches.of(transitions, MadeRollouts.args(BUFFER, PpoArgs.Minibatches.EPISODES), random, 0)
                .get(0);
        int width = IMDB.promptLength() + IMDB.newTokens();
        try (PpoUpdate update = new PpoUpdate(actors, args, 0);
                ReferenceMinibatch reference = new ReferenceMinibatch(actors, args, width);
                ActionScores scores = ActionScores.plain(actors.policy(), transitions, false)) {
            double[] best = Rounds.best(
                    ROUNDS,
                    List.of(
                            () -> Rounds.seconds(() -> update.step(transitions, scores, exact)),
                            () -> Rounds.seconds(() -> update.step(transitions, scores, whole)),
                            reference::seconds));
            System.out.printf(
                    "%nPPO update, %s: minibatches of a buffer of %d, optimizer included%n%-32s %6s %6s %9s %9s %13s%n",
                    IMDB.name(), BUFFER, "minibatch", "tokens", "passes", "s/step", "ms/token", "times faster");
            double referencePerToken = best[2] / exact.length;
            print("as the reference", exact.length, exact.length, best[2], referencePerToken);
            print(
                    "the same, a pass per episode",
                    exact.length,
                    distinct(transitions, exact),
                    best[0],
                    referencePerToken);
            print("whole episodes", whole.length, distinct(transitions, whole), best[1], referencePerToken);
        }
        System.out.printf("%-32s peak %d MiB%n", "", ProcessMemory.peakMiB());
    }

    private static void print(String name, int tokens, long passes, double seconds, double referencePerToken) {
        double perToken = seconds / tokens;
        System.out.printf(
                Locale.ROOT,
                "%-32s %6d %6d %9.2f %9.1f %12.2fx%n",
                name,
                tokens,
                passes,
                seconds,
                1000 * perToken,
                referencePerToken / perToken);
    }

    private static long distinct(RolloutBuffer.Transitions transitions, int[] minibatch) {
        return Arrays.stream(minibatch)
                .map(place -> transitions.episodeOf()[place])
                .distinct()
                .count();
    }

    private static int liveArrays(Actors actors) {
        Parameters value = actors.value().orElseThrow().trunk().parameters();
        return actors.policy().model().parameters().liveArrays()
                + actors.reference().model().parameters().liveArrays()
                + value.liveArrays();
    }
}
