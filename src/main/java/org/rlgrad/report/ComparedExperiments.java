package org.rlgrad.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.rlgrad.report.ExperimentLabels.Method;
import org.rlgrad.report.ExperimentLabels.Setting;

/**
 * Experiments of one setting, for each method one per seed: what shares a panel of a figure and a block of the table.
 *
 * @param setting what they share
 * @param only the first one's name where the plan has other experiments of the same setting, method and seed, which then
 *     differ in something that the labels do not say; else empty
 * @param byMethod in the order of {@link Method}; each list has at least one experiment
 * @param <T> an experiment, or what is known of it
 */
public record ComparedExperiments<T>(Setting setting, String only, Map<Method, List<T>> byMethod) {

    /**
     * The n-th experiments of equal labels belong together, by their names. So neither a batch size nor any other key that
     * the labels lack is ever averaged over, as if it were a seed.
     */
    private record Key(Setting setting, int occurrence) {}

    /** Groups them; sorted by name. */
    public static <T> List<ComparedExperiments<T>> of(List<T> experiments, Function<T, ExperimentLabels> labels) {
        List<T> ordered = experiments.stream()
                .sorted(Comparator.comparing(
                        experiment -> labels.apply(experiment).experiment()))
                .toList();
        Map<ExperimentLabels, Integer> seen = new HashMap<>();
        Map<Key, Map<Method, List<T>>> compared = new LinkedHashMap<>();
        for (T experiment : ordered) {
            ExperimentLabels own = labels.apply(experiment);
            ExperimentLabels nameless = new ExperimentLabels("", own.method(), own.seed(), own.setting());
            int occurrence = seen.merge(nameless, 1, Integer::sum);
            compared.computeIfAbsent(new Key(own.setting(), occurrence), key -> new EnumMap<>(Method.class))
                    .computeIfAbsent(own.method(), method -> new ArrayList<>())
                    .add(experiment);
        }
        List<ComparedExperiments<T>> result = new ArrayList<>();
        compared.forEach((key, byMethod) -> {
            boolean alone = !compared.containsKey(new Key(key.setting(), 2));
            T first = byMethod.values().iterator().next().get(0);
            result.add(new ComparedExperiments<>(
                    key.setting(), alone ? "" : labels.apply(first).experiment(), byMethod));
        });
        return result;
    }

    /** How many seeds the method with the most seeds has. */
    public int seeds() {
        return byMethod.values().stream().mapToInt(List::size).max().orElse(0);
    }

    /** All of them. */
    public List<T> all() {
        return byMethod.values().stream().flatMap(List::stream).toList();
    }
}
