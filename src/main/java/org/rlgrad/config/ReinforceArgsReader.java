package org.rlgrad.config;

import org.rlgrad.config.AlgorithmConfig.ReinforceArgs;
import org.rlgrad.config.AlgorithmConfig.ReinforceArgs.Baseline;

/** {@code alg.args} of REINFORCE: the names are rlgrad's own. */
final class ReinforceArgsReader {
    private static final String[] OF_PPO = {"n_steps", "batch_size", "n_epochs"};

    private ReinforceArgsReader() {}

    static ReinforceArgs read(BlockReader block) {
        ReinforceArgs args = new ReinforceArgs(
                block.integer("prompts_per_iteration", NumberRange.atLeast(1)),
                block.integer("samples_per_prompt", NumberRange.atLeast(1)),
                block.choice("baseline", Baseline.class, null),
                block.number("baseline_decay", Defaults.BASELINE_DECAY, NumberRange.between(0, 1)),
                block.number("learning_rate", NumberRange.above(0)),
                block.number("ent_coef", Defaults.PPO.entCoef(), NumberRange.atLeast(0)),
                block.number("max_grad_norm", Defaults.PPO.maxGradNorm(), NumberRange.above(0)));
        for (String key : OF_PPO) {
            block.refuse(
                    key,
                    "is PPO's; an iteration of REINFORCE is one step on prompts_per_iteration * samples_per_prompt"
                            + " outputs");
        }
        PpoArgsReader.readOthers(block);
        checkBaseline(args, block);
        block.finish();
        return args;
    }

    private static void checkBaseline(ReinforceArgs args, BlockReader block) {
        boolean one = args.samplesPerPrompt() == 1;
        if (!block.isSound("baseline")) {
            return;
        }
        if (args.baseline() == Baseline.LEAVE_ONE_OUT && one) {
            block.error("samples_per_prompt", "must be at least 2 with baseline: leave_one_out");
        } else if (args.baseline() == Baseline.BATCH_MEAN && one && args.promptsPerIteration() == 1) {
            block.error("baseline", "batch_mean of a single output is its own reward: there would be nothing to learn");
        }
    }
}
