package org.rlgrad.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.rlgrad.Failure;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.GenerationConfig;
import org.rlgrad.data.Sample;
import org.rlgrad.generate.Generator;
import org.rlgrad.generate.Prompt;
import org.rlgrad.random.RandomStreams;
import org.rlgrad.reward.RewardFunction;

/**
 * Samples episodes from the policy and rewards them.
 *
 * <p>Prompts are drawn uniformly with replacement, as each of the reference's environments does. An episode that is cut before
 * its longest length without an end token earns nothing under {@code fidelity: reference}, since no environment ever says that
 * it is done (NarrativeQA: 19 new tokens, episodes of 50); {@code corrected} rewards it.
 *
 * <p>Differs from the reference: many groups of environments are generated together and whole episodes are rewarded in one
 * batch; sampling and draws are seeded, the n-th episode of a run having its own stream.
 */
public final class Rollouts {
    /**
     * What there is to sample from.
     *
     * @param samples the training samples
     * @param prompts their tokens, truncated
     * @param endToken ends an episode
     * @param longest C, tokens after which an episode is done
     */
    public record Inputs(List<Sample> samples, List<int[]> prompts, int endToken, int longest) {}

    private final Inputs inputs;
    private final PolicyText text;
    private final Generator generator;
    private final RewardFunction reward;
    private final Fidelity fidelity;
    private final RandomStreams draws;
    private long drawn;

    /** @param draws chooses prompts */
    public Rollouts(
            Inputs inputs,
            PolicyText text,
            Generator generator,
            RewardFunction reward,
            Fidelity fidelity,
            RandomStreams draws) {
        this.inputs = inputs;
        this.text = text;
        this.generator = generator;
        this.reward = reward;
        this.fidelity = fidelity;
        this.draws = draws;
    }

    /** Prompts drawn so far: with the seed all that the next draws depend on. */
    long drawn() {
        return drawn;
    }

    /** Goes on after so many draws. */
    void restore(long saved) {
        drawn = saved;
    }

    /** Draws prompts and samples outputs of each: {@code prompts x samples} rewarded episodes, a prompt's together. */
    List<Episode> sample(int prompts, int samples) {
        int[] indices = IntStream.range(0, prompts)
                .map(i -> draws.below(drawn + i, inputs.samples().size()))
                .toArray();
        List<Episode> episodes = sample(generator, indices, drawn, samples);
        drawn += prompts;
        return episodes;
    }

    /**
     * Outputs of given inputs.
     *
     * @param from a generator of this policy
     * @param firstKey the first prompt's random stream; those of the others follow
     */
    List<Episode> sample(Generator from, int[] indices, long firstKey, int samples) {
        List<Prompt> prompts = new ArrayList<>();
        for (int i = 0; i < indices.length; i++) {
            prompts.add(new Prompt(firstKey + i, inputs.prompts().get(indices[i])));
        }
        int[][][] generated = from.generate(prompts, samples);
        List<Episode> episodes = new ArrayList<>();
        for (int i = 0; i < indices.length; i++) {
            for (int[] tokens : generated[i]) {
                episodes.add(episode(indices[i], Arrays.copyOf(tokens, Math.min(tokens.length, inputs.longest()))));
            }
        }
        return rewarded(episodes);
    }

    private Episode episode(int sample, int[] tokens) {
        boolean ended = tokens[tokens.length - 1] == inputs.endToken();
        boolean done = ended || tokens.length == inputs.longest() || fidelity == Fidelity.CORRECTED;
        float[] none = {};
        return new Episode(
                sample,
                inputs.prompts().get(sample),
                tokens,
                done,
                text.output(tokens, GenerationConfig.PostProcessing.NONE),
                0,
                none,
                none,
                none);
    }

    private List<Episode> rewarded(List<Episode> episodes) {
        List<Episode> done = episodes.stream().filter(Episode::done).toList();
        double[][] rewards = reward.score(done.stream()
                .map(episode ->
                        new RewardFunction.Outputs(inputs.samples().get(episode.sample()), List.of(episode.text())))
                .toList());
        List<Episode> result = new ArrayList<>(episodes);
        int next = 0;
        for (int i = 0; i < result.size(); i++) {
            if (result.get(i).done()) {
                result.set(i, result.get(i).rewarded(finite(rewards[next++][0], result.get(i))));
            }
        }
        return result;
    }

    private float finite(double earned, Episode episode) {
        if (!Double.isFinite(earned)) {
            throw Failure.badData("the reward " + reward.key() + " of sample "
                    + inputs.samples().get(episode.sample()).id() + " is " + earned + " for the output '"
                    + episode.text()
                    + "'");
        }
        return (float) earned;
    }
}
