package org.rlgrad.experiment;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.rlgrad.config.AlgorithmConfig;
import org.rlgrad.config.AlgorithmConfig.PpoArgs;
import org.rlgrad.config.AlgorithmConfig.Reinforce;
import org.rlgrad.config.AlgorithmConfig.ReinforceArgs.Baseline;
import org.rlgrad.config.GenerationConfig;
import org.rlgrad.config.OnPolicyConfig;
import org.rlgrad.data.Sample;
import org.rlgrad.generate.Generator;
import org.rlgrad.generate.Limits;
import org.rlgrad.generate.Prompt;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.random.RandomStreams;
import org.rlgrad.reward.EpisodeReward;
import org.rlgrad.reward.RewardFunction;
import org.rlgrad.train.Actors;
import org.rlgrad.train.Evaluation;
import org.rlgrad.train.MaskedPolicy;
import org.rlgrad.train.OnPolicyTrainer;
import org.rlgrad.train.PpoTrainer;
import org.rlgrad.train.Probe;
import org.rlgrad.train.ReinforceTrainer;
import org.rlgrad.train.Rollouts;

/** Iterations of PPO, NLPO or REINFORCE. */
final class OnPolicyLoop implements TrainingLoop {
    /** Sequences that are continued together where memory does not forbid it: fewer and larger launches. */
    private static final int MOST_ROWS = 256;

    private final OnPolicyConfig config;
    private final OnPolicyTrainer trainer;
    private final RewardFunction reward;
    private final Evaluation.GeneratorMaker generators;

    private OnPolicyLoop(
            OnPolicyConfig config,
            OnPolicyTrainer trainer,
            RewardFunction reward,
            Evaluation.GeneratorMaker generators) {
        this.config = config;
        this.trainer = trainer;
        this.reward = reward;
        this.generators = generators;
    }

    /** Loads what the algorithm needs beside its policy. */
    static OnPolicyLoop of(AlgorithmConfig.OnPolicy algorithm, TrainingPlan plan, LanguageModel policy, Device device) {
        OnPolicyConfig config = algorithm.onPolicy();
        long seed = plan.config().seed();
        int endToken = plan.text().endToken();
        RewardFunction reward =
                EpisodeReward.of(config.rewardFn(), plan.config().fidelity(), device);
        Optional<NlpoMask> mask = NlpoMask.of(algorithm, plan, policy);
        Evaluation.GeneratorMaker generators = (generation, limits, random) ->
                new Generator(policy, generation, limits, endToken, MOST_ROWS, random, mask.map(NlpoMask::model));
        GenerationConfig sampling = config.policy().generationKwargs();
        Limits limits = Limits.of(sampling, algorithm.modelType(), config.env().maxPromptLength());
        Rollouts rollouts = new Rollouts(
                inputs(plan, config),
                plan.text(),
                generators.make(sampling, limits, RandomStreams.of(seed, "rollout")),
                reward,
                plan.config().fidelity(),
                RandomStreams.of(seed, "prompts"));
        Probe probe = new Probe(
                rollouts,
                generators.make(sampling, limits, RandomStreams.of(seed, "probe")),
                config.iterations().probe(),
                plan.trained().size());
        OnPolicyTrainer trainer;
        if (algorithm instanceof Reinforce reinforce) {
            Actors actors = Actors.withoutValue(policy, sampling.temperature());
            Optional<Generator> greedy = reinforce.args().baseline() == Baseline.GREEDY
                    ? Optional.of(generators.make(sampling.greedy(), limits, RandomStreams.of(seed, "greedy")))
                    : Optional.empty();
            trainer = new ReinforceTrainer(actors, reinforce.args(), config, rollouts, probe, greedy);
        } else {
            PpoArgs args = ((AlgorithmConfig.Proximal) algorithm).args();
            Actors actors = Actors.withValue(policy, sampling.temperature(), seed);
            Optional<MaskedPolicy> masked =
                    mask.map(nlpo -> nlpo.policy(actors.policy(), sampling, limits, MOST_ROWS, args.entCoef() != 0));
            trainer = new PpoTrainer(actors, masked, args, config, rollouts, probe, RandomStreams.of(seed, "shuffle"));
        }
        return new OnPolicyLoop(config, trainer, reward, generators);
    }

    private static Rollouts.Inputs inputs(TrainingPlan plan, OnPolicyConfig config) {
        List<String> texts = plan.trained().stream().map(Sample::prompt).toList();
        List<int[]> prompts = plan
                .text()
                .prompts(
                        texts,
                        place -> place,
                        config.env().maxPromptLength(),
                        config.env().promptTruncationSide())
                .stream()
                .map(Prompt::tokens)
                .toList();
        return new Rollouts.Inputs(
                plan.trained(), prompts, plan.text().endToken(), config.env().maxEpisodeLength());
    }

    @Override
    public String unit() {
        return "iterations";
    }

    @Override
    public int total() {
        return config.iterations().nIters();
    }

    @Override
    public int done() {
        return trainer.done();
    }

    @Override
    public Unit advance(BooleanSupplier stop) {
        OnPolicyTrainer.Iteration iteration = trainer.iterate(stop);
        Map<String, Double> rollout = iteration.rollout();
        double std = rollout.get("probe_reward_std");
        String note = String.format(
                Locale.ROOT,
                "reward %.4g, KL %.3g a token, reward std %.3g",
                rollout.get("ep_rew"),
                rollout.get("kl_k1"),
                Double.isNaN(std) ? rollout.get("ep_rew_std") : std);
        return new Unit(rollout, iteration.update(), note);
    }

    @Override
    public boolean validates(int units) {
        return units % config.iterations().evalEvery() == 0;
    }

    @Override
    public boolean saves(int units) {
        return units % config.iterations().saveEvery() == 0;
    }

    @Override
    public int checkpoints() {
        return config.iterations().saveTotalLimit();
    }

    @Override
    public Map<String, NDArray> state() {
        return trainer.state();
    }

    @Override
    public Map<String, Double> counters() {
        return trainer.counters();
    }

    @Override
    public void restore(Map<String, Double> counters) {
        trainer.restore(counters);
    }

    @Override
    public Optional<String> rewardMetric() {
        return Optional.of(reward.key());
    }

    @Override
    public Evaluation.GeneratorMaker generators() {
        return generators;
    }

    @Override
    public void close() {
        trainer.close();
        reward.close();
    }
}
