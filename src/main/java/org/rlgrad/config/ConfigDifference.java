package org.rlgrad.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A key that two configurations set differently.
 *
 * @param key with dots, such as {@code alg.args.learning_rate}
 * @param from its value in the first, as YAML writes it
 * @param to its value in the second
 */
public record ConfigDifference(String key, String from, String to) {

    /** The keys that both have, with different values, in alphabetical order. What only one kind of training has is no difference. */
    public static List<ConfigDifference> between(TrainConfig first, TrainConfig second) {
        return between(ResolvedTraining.root(first), ResolvedTraining.root(second));
    }

    /** The keys of {@code generation_kwargs} with different values, in alphabetical order. */
    public static List<ConfigDifference> between(GenerationConfig first, GenerationConfig second) {
        return between(ResolvedConfig.generation(first), ResolvedConfig.generation(second));
    }

    private static List<ConfigDifference> between(Map<String, Object> first, Map<String, Object> second) {
        Map<String, String> here = new TreeMap<>();
        Map<String, String> there = new TreeMap<>();
        flatten("", first, here);
        flatten("", second, there);
        List<ConfigDifference> differences = new ArrayList<>();
        here.forEach((key, value) -> {
            String other = there.getOrDefault(key, value);
            if (!other.equals(value)) {
                differences.add(new ConfigDifference(key, value, other));
            }
        });
        return differences;
    }

    private static void flatten(String prefix, Object value, Map<String, String> into) {
        if (value instanceof Map<?, ?> block) {
            block.forEach((key, inner) -> flatten(prefix.isEmpty() ? "" + key : prefix + "." + key, inner, into));
        } else {
            into.put(prefix, String.valueOf(value));
        }
    }

    /** The last part of the key in words, such as "learning rate". */
    public String name() {
        String last = key.substring(key.lastIndexOf('.') + 1);
        return last.equals("ent_coef") ? "entropy coefficient" : last.replace('_', ' ');
    }
}
