package org.rlgrad.train;

import java.util.stream.IntStream;
import org.rlgrad.config.OnPolicyConfig;
import org.rlgrad.generate.Generator;

/**
 * The paper's quantity along a training: reward mean and standard deviation of always the same train prompts, of which every
 * iteration samples several outputs. It only looks; nothing is trained on these outputs.
 */
public final class Probe {
    private final Rollouts rollouts;
    private final Generator generator;
    private final int[] indices;
    private final int samples;

    /**
     * Of the first prompts.
     *
     * @param generator of the policy, with random streams of its own
     * @param prompts how many prompts there are
     */
    public Probe(Rollouts rollouts, Generator generator, OnPolicyConfig.Probe config, int prompts) {
        this.rollouts = rollouts;
        this.generator = generator;
        this.indices = IntStream.range(0, Math.min(config.prompts(), prompts)).toArray();
        this.samples = config.samples();
    }

    /** What the policy earns now; NaN without prompts. The streams are those of the iteration. */
    RolloutStatistics.PerPrompt look(int iteration) {
        if (indices.length == 0) {
            return new RolloutStatistics.PerPrompt(Double.NaN, Double.NaN, Double.NaN);
        }
        return RolloutStatistics.PerPrompt.of(
                rollouts.sample(generator, indices, (long) iteration * indices.length, samples));
    }
}
