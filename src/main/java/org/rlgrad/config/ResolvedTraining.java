// Longer than most: every block of a training, key by key.
package org.rlgrad.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.rlgrad.config.AlgorithmConfig.Nlpo;
import org.rlgrad.config.AlgorithmConfig.OnPolicy;
import org.rlgrad.config.AlgorithmConfig.Ppo;
import org.rlgrad.config.AlgorithmConfig.PpoArgs;
import org.rlgrad.config.AlgorithmConfig.Reinforce;
import org.rlgrad.config.AlgorithmConfig.ReinforceArgs;
import org.rlgrad.config.AlgorithmConfig.Supervised;
import org.rlgrad.config.OnPolicyConfig.Iterations;

/** A training in the reference's keys, every value written out. */
final class ResolvedTraining {
    private ResolvedTraining() {}

    static Map<String, Object> root(TrainConfig config) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("fidelity", Spelling.of(config.fidelity()));
        root.put("seed", config.seed());
        root.put("tokenizer", ResolvedConfig.tokenizer(config.tokenizer()));
        root.put("datapool", datapool(config.datapool()));
        Map<String, Object> evaluation = evaluation(config.trainEvaluation());
        if (config.alg() instanceof Supervised supervised) {
            root.put("alg", supervised(supervised));
        } else {
            OnPolicy alg = (OnPolicy) config.alg();
            root.put("reward_fn", reward(alg.onPolicy().rewardFn()));
            root.put("env", env(alg.onPolicy().env()));
            root.put("alg", onPolicy(alg));
            iterations(alg.onPolicy().iterations(), evaluation);
        }
        root.put("train_evaluation", evaluation);
        return root;
    }

    private static Map<String, Object> datapool(TrainDatapoolConfig config) {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("id", config.args().id());
        block.put("args", ResolvedConfig.poolArgs(config.args()));
        block.put("frac_train_samples", config.fracTrainSamples());
        block.put("train_samples_rnd_seed", config.trainSamplesRndSeed());
        block.put("path", config.path().map(Path::toString).orElse(null));
        block.put("split", Spelling.of(config.split()));
        return block;
    }

    private static Map<String, Object> supervised(Supervised config) {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("id", config.id());
        block.put("model_type", Spelling.of(config.modelType()));
        block.put("model_name", config.modelName());
        block.put("initial_weights", Spelling.of(config.initialWeights()));
        block.put("generation_kwargs", ResolvedConfig.generation(config.generationKwargs()));
        block.put("training_args", trainingArgs(config.trainingArgs()));
        return block;
    }

    private static Map<String, Object> trainingArgs(TrainingArguments config) {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("per_device_train_batch_size", config.perDeviceTrainBatchSize());
        block.put("learning_rate", config.learningRate());
        block.put("lr_scheduler_type", Spelling.of(config.lrSchedulerType()));
        block.put("warmup_steps", config.warmupSteps());
        block.put("weight_decay", config.weightDecay());
        block.put("adam_beta1", config.adamBeta1());
        block.put("adam_beta2", config.adamBeta2());
        block.put("adam_epsilon", config.adamEpsilon());
        block.put("max_grad_norm", config.maxGradNorm());
        block.put("num_train_epochs", config.numTrainEpochs());
        block.put("max_steps", config.maxSteps());
        block.put("logging_steps", config.loggingSteps());
        block.put("save_steps", config.saveSteps());
        block.put("save_total_limit", config.saveTotalLimit());
        block.put("dropout", config.dropout());
        return block;
    }

    private static Map<String, Object> reward(RewardConfig config) {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("id", config.id());
        block.put("args", RewardReader.args(config));
        return block;
    }

    private static Map<String, Object> env(OnPolicyConfig.Env config) {
        Map<String, Object> args = new LinkedHashMap<>();
        args.put("max_prompt_length", config.maxPromptLength());
        args.put("max_episode_length", config.maxEpisodeLength());
        args.put("terminate_on_eos", true);
        args.put("context_start_token", ResolvedConfig.orNull(config.contextStartToken()));
        args.put("prompt_truncation_side", Spelling.of(config.promptTruncationSide()));
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("n_envs", config.nEnvs());
        block.put("args", args);
        return block;
    }

    private static Map<String, Object> onPolicy(OnPolicy config) {
        Map<String, Object> klDiv = new LinkedHashMap<>();
        klDiv.put("coeff", config.onPolicy().klDiv().coeff());
        klDiv.put("target_kl", orNull(config.onPolicy().klDiv().targetKl()));
        klDiv.put("norm_reward", config.onPolicy().klDiv().normReward());
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("id", config.id());
        block.put("args", args(config));
        block.put("kl_div", klDiv);
        block.put("policy", policy(config));
        return block;
    }

    private static Map<String, Object> args(OnPolicy config) {
        if (config instanceof Reinforce reinforce) {
            return reinforceArgs(reinforce.args());
        }
        return ppoArgs(config instanceof Ppo ppo ? ppo.args() : ((Nlpo) config).args());
    }

    private static Map<String, Object> ppoArgs(PpoArgs config) {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("n_steps", config.nSteps());
        block.put("batch_size", config.batchSize());
        block.put("n_epochs", config.nEpochs());
        block.put("learning_rate", config.learningRate());
        block.put("gamma", config.gamma());
        block.put("gae_lambda", config.gaeLambda());
        block.put("clip_range", config.clipRange());
        block.put("clip_range_vf", orNull(config.clipRangeVf()));
        block.put("normalize_advantage", config.normalizeAdvantage());
        block.put("ent_coef", config.entCoef());
        block.put("vf_coef", config.vfCoef());
        block.put("max_grad_norm", config.maxGradNorm());
        block.put("target_kl", orNull(config.targetKl()));
        block.put("enforce_token_entropy_reg_estimate", config.enforceTokenEntropyRegEstimate());
        block.put("minibatches", Spelling.of(config.minibatches()));
        return block;
    }

    private static Map<String, Object> reinforceArgs(ReinforceArgs config) {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("prompts_per_iteration", config.promptsPerIteration());
        block.put("samples_per_prompt", config.samplesPerPrompt());
        block.put("baseline", Spelling.of(config.baseline()));
        block.put("baseline_decay", config.baselineDecay());
        block.put("learning_rate", config.learningRate());
        block.put("ent_coef", config.entCoef());
        block.put("max_grad_norm", config.maxGradNorm());
        return block;
    }

    private static Map<String, Object> policy(OnPolicy config) {
        OnPolicyConfig.Policy policy = config.onPolicy().policy();
        Map<String, Object> args = new LinkedHashMap<>();
        args.put("model_name", policy.modelName());
        args.put("generation_kwargs", ResolvedConfig.generation(policy.generationKwargs()));
        args.put("prompt_truncation_side", Spelling.of(policy.promptTruncationSide()));
        args.put("weight_decay", policy.weightDecay());
        if (config instanceof Nlpo nlpo) {
            args.put("mask_type", Spelling.of(nlpo.mask().maskType()));
            args.put("top_mask", nlpo.mask().topMask());
            args.put("min_tokens_to_keep", nlpo.mask().minTokensToKeep());
            args.put("target_update_iterations", nlpo.mask().targetUpdateIterations());
        }
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("id", PolicyReader.id(policy.modelType(), config instanceof Nlpo));
        block.put("args", args);
        return block;
    }

    private static Map<String, Object> evaluation(TrainEvaluationConfig config) {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("eval_batch_size", config.evalBatchSize());
        block.put(
                "metrics", config.metrics().stream().map(ResolvedConfig::metric).toList());
        block.put(
                "generation_kwargs",
                config.generationKwargs().map(ResolvedConfig::generation).orElse(null));
        block.put("splits", config.splits().stream().map(Spelling::of).toList());
        block.put("max_samples", config.maxSamples());
        return block;
    }

    private static void iterations(Iterations config, Map<String, Object> evaluation) {
        Map<String, Object> probe = new LinkedHashMap<>();
        probe.put("prompts", config.probe().prompts());
        probe.put("samples", config.probe().samples());
        evaluation.put("n_iters", config.nIters());
        evaluation.put("eval_every", config.evalEvery());
        evaluation.put("save_every", config.saveEvery());
        evaluation.put("save_total_limit", config.saveTotalLimit());
        evaluation.put("probe", probe);
    }

    private static Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
