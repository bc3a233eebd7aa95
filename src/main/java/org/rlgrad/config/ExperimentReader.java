package org.rlgrad.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.rlgrad.config.ControlledConfig.InitialModel;
import org.rlgrad.config.ControlledDataConfig.Dataset;
import org.rlgrad.config.ObjectiveConfig.OptMethod;

/** One experiment of a plan, its options chosen, its templates filled in and its defaults put in. */
final class ExperimentReader {
    private static final NumberRange SEED_OR_NONE = NumberRange.atLeast(-1);
    private static final NumberRange COUNT = NumberRange.atLeast(1);
    private static final int LONGEST_NAME = 200;
    private static final Pattern NO_FOLDER_NAME = Pattern.compile("[/\\\\:*?\"<>|\\p{Cntrl}]");
    /** The reference's finetuning plans say ADD PATH TO CHECKPOINT. */
    private static final Pattern PLACEHOLDER = Pattern.compile("<.*>|path[ _]to", Pattern.CASE_INSENSITIVE);

    private enum Optimizer {
        SGD,
        ADAM
    }

    private ExperimentReader() {}

    /** Every key that an experiment may have. */
    static Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>(ExperimentDefaults.keys());
        keys.add("epochs");
        keys.addAll(IgnoredKeys.all());
        return keys;
    }

    static ControlledConfig read(BlockReader block) {
        int validateEvery = block.integer("validate_every", COUNT);
        ControlledConfig config = new ControlledConfig(
                name(block),
                block.choice("fidelity", Fidelity.class, null),
                Math.max(0, block.integer("random_seed", SEED_OR_NONE)),
                block.integer("init_rnd_seed", SEED_OR_NONE),
                ControlledDataReader.read(block),
                ClassifierReader.read(block),
                block.number("logits_temperature", NumberRange.above(0)),
                objective(block),
                optimizer(block),
                block.integer("epochs", COUNT),
                block.integer("batch_size", COUNT),
                validateEvery,
                checkpointEvery(block, validateEvery),
                gpuIds(block),
                initialModel(block));
        refuseOtherEnds(block);
        IgnoredKeys.read(block);
        checkTogether(config, block);
        block.finish();
        return config;
    }

    private static String name(BlockReader block) {
        String name = block.text("experiment_name");
        if (NO_FOLDER_NAME.matcher(name).find()) {
            block.error("experiment_name", "cannot name a folder with one of / \\ : * ? \" < > |");
        } else if (name.length() > LONGEST_NAME) {
            block.error("experiment_name", "is longer than " + LONGEST_NAME + " characters");
        }
        return name;
    }

    private static ObjectiveConfig objective(BlockReader block) {
        return new ObjectiveConfig(
                block.choice("opt_method", OptMethod.class, null),
                block.choice("reward_type", ObjectiveConfig.RewardType.class, null),
                block.number("min_reward", NumberRange.below(1)),
                block.number("kl_regularization_coeff", NumberRange.atLeast(0)),
                block.flag("kl_reg_ref_unif"));
    }

    private static OptimizerConfig optimizer(BlockReader block) {
        double learningRate = block.number("lr", NumberRange.above(0));
        double weightDecay = block.number("weight_decay", NumberRange.atLeast(0));
        return switch (block.choice("optimizer", Optimizer.class, null)) {
            case SGD -> new OptimizerConfig.Sgd(learningRate, weightDecay);
            case ADAM -> new OptimizerConfig.Adam(learningRate, weightDecay);
        };
    }

    private static int checkpointEvery(BlockReader block, int validateEvery) {
        long epochs = (long) block.integer("save_every_num_val", COUNT) * validateEvery;
        if (epochs > Integer.MAX_VALUE) {
            block.error("save_every_num_val", "is too large: a checkpoint every " + epochs + " epochs");
        }
        return (int) Math.min(epochs, Integer.MAX_VALUE);
    }

    private static List<Integer> gpuIds(BlockReader block) {
        List<Integer> ids = block.integers("gpu_ids", NumberRange.atLeast(0));
        if (ids.size() > 1) {
            block.warning("gpu_ids", "only the first one is used");
        }
        return ids;
    }

    private static InitialModel initialModel(BlockReader block) {
        String key = "load_model_from_checkpoint";
        String text = block.text(key, "");
        if (text.isEmpty()) {
            return new InitialModel.Random();
        } else if (text.equals("auto")) {
            return new InitialModel.Pretrained();
        } else if (PLACEHOLDER.matcher(text).find()) {
            block.error(
                    key,
                    "'" + text + "' is a placeholder; put auto (the pretraining run that fits) or a run's folder in its"
                            + " place");
        }
        return block.optionalPath(key)
                .<InitialModel>map(InitialModel.Saved::new)
                .orElseGet(InitialModel.Random::new);
    }

    private static void refuseOtherEnds(BlockReader block) {
        if (block.flag("early_stop")) {
            block.error("early_stop", "is not supported; set it to false, and epochs to where the run should end");
        }
        if (!block.text("trainer_checkpoint", "").isEmpty()) {
            block.error("trainer_checkpoint", "is not supported; leave it empty, --resume continues a run");
        }
    }

    /** What no key is to blame for alone. */
    private static void checkTogether(ControlledConfig config, BlockReader block) {
        boolean bert = config.model() instanceof ClassifierConfig.Bert;
        boolean texts = config.data().dataset() == Dataset.STSB;
        if (block.isSound("dataset") && block.isSound("model_type") && bert != texts) {
            block.error(
                    "model_type",
                    texts
                            ? "stsb needs a BERT model, for instance bert-mini"
                            : config.model().modelType() + " reads texts, that is, the dataset stsb only");
        }
        if (!config.isPretraining()) {
            return;
        }
        boolean supervised = config.objective().optMethod() == OptMethod.SUPERVISED;
        if (block.isSound("opt_method") && !supervised) {
            block.error(
                    "opt_method", "with use_multiple_labels_per_sample: true (pretraining) it can only be supervised");
        }
        if (config.initialModel() instanceof InitialModel.Pretrained) {
            block.error(
                    "load_model_from_checkpoint",
                    "auto looks for a pretraining run, and this experiment is one"
                            + " (use_multiple_labels_per_sample: true)");
        }
    }
}
