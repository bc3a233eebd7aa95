package org.rlgrad.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.train.SupervisedTrainer;

/**
 * Whole steps of supervised training, optimizer included, with the checkpoint's dropout as in the reference and without, next to
 * the step's matrix products alone: the limit. The optimizer takes its time without any product.
 */
final class SupervisedBenchmark {
    private static final int ROUNDS = 2;

    private SupervisedBenchmark() {}

    static void printHeader() {
        System.out.printf(
                "%nSupervised step%n%-12s %5s %4s %4s %8s %8s %9s %8s %9s %9s %6s %9s%n",
                "shape",
                "batch",
                "in",
                "out",
                "dropout",
                "s/step",
                "tokens/s",
                "GFLOP/s",
                "of limit",
                "Python s",
                "times",
                "peak MiB");
    }

    /** @param python seconds of a step, see {@link PythonSteps}; may be empty */
    static void measure(SupervisedWorkload workload, LanguageModel model, Map<String, Double> python) {
        try (TrainingProducts products = workload.products(model);
                SupervisedTrainer plain = workload.trainer(model, false);
                SupervisedTrainer thinned = workload.trainer(model, true)) {
            plain.step();
            int liveBefore = model.parameters().liveArrays();
            List<DoubleSupplier> works = new ArrayList<>(List.of(products::seconds));
            for (SupervisedTrainer trainer : List.of(plain, thinned)) {
                works.add(() -> Rounds.seconds(trainer::step));
            }
            double[] best = Rounds.best(ROUNDS, works);
            print(workload, true, best[2], best[0], products.flops(), python);
            print(workload, false, best[1], best[0], products.flops(), python);
            System.out.printf(
                    "%-12s live native arrays: %d before, %d after%n",
                    "", liveBefore, model.parameters().liveArrays());
        }
    }

    private static void print(
            SupervisedWorkload workload,
            boolean dropout,
            double step,
            double limit,
            double flops,
            Map<String, Double> python) {
        Double other = python.get(PythonSteps.key(workload, dropout));
        System.out.printf(
                Locale.ROOT,
                "%-12s %5d %4d %4d %8s %8.2f %9.0f %8.1f %8.0f%% %9s %6s %9d%n",
                workload.name(),
                workload.rows(),
                workload.prompt(),
                workload.target(),
                dropout ? "yes" : "no",
                step,
                workload.tokens() / step,
                1e-9 * flops / step,
                100 * limit / step,
                other == null ? "-" : String.format(Locale.ROOT, "%.2f", other),
                other == null ? "-" : String.format(Locale.ROOT, "%.2f", other / step),
                ProcessMemory.peakMiB());
    }
}
