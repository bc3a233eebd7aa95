package org.rlgrad.experiment;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.rlgrad.config.AlgorithmConfig;
import org.rlgrad.config.AlgorithmConfig.PpoArgs;
import org.rlgrad.config.AlgorithmConfig.Reinforce;
import org.rlgrad.config.AlgorithmConfig.ReinforceArgs;
import org.rlgrad.config.MetricConfig;
import org.rlgrad.config.OnPolicyConfig;
import org.rlgrad.config.TrainingArguments;
import org.rlgrad.model.Architecture;

/** What {@code --dry-run} of a training prints: the plan, its work and its memory, by counting. */
final class TrainingPlanReport {
    private TrainingPlanReport() {}

    static String of(TrainingPlan plan, RunOptions options) {
        Architecture model = plan.architecture();
        StringBuilder text = new StringBuilder();
        line(text, "run folder", "%s", options.outputPath().resolve(RunName.ofTraining(options)));
        line(text, "model", "%s (%s, %,d parameters)", plan.modelFolder(), model.family(), model.parameters());
        line(
                text,
                "trained on",
                "%,d samples of %s, %s split",
                plan.trained().size(),
                plan.config().datapool().args().id(),
                TrainingPlan.name(plan.config().datapool().split()));
        AlgorithmConfig algorithm = plan.config().alg();
        if (algorithm instanceof AlgorithmConfig.OnPolicy onPolicy) {
            onPolicy(text, onPolicy, model);
        } else {
            TrainingArguments args = ((AlgorithmConfig.Supervised) algorithm).trainingArgs();
            line(text, "algorithm", "supervised, learning rate %s", args.learningRate());
            line(
                    text,
                    "steps",
                    "%s of %d examples",
                    args.maxSteps() > 0 ? args.maxSteps() : args.numTrainEpochs() + " epochs",
                    args.perDeviceTrainBatchSize());
            weights(text, model, 1, 1);
        }
        line(
                text,
                "evaluated",
                "%s at start and end, val in between",
                plan.evaluated().entrySet().stream()
                        .map(split -> TrainingPlan.name(split.getKey()) + " ("
                                + split.getValue().size() + ")")
                        .collect(Collectors.joining(", ")));
        List<MetricConfig> metrics = plan.config().trainEvaluation().metrics();
        line(text, "metrics", "%s", metrics.stream().map(MetricConfig::id).collect(Collectors.joining(", ")));
        return text.toString();
    }

    private static void onPolicy(StringBuilder text, AlgorithmConfig.OnPolicy algorithm, Architecture model) {
        OnPolicyConfig config = algorithm.onPolicy();
        line(
                text,
                "algorithm",
                "%s, rewarded by %s",
                algorithm.id(),
                config.rewardFn().id());
        int iterations = config.iterations().nIters();
        if (algorithm instanceof Reinforce reinforce) {
            ReinforceArgs args = reinforce.args();
            line(
                    text,
                    "iterations",
                    "%,d of %d prompts x %d outputs, one optimizer step each",
                    iterations,
                    args.promptsPerIteration(),
                    args.samplesPerPrompt());
            weights(text, model, 2, 1);
        } else {
            PpoArgs args = ((AlgorithmConfig.Proximal) algorithm).args();
            int buffer = args.nSteps() * config.env().nEnvs();
            line(
                    text,
                    "iterations",
                    "%,d of %,d tokens, %,d optimizer steps each",
                    iterations,
                    buffer,
                    args.nEpochs() * ((buffer + args.batchSize() - 1) / args.batchSize()));
            weights(text, model, 3, 2);
        }
    }

    /** Weights of all models, gradients and two moments of the trained ones. */
    private static void weights(StringBuilder text, Architecture model, int models, int trained) {
        double mib = model.parameters() * (double) Float.BYTES / (1 << 20);
        line(
                text,
                "memory",
                "%,.0f MiB for weights, gradients and moments; activations come on top",
                mib * (models + 3 * trained));
        line(text, "checkpoint", "%,.0f MiB", mib * 3 * trained);
    }

    private static void line(StringBuilder text, String label, String format, Object... values) {
        text.append(String.format(Locale.ROOT, "%-10s  ", label))
                .append(String.format(Locale.ROOT, format, values))
                .append('\n');
    }
}
