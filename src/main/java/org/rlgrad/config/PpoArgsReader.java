package org.rlgrad.config;

import org.rlgrad.config.AlgorithmConfig.PpoArgs;
import org.rlgrad.config.AlgorithmConfig.PpoArgs.Minibatches;
import org.rlgrad.config.OnPolicyConfig.Env;

/** {@code alg.args} of PPO and NLPO. */
final class PpoArgsReader {
    private static final NumberRange COUNT = NumberRange.atLeast(1);
    private static final NumberRange FRACTION = NumberRange.between(0, 1);
    /** Arguments of the reference's constructor that change nothing here: where it logs and computes. */
    private static final String[] WITHOUT_EFFECT = {
        "verbose", "device", "tensorboard_log", "create_eval_env", "sde_sample_freq", "_init_setup_model"
    };

    private PpoArgsReader() {}

    static PpoArgs read(BlockReader block, Env env) {
        PpoArgs absent = Defaults.PPO;
        PpoArgs args = new PpoArgs(
                block.integer("n_steps", absent.nSteps(), COUNT),
                block.integer("batch_size", absent.batchSize(), COUNT),
                block.integer("n_epochs", absent.nEpochs(), COUNT),
                block.number("learning_rate", absent.learningRate(), NumberRange.above(0)),
                block.number("gamma", absent.gamma(), FRACTION),
                block.number("gae_lambda", absent.gaeLambda(), FRACTION),
                block.number("clip_range", absent.clipRange(), NumberRange.above(0)),
                block.optionalNumber("clip_range_vf", NumberRange.above(0)),
                block.flag("normalize_advantage", absent.normalizeAdvantage()),
                block.number("ent_coef", absent.entCoef(), NumberRange.atLeast(0)),
                block.number("vf_coef", absent.vfCoef(), NumberRange.atLeast(0)),
                block.number("max_grad_norm", absent.maxGradNorm(), NumberRange.above(0)),
                block.optionalNumber("target_kl", NumberRange.above(0)),
                block.flag("enforce_token_entropy_reg_estimate", absent.enforceTokenEntropyRegEstimate()),
                block.choice("minibatches", Minibatches.class, absent.minibatches()));
        readOthers(block);
        checkMinibatches(args, env, block);
        block.finish();
        return args;
    }

    /** What PPO and REINFORCE have in common: nothing of it is an argument of the algorithm. */
    static void readOthers(BlockReader block) {
        for (String key : WITHOUT_EFFECT) {
            block.value(key);
        }
        if (block.value("seed").isPresent()) {
            block.warning("seed", "has no effect; use the top-level seed");
        }
        if (block.flag("use_sde", false)) {
            block.error("use_sde", "is not supported: it is exploration noise of continuous actions");
        }
        block.refuse("policy_kwargs", "is not supported; the policy's arguments are those of alg.policy.args");
    }

    private static void checkMinibatches(PpoArgs args, Env env, BlockReader block) {
        long buffer = (long) args.nSteps() * env.nEnvs();
        if (buffer > Integer.MAX_VALUE) {
            block.error("n_steps", "is too large: with env.n_envs the buffer has " + buffer + " tokens");
        }
        if (buffer == 0 || args.batchSize() == 0 || args.minibatches() != Minibatches.TOKENS) {
            return; // 0 stands for what has been reported
        }
        long rest = buffer % args.batchSize();
        if (args.normalizeAdvantage() && (rest == 1 || args.batchSize() == 1)) {
            block.error(
                    "batch_size",
                    args.batchSize() + " leaves a minibatch of one token, whose advantage cannot be normalised; take"
                            + " another, or normalize_advantage: false");
        } else if (rest != 0) {
            block.warning(
                    "batch_size",
                    args.batchSize() + " does not divide the buffer of " + buffer
                            + " tokens (n_steps * env.n_envs): the last minibatch of each epoch has " + rest);
        }
    }
}
