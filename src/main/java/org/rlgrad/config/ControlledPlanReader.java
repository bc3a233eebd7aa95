package org.rlgrad.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.rlgrad.config.ConfigValue.Scalar;

/** A whole plan of controlled experiments. */
final class ControlledPlanReader {
    static final List<String> KEYS = List.of(
            "name",
            "description",
            "skip",
            "repetitions",
            "largest",
            "multiprocess",
            "num_parallel",
            "gpu_ids_pool",
            "configurations",
            "pretraining_plan",
            "seeds");

    /** More would hardly be meant. */
    private static final int MOST_EXPERIMENTS = 1000;

    private ControlledPlanReader() {}

    static ControlledPlan read(BlockReader root, Problems problems) {
        String name = root.text("name", "");
        String description = root.text("description", "");
        int skip = root.integer("skip", 0, NumberRange.atLeast(0));
        int repetitions = root.integer("repetitions", 1, NumberRange.between(1, MOST_EXPERIMENTS));
        // Only says which experiment the reference's log calls the best.
        root.flag("largest", true);
        int numParallel = numParallel(root);
        List<Integer> gpuIdsPool = root.integers("gpu_ids_pool", NumberRange.atLeast(0));
        if (!gpuIdsPool.isEmpty() && gpuIdsPool.size() < numParallel) {
            root.error("gpu_ids_pool", "must be empty or hold at least num_parallel (" + numParallel + ") ids");
        }
        Optional<String> pretrainingPlan = root.optionalText("pretraining_plan");
        List<Scalar> seeds = seeds(root);
        List<BlockReader> configurations = root.blocks("configurations");
        root.finish();

        PlanExpansion expansion = new PlanExpansion(seeds, repetitions, MOST_EXPERIMENTS, problems);
        List<ControlledConfig> experiments = expansion.of(configurations).stream()
                .map(keys -> ExperimentReader.read(BlockReader.of(keys, "", problems)))
                .toList();
        int skipped = (int) Math.min((long) skip * expansion.copies(), experiments.size());
        if (problems.none() && skipped == experiments.size()) {
            root.error("skip", "leaves no experiment: there are " + experiments.size() / expansion.copies());
        }
        return new ControlledPlan(name, description, skipped, numParallel, gpuIdsPool, pretrainingPlan, experiments);
    }

    /** An explicit {@code multiprocess: false} is one at a time, as in the reference; here it need not be given. */
    private static int numParallel(BlockReader root) {
        int numParallel = root.integer("num_parallel", 1, NumberRange.atLeast(1));
        boolean multiprocess = root.flag("multiprocess", true);
        if (!multiprocess && numParallel > 1) {
            root.warning("num_parallel", "has no effect with multiprocess: false; leave multiprocess out");
        }
        return multiprocess ? numParallel : 1;
    }

    private static List<Scalar> seeds(BlockReader root) {
        List<Integer> numbers = root.integers("seeds", NumberRange.atLeast(0));
        if (new HashSet<>(numbers).size() < numbers.size()) {
            root.error("seeds", "has a number twice");
        }
        List<Scalar> seeds = new ArrayList<>();
        Position position = root.value("seeds").map(ConfigValue::position).orElse(null);
        for (int number : numbers) {
            seeds.add(new Scalar(position, ConfigValue.Kind.INTEGER, true, Integer.toString(number)));
        }
        return seeds;
    }
}
