package org.rlgrad.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.rlgrad.model.Architecture;

/** What {@code --dry-run} prints: the plan, its work and its memory, by counting. */
final class PlanReport {
    private PlanReport() {}

    static String of(ExtractionPlan plan, RunOptions options) {
        Architecture model = plan.architecture();
        int samples = plan.config().evaluation().numSamplesPerInput();
        long promptTokens =
                plan.prompts().stream().mapToLong(p -> p.tokens().length).sum();
        int longest =
                plan.prompts().stream().mapToInt(p -> p.tokens().length).max().orElse(0);
        long newTokens = (long) plan.inputs() * samples * plan.limits().maxNewTokens();
        double work =
                2.0 * (promptTokens * (double) model.promptTokenWork() + newTokens * (double) model.newTokenWork());
        int unit = plan.units().stream().mapToInt(u -> u.length).max().orElse(0);
        List<Path> files = plan.pool().files();
        StringBuilder text = new StringBuilder();
        line(text, "run folder", "%s", options.outputPath().resolve(RunName.of(options)));
        line(text, "model", "%s (%s, %,d parameters)", plan.modelFolder(), model.family(), model.parameters());
        line(
                text,
                "data",
                "%s, %s split, %,d samples in the pool (%s)",
                plan.pool().id(),
                plan.pool().split().name().toLowerCase(Locale.ROOT),
                plan.pool().samples().size(),
                files.get(0) + (files.size() == 1 ? "" : " and " + (files.size() - 1) + " more"));
        line(
                text,
                "inputs",
                "%,d, of up to %d tokens (%.1f on average)",
                plan.inputs(),
                longest,
                promptTokens / (double) Math.max(1, plan.inputs()));
        line(
                text,
                "samples",
                "%,d (%d per input), of up to %d new tokens",
                (long) plan.inputs() * samples,
                samples,
                plan.limits().maxNewTokens());
        line(text, "rewards", "%s", rewards(plan));
        line(
                text,
                "batches",
                "%,d of up to %d inputs, %d sequences each",
                plan.units().size(),
                unit,
                unit * samples);
        options.shard()
                .ifPresent(shard -> line(
                        text,
                        "shard",
                        "%s: %,d of these batches",
                        shard,
                        plan.unitsOf(shard).size()));
        line(text, "work", "at most %.3g TFLOP of matrix products", work / 1e12);
        line(
                text,
                "memory",
                "about %,.1f MiB on the device: weights %,.1f, cache %,.1f, activations %,.1f (a reward model comes on top)",
                mib(model.parameters() + cache(plan, unit, longest) + activations(plan, unit, longest)),
                mib(model.parameters()),
                mib(cache(plan, unit, longest)),
                mib(activations(plan, unit, longest)));
        return text.toString();
    }

    private static String rewards(ExtractionPlan plan) {
        return plan.config().evaluation().metrics().stream()
                .map(metric -> metric.id()
                        + metric.model().map(model -> " (" + model + ")").orElse(""))
                .collect(Collectors.joining(", "));
    }

    /** Floats: keys and values of the prompts once, of new tokens per sample. */
    private static long cache(ExtractionPlan plan, int unit, int longest) {
        long rows = (long) unit * plan.config().evaluation().numSamplesPerInput();
        return plan.architecture().cacheFloats()
                * ((long) unit * longest + rows * plan.limits().maxNewTokens());
    }

    /** Floats: a few of the widest activations of the prompts, or of the logits, whichever is more. */
    private static long activations(ExtractionPlan plan, int unit, int longest) {
        long rows = (long) unit * plan.config().evaluation().numSamplesPerInput();
        return Math.max(
                3 * plan.architecture().widest() * unit * longest,
                3L * plan.architecture().vocabularySize() * rows);
    }

    private static double mib(long floats) {
        return floats * (double) Float.BYTES / (1 << 20);
    }

    private static void line(StringBuilder text, String label, String format, Object... values) {
        text.append(String.format(Locale.ROOT, "%-10s  ", label))
                .append(String.format(Locale.ROOT, format, values))
                .append('\n');
    }
}
