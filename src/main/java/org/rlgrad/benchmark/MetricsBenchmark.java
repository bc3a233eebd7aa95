package org.rlgrad.benchmark;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.MetricConfig;
import org.rlgrad.config.NamedMetrics;
import org.rlgrad.data.TextPairs;
import org.rlgrad.reward.CorpusValues;
import org.rlgrad.reward.RewardFunction;
import org.rlgrad.reward.RewardFunction.Outputs;

/**
 * {@code scripts/benchmark metrics [FILE]}: how many pairs of prediction and references each metric that runs no model scores in a second.
 *
 * <p>The best of several rounds over all pairs counts, after rounds to warm up. References are digested anew for each pair,
 * as in an extraction with one sample. {@code rouge} computes its four kinds, {@code diversity} looks at predictions only.
 */
public final class MetricsBenchmark {
    private static final List<String> IDS =
            List.of("meteor", "rouge", "rouge_l_max", "bleu", "sacre_bleu", "chrf", "ter", "cider", "diversity");
    private static final int PAIRS = 2000;
    private static final long NANOS = 1_500_000_000L;

    private MetricsBenchmark() {}

    /** Prints the table, of the pairs of a JSON lines file or of made ones. */
    public static void run(Optional<Path> file) {
        List<TextPairs.Pair> pairs = file.map(TextPairs::jsonLines).orElseGet(() -> MadePairs.of(PAIRS));
        List<Outputs> inputs = pairs.stream()
                .map(pair -> new Outputs(pair.sample(), List.of(pair.prediction())))
                .toList();
        Map<String, Double> python = PythonMetrics.pairsPerSecond(pairs);
        ForkJoinPool one = new ForkJoinPool(1);
        int cores = ForkJoinPool.getCommonPoolParallelism() + 1;
        System.out.printf("%d pairs; pairs/s on one core and on %d%n", pairs.size(), cores);
        System.out.printf("%-12s %12s %12s %12s %8s%n", "metric", "one core", "all cores", "Python", "times");
        for (MetricConfig metric : NamedMetrics.of(IDS, List.of(), Optional.empty(), List.of())) {
            Runnable work = work(metric, inputs);
            double single = pairs.size() / seconds(() -> one.submit(work).join());
            double all = pairs.size() / seconds(work);
            Double other = python.get(metric.id());
            System.out.printf(
                    Locale.ROOT,
                    "%-12s %12.0f %12.0f %12s %8s%n",
                    metric.id(),
                    single,
                    all,
                    other == null ? "-" : String.format(Locale.ROOT, "%.0f", other),
                    other == null ? "-" : String.format(Locale.ROOT, "%.1f", single / other));
        }
        one.shutdown();
    }

    private static Runnable work(MetricConfig metric, List<Outputs> inputs) {
        List<RewardFunction> rewards = RewardFunction.all(metric, Fidelity.REFERENCE, Device.cpu());
        if (rewards.isEmpty()) {
            return () -> CorpusValues.of(metric, Fidelity.REFERENCE, inputs, Map.of(), Device.cpu());
        }
        // a new list each time, since rouge remembers what it scored last; one of its four computes them all
        return () -> rewards.get(0).score(new ArrayList<>(inputs));
    }

    /** Of the best round. */
    private static double seconds(Runnable work) {
        long best = Long.MAX_VALUE;
        long end = System.nanoTime() + NANOS;
        for (int round = 0; round < 3 || System.nanoTime() < end; round++) {
            long start = System.nanoTime();
            work.run();
            best = Math.min(best, System.nanoTime() - start);
        }
        return best * 1e-9;
    }
}
