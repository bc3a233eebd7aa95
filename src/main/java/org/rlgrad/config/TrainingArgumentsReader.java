package org.rlgrad.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.rlgrad.config.TrainingArguments.Schedule;

/** {@code alg.training_args}: the arguments of transformers' {@code TrainingArguments}. */
final class TrainingArgumentsReader {
    private static final NumberRange COUNT = NumberRange.atLeast(1);
    private static final NumberRange BETA = NumberRange.atLeastBelow(0, 1);
    private static final Set<String> OFF = Set.of("False");

    /** An argument that only works with these values, by Python's texts of them. */
    private record Only(Set<String> values, String reason) {}

    /** Sorted by key, so that suggestions do not depend on chance. */
    private static final SortedMap<String, Only> ONLY = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    "gradient_accumulation_steps",
                    new Only(Set.of("1"), "give per_device_train_batch_size the whole batch")),
            Map.entry("optim", new Only(Set.of("adamw_hf"), "only adamw_hf, the default, is")),
            Map.entry("adafactor", new Only(OFF, "only AdamW is")),
            Map.entry("fp16", new Only(OFF, "training has single precision")),
            Map.entry("bf16", new Only(OFF, "training has single precision")),
            Map.entry("warmup_ratio", new Only(Set.of("0", "0.0"), "use warmup_steps")),
            Map.entry("label_smoothing_factor", new Only(Set.of("0", "0.0"), "the loss is the plain cross entropy")),
            Map.entry("group_by_length", new Only(OFF, "each epoch is a plain permutation")),
            Map.entry("dataloader_drop_last", new Only(OFF, "the last, smaller batch is trained on")),
            Map.entry("load_best_model_at_end", new Only(OFF, "a run leaves its last model, and its checkpoints")),
            Map.entry("logging_first_step", new Only(OFF, "use logging_steps")),
            Map.entry("logging_strategy", new Only(Set.of("steps"), "use logging_steps")),
            Map.entry("save_strategy", new Only(Set.of("steps"), "use save_steps")),
            // YAML takes a bare no for false.
            Map.entry(
                    "evaluation_strategy",
                    new Only(Set.of("no", "False"), "each log entry has a validation: use logging_steps")),
            Map.entry("deepspeed", new Only(Set.of(), "a run has one device")),
            Map.entry("sharded_ddp", new Only(Set.of(""), "a run has one device"))));

    /** What somebody may mean by them goes by another name. */
    private static final SortedMap<String, String> ELSEWHERE = new TreeMap<>(Map.of(
            "seed", "use the top-level seed",
            "data_seed", "use the top-level seed",
            "output_dir", "use --base-path-to-store-results",
            "run_name", "use --experiment-name",
            "no_cuda", "use --device",
            "resume_from_checkpoint", "use --resume",
            "eval_steps", "use logging_steps",
            "per_device_eval_batch_size", "use train_evaluation.eval_batch_size"));

    /** Where the library logs, how it loads data, and what it can do beside training. */
    private static final List<String> WITHOUT_EFFECT = List.of(
            "overwrite_output_dir",
            "do_train",
            "do_eval",
            "do_predict",
            "prediction_loss_only",
            "log_level",
            "logging_dir",
            "logging_nan_inf_filter",
            "report_to",
            "disable_tqdm",
            "dataloader_num_workers",
            "dataloader_pin_memory",
            "remove_unused_columns",
            "ignore_data_skip",
            "gradient_checkpointing",
            "skip_memory_metrics",
            "push_to_hub");

    private TrainingArgumentsReader() {}

    static TrainingArguments read(BlockReader block) {
        TrainingArguments absent = Defaults.TRAINING_ARGUMENTS;
        TrainingArguments config = new TrainingArguments(
                block.integer("per_device_train_batch_size", absent.perDeviceTrainBatchSize(), COUNT),
                block.number("learning_rate", absent.learningRate(), NumberRange.above(0)),
                block.choice("lr_scheduler_type", Schedule.class, absent.lrSchedulerType()),
                block.integer("warmup_steps", absent.warmupSteps(), NumberRange.atLeast(0)),
                block.number("weight_decay", absent.weightDecay(), NumberRange.atLeast(0)),
                block.number("adam_beta1", absent.adamBeta1(), BETA),
                block.number("adam_beta2", absent.adamBeta2(), BETA),
                block.number("adam_epsilon", absent.adamEpsilon(), NumberRange.above(0)),
                block.number("max_grad_norm", absent.maxGradNorm(), NumberRange.above(0)),
                epochs(block, absent),
                block.integer("max_steps", absent.maxSteps(), NumberRange.atLeast(-1)),
                block.integer("logging_steps", absent.loggingSteps(), COUNT),
                block.integer("save_steps", absent.saveSteps(), COUNT),
                block.integer("save_total_limit", absent.saveTotalLimit(), NumberRange.atLeast(0)),
                block.flag("dropout", absent.dropout()));
        readOthers(block);
        if (config.lrSchedulerType() == Schedule.CONSTANT && config.warmupSteps() > 0) {
            block.warning(
                    "warmup_steps", "has no effect with lr_scheduler_type: constant; constant_with_warmup has it");
        }
        block.finish();
        return config;
    }

    /** The library's epochs are a number with a fraction. */
    private static int epochs(BlockReader block, TrainingArguments absent) {
        double epochs = block.number("num_train_epochs", absent.numTrainEpochs(), NumberRange.above(0));
        if (block.isSound("num_train_epochs") && (epochs != Math.rint(epochs) || epochs > Integer.MAX_VALUE)) {
            block.error("num_train_epochs", "must be a whole number; use max_steps for part of an epoch");
        }
        return (int) epochs;
    }

    private static void readOthers(BlockReader block) {
        ONLY.forEach((key, only) -> block.value(key)
                .filter(value -> !only.values().contains(PythonValue.text(value)))
                .ifPresent(value -> block.error(key, PythonValue.text(value) + " is not supported: " + only.reason())));
        ELSEWHERE.forEach(
                (key, hint) -> block.value(key).ifPresent(value -> block.warning(key, "has no effect; " + hint)));
        WITHOUT_EFFECT.forEach(block::value);
    }
}
