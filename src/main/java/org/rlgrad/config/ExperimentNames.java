package org.rlgrad.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.rlgrad.config.ConfigValue.Entry;
import org.rlgrad.config.ConfigValue.Kind;
import org.rlgrad.config.ConfigValue.Mapping;
import org.rlgrad.config.ConfigValue.Scalar;

/**
 * Makes the experiments' names differ, since each names a run folder.
 *
 * <p>Differs from the reference: its folders end in the time at which they were made.
 */
final class ExperimentNames {
    private static final String NAME = "experiment_name";

    private ExperimentNames() {}

    /** Where several experiments have one name, appends the keys that tell them apart, with their values. */
    static void tellApart(List<Mapping> experiments, Problems problems) {
        Map<String, List<Mapping>> byName = new LinkedHashMap<>();
        experiments.forEach(
                e -> byName.computeIfAbsent(name(e), name -> new ArrayList<>()).add(e));
        for (List<Mapping> same : byName.values()) {
            if (same.size() > 1) {
                List<String> differing = differing(same);
                for (Mapping experiment : same) {
                    differing.forEach(key -> append(experiment, NameTemplate.suffix(key, text(experiment, key))));
                }
            }
        }
        Set<String> names = new HashSet<>();
        for (Mapping experiment : experiments) {
            if (!names.add(name(experiment)) && isText(experiment)) {
                problems.error(
                        experiment.entries().get(NAME).value().position(),
                        NAME,
                        "two experiments are called " + name(experiment) + "; to run one again, use repetitions");
            }
        }
    }

    /** A name that is no text stays as it is: its reader reports it. */
    static void append(Mapping experiment, String suffix) {
        Entry entry = experiment.entries().get(NAME);
        if (isText(experiment) && entry.value() instanceof Scalar scalar) {
            Scalar longer = NameTemplate.withText(scalar, scalar.text() + suffix);
            experiment.entries().put(NAME, new Entry(entry.keyPosition(), longer));
        }
    }

    private static List<String> differing(List<Mapping> experiments) {
        Set<String> keys = new LinkedHashSet<>();
        List<String> ignored = IgnoredKeys.all();
        experiments.forEach(e -> keys.addAll(e.entries().keySet()));
        return keys.stream()
                .filter(key -> !key.equals(NAME) && !ignored.contains(key))
                .filter(key ->
                        experiments.stream().map(e -> text(e, key)).distinct().count() > 1)
                .toList();
    }

    private static boolean isText(Mapping experiment) {
        return experiment.entries().get(NAME).value() instanceof Scalar scalar && scalar.kind() == Kind.TEXT;
    }

    private static String name(Mapping experiment) {
        return text(experiment, NAME);
    }

    private static String text(Mapping experiment, String key) {
        Entry entry = experiment.entries().get(key);
        return entry == null ? "" : PythonValue.text(entry.value());
    }
}
