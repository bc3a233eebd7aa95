package org.rlgrad.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.rlgrad.config.AlgorithmConfig.PpoArgs;
import org.rlgrad.config.AlgorithmConfig.PpoArgs.Minibatches;
import org.rlgrad.generate.Generator;
import org.rlgrad.generate.Prompt;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.train.Actors;
import org.rlgrad.train.Episode;
import org.rlgrad.train.RolloutBuffer;

/** Rollouts of PPO on random prompts, with made rewards in place of texts and metrics. */
final class MadeRollouts {
    /** Episodes that the reference generates together. */
    private static final int GROUP = 10;

    private static final double KL_COEFFICIENT = 0.1;

    private final Workload workload;
    private final Generator generator;
    private final int buffer;
    private final List<Prompt> prompts;

    /** @param buffer transitions of an iteration */
    MadeRollouts(Workload workload, LanguageModel policy, int buffer) {
        this.workload = workload;
        this.generator = ExtractBenchmark.generator(workload, policy);
        this.buffer = buffer;
        int groups = (buffer + GROUP * workload.newTokens() - 1) / (GROUP * workload.newTokens());
        this.prompts = workload.randomPrompts(groups * GROUP, policy.vocabularySize());
    }

    /** PPO's arguments for IMDB's minibatches of 64 tokens. */
    static PpoArgs args(int buffer, Minibatches minibatches) {
        return new PpoArgs(
                buffer / GROUP,
                64,
                5,
                1e-6,
                0.99,
                0.95,
                0.2,
                OptionalDouble.empty(),
                true,
                0,
                0.5,
                0.5,
                OptionalDouble.empty(),
                false,
                minibatches);
    }

    /** Tokens that {@link #generate} makes. */
    int tokens() {
        return prompts.size() * workload.newTokens();
    }

    /** Enough groups for a buffer; as PPO does it, all that surely find room together, then the last one. */
    List<Episode> generate() {
        int sure = Math.max(GROUP, buffer / workload.newTokens() / GROUP * GROUP);
        List<Episode> episodes = new ArrayList<>();
        for (int from = 0; from < prompts.size(); from = from == 0 ? sure : from + GROUP) {
            int to = from == 0 ? sure : from + GROUP;
            int[][][] samples = generator.generate(prompts.subList(from, to), 1);
            for (int i = from; i < to; i++) {
                episodes.add(unscored(i, prompts.get(i).tokens(), samples[i - from][0]));
            }
        }
        return episodes;
    }

    /** A buffer filled with episodes that {@link Actors#score} has seen. */
    RolloutBuffer.Transitions fill(List<Episode> scored) {
        RolloutBuffer transitions = new RolloutBuffer(buffer);
        for (Episode episode : scored) {
            if (!transitions.isFull()) {
                transitions.add(episode, KL_COEFFICIENT);
            }
        }
        PpoArgs args = args(buffer, Minibatches.TOKENS);
        return transitions.finish(args.gamma(), args.gaeLambda(), false);
    }

    /** An episode with nothing but its tokens and some reward. */
    static Episode unscored(int sample, int[] prompt, int[] tokens) {
        float[] none = {};
        return new Episode(sample, prompt, tokens, true, "", sample % 2, none, none, none);
    }
}
