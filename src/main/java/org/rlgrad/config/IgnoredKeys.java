package org.rlgrad.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Keys of the reference's experiments that have no effect here: a run always keeps its log, metrics and checkpoints, and
 * draws its figures from them. The values of the reference's plans and its defaults pass silently.
 */
final class IgnoredKeys {
    private static final Set<String> ANY_FLAG = Set.of("False", "True");
    private static final Set<String> OFF = Set.of("False");

    /** The expected values' texts, sorted by key, so that suggestions do not depend on chance. */
    private static final SortedMap<String, Set<String>> EXPECTED = new TreeMap<>(Map.ofEntries(
            Map.entry("outputs_dir", Set.of("outputs/exps", "outputs/controlled")),
            Map.entry("disable_console_log", OFF),
            Map.entry("save_logs", ANY_FLAG),
            Map.entry("train_batch_log_interval", Set.of("50", "-1")),
            Map.entry("epoch_log_interval", Set.of("1", "10")),
            Map.entry("save_metric_plots", ANY_FLAG),
            Map.entry("use_tensorboard", OFF),
            Map.entry("use_wandb", OFF),
            Map.entry("score_metric_name", Set.of("", "train loss")),
            Map.entry("is_train_metric", ANY_FLAG),
            Map.entry("score_largest", ANY_FLAG),
            Map.entry("return_best_score", OFF),
            Map.entry("save_checkpoints", ANY_FLAG),
            Map.entry("num_checkpoints", Set.of("1")),
            Map.entry("save_checkpoints_by_score", OFF),
            Map.entry("change_label_per_class", OFF)));

    /** They belong to {@code use_wandb} and {@code early_stop}, which speak for them. */
    private static final List<String> DETAILS = List.of(
            "wandb_project_name",
            "wandb_entity_name",
            "wandb_resume_id",
            "wandb_track_model",
            "wandb_exclude_files",
            "early_stop_min_delta",
            "early_stop_patience",
            "early_stop_cooldown",
            "early_stop_restore_best_weights");

    private IgnoredKeys() {}

    static List<String> all() {
        return Stream.concat(EXPECTED.keySet().stream(), DETAILS.stream()).toList();
    }

    /** Makes the keys known to the block, and warns of values that somebody may have meant. */
    static void read(BlockReader block) {
        EXPECTED.forEach((key, expected) -> block.value(key)
                .filter(value -> !expected.contains(PythonValue.text(value)))
                .ifPresent(value -> block.warning(
                        key, "has no effect" + (key.equals("outputs_dir") ? "; use --output-path" : ""))));
        DETAILS.forEach(block::value);
    }
}
