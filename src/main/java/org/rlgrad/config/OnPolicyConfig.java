package org.rlgrad.config;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/** What every algorithm that learns from its own samples has: the blocks {@code reward_fn}, {@code env}, {@code alg.policy}, {@code alg.kl_div}. */
public record OnPolicyConfig(RewardConfig rewardFn, Env env, Policy policy, KlDivergence klDiv, Iterations iterations) {

    /** The same with another checkpoint for all of its models. */
    OnPolicyConfig withModelName(String name) {
        Policy named = new Policy(
                policy.modelType(),
                name,
                policy.generationKwargs(),
                policy.promptTruncationSide(),
                policy.weightDecay());
        return new OnPolicyConfig(rewardFn, env, named, klDiv, iterations);
    }

    /** The same with another reward. */
    public OnPolicyConfig withReward(RewardConfig other) {
        return new OnPolicyConfig(other, env, policy, klDiv, iterations);
    }

    /**
     * The {@code env} block.
     *
     * @param nEnvs episodes that are generated together and enter the buffer as one group
     * @param maxPromptLength P, tokens of a prompt in rollouts and evaluations
     * @param maxEpisodeLength C, tokens after which an episode is done
     * @param contextStartToken the decoder's start token (seq2seq)
     * @param promptTruncationSide of prompts in rollouts
     */
    public record Env(
            int nEnvs,
            int maxPromptLength,
            int maxEpisodeLength,
            OptionalInt contextStartToken,
            Side promptTruncationSide) {}

    /**
     * The {@code alg.policy} block.
     *
     * @param promptTruncationSide of prompts in evaluations
     * @param weightDecay decoupled, of parameters whose names hold neither {@code bias} nor {@code LayerNorm.weight}
     */
    public record Policy(
            ModelConfig.ModelType modelType,
            String modelName,
            GenerationConfig generationKwargs,
            Side promptTruncationSide,
            double weightDecay) {}

    /**
     * The {@code alg.kl_div} block.
     *
     * @param coeff beta at the beginning
     * @param targetKl mean KL per token that an adaptive beta aims at; empty: beta stays
     * @param normReward whether a buffer's rewards are standardised
     */
    public record KlDivergence(double coeff, OptionalDouble targetKl, boolean normReward) {}

    /**
     * Of the {@code train_evaluation} block: how long, and how often what.
     *
     * @param saveTotalLimit rlgrad's own key: checkpoints that are kept; 0: all
     * @param probe rlgrad's own key
     */
    public record Iterations(int nIters, int evalEvery, int saveEvery, int saveTotalLimit, Probe probe) {}

    /**
     * Train prompts, always the same, of which every iteration draws several outputs, to see how the standard deviation of their
     * rewards develops.
     *
     * @param prompts how many; 0: no probe
     * @param samples outputs of each, at least 2
     */
    public record Probe(int prompts, int samples) {}
}
