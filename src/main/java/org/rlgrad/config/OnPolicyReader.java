package org.rlgrad.config;

import java.util.Optional;
import java.util.OptionalInt;
import org.rlgrad.config.AlgorithmConfig.Nlpo;
import org.rlgrad.config.AlgorithmConfig.OnPolicy;
import org.rlgrad.config.AlgorithmConfig.Ppo;
import org.rlgrad.config.AlgorithmConfig.Reinforce;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.config.OnPolicyConfig.Env;
import org.rlgrad.config.OnPolicyConfig.KlDivergence;

/** The blocks of a training that learns from its own samples. */
final class OnPolicyReader {
    private static final String NOT_SUPERVISED = "this training is not supervised (alg.id)";

    private OnPolicyReader() {}

    /** @param id the algorithm; anything unknown, which has been reported, is read without its arguments */
    static OnPolicy read(String id, TrainReader.Blocks blocks) {
        BlockReader alg = blocks.alg();
        BlockReader args = alg.blockOrEmpty("args");
        PolicyReader policy = new PolicyReader(alg.block("policy"), id);
        OnPolicyConfig common = new OnPolicyConfig(
                RewardReader.read(blocks.root().block("reward_fn")),
                env(blocks.root().block("env"), policy),
                policy.read(),
                klDivergence(alg.block("kl_div")),
                TrainEvaluationReader.iterations(blocks.evaluation()));
        OnPolicy config =
                switch (id) {
                    case "nlpo" -> new Nlpo(common, PpoArgsReader.read(args, common.env()), policy.readMask());
                    case "reinforce" -> new Reinforce(common, ReinforceArgsReader.read(args));
                    case "ppo" -> new Ppo(common, PpoArgsReader.read(args, common.env()));
                    default -> new Ppo(common, Defaults.PPO);
                };
        checkEvaluation(blocks, policy, common.env());
        policy.finish(common.env());
        AlgorithmReader.warnOf(alg, NOT_SUPERVISED + "; the policy's model counts", "model_type", "model_name");
        AlgorithmReader.warnOf(alg, NOT_SUPERVISED + "; those of policy.args count", "generation_kwargs");
        AlgorithmReader.warnOf(alg, NOT_SUPERVISED + "; args count", "training_args");
        return config;
    }

    private static Env env(BlockReader block, PolicyReader policy) {
        BlockReader args = block.block("args");
        Env env = new Env(
                block.integer("n_envs", Defaults.N_ENVS, NumberRange.atLeast(1)),
                args.integer("max_prompt_length", NumberRange.atLeast(1)),
                args.integer("max_episode_length", NumberRange.atLeast(1)),
                args.optionalInteger("context_start_token", NumberRange.atLeast(0)),
                args.choice("prompt_truncation_side", Side.class, Defaults.TRUNCATION_SIDE));
        boolean causal = policy.modelType().equals(Optional.of(ModelType.CAUSAL));
        if (causal && env.contextStartToken().isPresent()) {
            args.warning("context_start_token", "has no effect: a causal model's context begins with the prompt");
        }
        if (!args.flag("terminate_on_eos", false) && !args.isStandIn()) {
            args.error(
                    "terminate_on_eos",
                    "false (which absent means, too) is not supported: an episode ends with the end token; set it to"
                            + " true");
        }
        if (args.number("priority_scale", 0, NumberRange.ANY) != 0) {
            args.error(
                    "priority_scale",
                    "is not supported: all prompts have the same weight, so that it would change nothing; take it out");
        }
        args.finish();
        block.finish();
        return env;
    }

    private static KlDivergence klDivergence(BlockReader block) {
        KlDivergence config = new KlDivergence(
                block.number("coeff", NumberRange.atLeast(0)),
                block.optionalNumber("target_kl", NumberRange.above(0)),
                block.flag("norm_reward", Defaults.NORM_REWARD));
        block.finish();
        return config;
    }

    private static void checkEvaluation(TrainReader.Blocks blocks, PolicyReader policy, Env env) {
        BlockReader evaluation = blocks.evaluation();
        OptionalInt width = OptionalInt.of(env.maxPromptLength());
        blocks.evaluationConfig().generationKwargs().ifPresent(generation -> {
            GenerationChecks.canEnd(evaluation, generation);
            GenerationChecks.noPostProcessing(evaluation, generation);
            policy.modelType().ifPresent(type -> GenerationChecks.leavesRoom(evaluation, generation, type, width));
        });
    }
}
