package org.rlgrad.config;

import java.util.Arrays;
import org.rlgrad.config.ActionMaskConfig.MaskType;

/** NLPO's keys of {@code alg.policy.args}. */
final class ActionMaskReader {
    private static final String[] KEYS = {"mask_type", "top_mask", "min_tokens_to_keep", "target_update_iterations"};

    private ActionMaskReader() {}

    static ActionMaskConfig read(BlockReader args) {
        MaskType type = args.choice("mask_type", MaskType.class, Defaults.MASK_TYPE);
        return new ActionMaskConfig(
                type,
                topMask(args, type),
                args.integer("min_tokens_to_keep", Defaults.MIN_TOKENS_TO_KEEP, NumberRange.atLeast(1)),
                args.integer("target_update_iterations", Defaults.TARGET_UPDATE_ITERATIONS, NumberRange.atLeast(1)));
    }

    /** For an algorithm that masks nothing. */
    static void warnOf(BlockReader args) {
        Arrays.stream(KEYS)
                .filter(key -> args.value(key).isPresent())
                .forEach(key -> args.warning(key, "has no effect: only alg.id nlpo masks"));
    }

    private static double topMask(BlockReader args, MaskType type) {
        double topMask = args.number("top_mask", NumberRange.ANY);
        if (args.isSound("top_mask")) {
            boolean mass = type == MaskType.LEARNED_TOP_P;
            if (topMask == -1) {
                args.error(
                        "top_mask",
                        "-1 (the whole vocabulary) is not supported, and crashes the reference; without a mask NLPO is"
                                + " PPO: alg.id: ppo");
            } else if (mass && !NumberRange.aboveUpTo(0, 1).contains(topMask)) {
                args.error("top_mask", "must be above 0 and at most 1 with mask_type: learned_top_p");
            } else if (!mass && (topMask < 1 || topMask != Math.rint(topMask))) {
                args.error("top_mask", "must be a whole number from 1 with mask_type: " + Spelling.of(type));
            }
        }
        return topMask;
    }
}
