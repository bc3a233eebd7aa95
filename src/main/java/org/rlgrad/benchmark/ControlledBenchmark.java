package org.rlgrad.benchmark;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.rlgrad.config.Fidelity;
import org.rlgrad.controlled.Classifier;
import org.rlgrad.controlled.Trainer;

/**
 * {@code scripts/benchmark controlled [DEVICE]}: training steps of the controlled experiments' three models.
 *
 * <p>A step is an epoch of one batch by the very trainer of the experiments. Per model the steps with and without measuring the
 * groups and the step's products alone take turns, and the best of each counts, since noise only adds time.
 */
final class ControlledBenchmark {
    private static final double SECONDS_PER_MODEL = 12;
    private static final int ROUNDS_AT_LEAST = 3;

    private ControlledBenchmark() {}

    /** Prints the table. */
    static void run(Device device) {
        System.out.printf(
                "%-17s %5s %9s %9s %10s %9s %8s %17s %17s%n",
                "model",
                "batch",
                "ms/step",
                "steps/s",
                "samples/s",
                "GFLOP/s",
                "of limit",
                "groups, corrected",
                "groups, reference");
        for (TrainingWorkload workload : TrainingWorkload.values()) {
            measure(workload, device);
        }
        System.out.printf(
                Locale.ROOT,
                "BERT-mini, %d pairs padded to 512 tokens: %.1f times the step of the pairs as they are%n",
                TrainingWorkload.PADDED_SAMPLES,
                paddingRatio(device));
    }

    private static void measure(TrainingWorkload workload, Device device) {
        Classifier classifier = workload.classifier(device);
        int samples = workload.samples();
        boolean normalised = classifier.hasBatchNorm();
        try (TrainingProducts products = workload.products(classifier);
                Trainer measuring =
                        TrainingWorkload.trainer(classifier.frozenCopy(), samples, true, Fidelity.CORRECTED);
                Trainer asReference =
                        TrainingWorkload.trainer(classifier.frozenCopy(), samples, true, Fidelity.REFERENCE);
                Trainer plain = TrainingWorkload.trainer(classifier, samples, false, Fidelity.CORRECTED)) {
            List<Trainer> trainers = new ArrayList<>(List.of(plain, measuring));
            if (normalised) { // without it both fidelities make the same passes
                trainers.add(asReference);
            }
            trainers.forEach(trainer -> trainer.epoch(1, () -> false));
            int liveBefore = classifier.parameters().liveArrays();
            double[] best = best(products, trainers);
            double step = best[1];
            System.out.printf(
                    Locale.ROOT,
                    "%-17s %5d %9.2f %9.1f %10.0f %9.1f %7.0f%% %16.2fx %17s%n",
                    workload.title(),
                    samples,
                    1000 * step,
                    1 / step,
                    samples / step,
                    1e-9 * products.flops() / step,
                    100 * best[0] / step,
                    best[2] / step,
                    normalised ? String.format(Locale.ROOT, "%.2fx", best[3] / step) : "the same");
            System.out.printf(
                    "%-17s live native arrays: %d before, %d after%n",
                    "", liveBefore, classifier.parameters().liveArrays());
        }
    }

    /** Best seconds of the products and then of each trainer's step. */
    private static double[] best(TrainingProducts products, List<Trainer> trainers) {
        double[] best = new double[trainers.size() + 1];
        Arrays.fill(best, Double.MAX_VALUE);
        long start = System.nanoTime();
        for (int round = 0;
                round < ROUNDS_AT_LEAST || (System.nanoTime() - start) * 1e-9 < SECONDS_PER_MODEL;
                round++) {
            best[0] = Math.min(best[0], products.seconds());
            for (int i = 0; i < trainers.size(); i++) {
                best[i + 1] = Math.min(best[i + 1], seconds(trainers.get(i), round + 2));
            }
        }
        return best;
    }

    private static double seconds(Trainer trainer, int epoch) {
        long start = System.nanoTime();
        trainer.epoch(epoch, () -> false);
        return (System.nanoTime() - start) * 1e-9;
    }

    private static double paddingRatio(Device device) {
        int samples = TrainingWorkload.PADDED_SAMPLES;
        try (Trainer padded = trainerOn(TrainingWorkload.bert(device, true), samples);
                Trainer trimmed = trainerOn(TrainingWorkload.bert(device, false), samples)) {
            double paddedSeconds = Double.MAX_VALUE;
            double trimmedSeconds = Double.MAX_VALUE;
            for (int epoch = 1; epoch <= ROUNDS_AT_LEAST; epoch++) {
                paddedSeconds = Math.min(paddedSeconds, seconds(padded, epoch));
                trimmedSeconds = Math.min(trimmedSeconds, seconds(trimmed, epoch));
            }
            return paddedSeconds / trimmedSeconds;
        }
    }

    private static Trainer trainerOn(Classifier classifier, int samples) {
        return TrainingWorkload.trainer(classifier, samples, false, Fidelity.CORRECTED);
    }
}
