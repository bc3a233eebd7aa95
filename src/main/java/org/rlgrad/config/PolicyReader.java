package org.rlgrad.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.config.OnPolicyConfig.Env;
import org.rlgrad.config.OnPolicyConfig.Policy;

/** The {@code alg.policy} block, NLPO's mask included. */
final class PolicyReader {
    private static final String MASKABLE = "maskable_";
    private static final String SUFFIX = "_lm_actor_critic_policy";
    private static final List<String> IDS =
            List.of("causal" + SUFFIX, "seq2seq" + SUFFIX, MASKABLE + "causal" + SUFFIX, MASKABLE + "seq2seq" + SUFFIX);
    /** What the reference's files have where a checkpoint is to be filled in. */
    private static final String PLACEHOLDER = "_";

    private final BlockReader block;
    private final BlockReader args;
    private final String algorithm;
    private final GenerationConfig generation;
    private final Optional<ModelType> modelType;

    PolicyReader(BlockReader block, String algorithm) {
        this.block = block;
        this.args = block.block("args");
        this.algorithm = algorithm;
        this.generation = GenerationReader.read(args.blockOrEmpty("generation_kwargs"));
        this.modelType = readModelType();
    }

    /** The name of a policy in the reference's registry. */
    static String id(ModelType modelType, boolean maskable) {
        return (maskable ? MASKABLE : "") + Spelling.of(modelType) + SUFFIX;
    }

    /** Of the model; empty after a problem. */
    Optional<ModelType> modelType() {
        return modelType;
    }

    private Optional<ModelType> readModelType() {
        String id = block.text("id");
        if (!IDS.contains(id)) {
            if (!id.isBlank()) {
                block.error(
                        "id",
                        "unknown policy '" + id + "'" + Spelling.suggestion(id, IDS) + "; there are "
                                + String.join(", ", IDS));
            }
            return Optional.empty();
        }
        boolean maskable = id.startsWith(MASKABLE);
        if (algorithm.equals("nlpo") && !maskable) {
            block.warning("id", "is taken for " + MASKABLE + id + ", because alg.id is nlpo");
        } else if (maskable && List.of("ppo", "reinforce").contains(algorithm)) {
            block.warning("id", "is taken for " + id.substring(MASKABLE.length()) + ", because only alg.id nlpo masks");
        }
        return Optional.of(id.contains("causal") ? ModelType.CAUSAL : ModelType.SEQ2SEQ);
    }

    Policy read() {
        String name = args.text("model_name");
        Policy policy = new Policy(
                modelType.orElse(ModelType.SEQ2SEQ),
                name.equals(PLACEHOLDER) ? AlgorithmConfig.AUTO : name,
                generation,
                args.choice("prompt_truncation_side", Side.class, Defaults.TRUNCATION_SIDE),
                args.number("weight_decay", Defaults.POLICY_WEIGHT_DECAY, NumberRange.atLeast(0)));
        // Whether the reference spreads a model over its GPUs; here a run has one.
        args.flag("apply_model_parallel", true);
        if (!args.mapping("optimizer_kwargs", false).entries().isEmpty()) {
            args.error("optimizer_kwargs", "is not supported; the learning rate is alg.args.learning_rate");
        }
        String optimizer = args.text("optimizer_class", "AdamW").toLowerCase(Locale.ROOT);
        if (!optimizer.equals("adamw") && !optimizer.endsWith(".adamw")) {
            args.error("optimizer_class", "only AdamW, the default, is supported");
        }
        return policy;
    }

    ActionMaskConfig readMask() {
        return ActionMaskReader.read(args);
    }

    /** What no key is to blame for alone; then no key is left to read. */
    void finish(Env env) {
        if (!algorithm.equals("nlpo")) {
            ActionMaskReader.warnOf(args);
        }
        GenerationChecks.samplesForTraining(args, generation);
        GenerationChecks.noPostProcessing(args, generation);
        GenerationChecks.canEnd(args, generation);
        // The reference pads prompts of rollouts to a whole episode's width.
        OptionalInt width = OptionalInt.of(env.maxPromptLength() + env.maxEpisodeLength());
        modelType.ifPresent(type -> GenerationChecks.leavesRoom(args, generation, type, width));
        if (algorithm.equals("reinforce")) {
            GenerationChecks.samplesOnPolicy(args, generation);
        }
        GenerationChecks.withinEpisode(args, generation, env);
        args.finish();
        block.finish();
    }
}
