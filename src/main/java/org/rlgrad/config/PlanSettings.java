package org.rlgrad.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.rlgrad.config.ConfigValue.Entry;
import org.rlgrad.config.ConfigValue.Kind;
import org.rlgrad.config.ConfigValue.Mapping;
import org.rlgrad.config.ConfigValue.Scalar;
import org.rlgrad.config.ConfigValue.Sequence;

/** Settings for a plan: those of {@link Setting}, and a field's name alone for that field of every configuration. */
final class PlanSettings {
    /** Fields whose value is a list: only a list of lists is a choice of values. */
    private static final List<String> LIST_FIELDS = List.of("mlp_hidden_layer_sizes", "gpu_ids");

    private PlanSettings() {}

    static void applyAll(List<String> settings, Mapping root, Problems problems) {
        for (int i = 0; i < settings.size(); i++) {
            String setting = settings.get(i);
            Position position = Position.ofSetting(i + 1);
            int equals = setting.indexOf('=');
            String key = equals < 0 ? "" : setting.substring(0, equals);
            if (isField(key)) {
                ConfigValue value = Setting.parse(setting.substring(equals + 1), key, position, problems);
                applyToAll(key, new Entry(position, value), root);
            } else {
                Setting.apply(setting, position, root, problems);
            }
        }
    }

    /** Whether the key is, or was meant to be, an experiment's rather than the plan's. */
    private static boolean isField(String key) {
        List<String> keys = new ArrayList<>(ControlledPlanReader.KEYS);
        keys.addAll(ExperimentReader.keys());
        boolean ofPlan = Spelling.closest(key, keys)
                .filter(ControlledPlanReader.KEYS::contains)
                .isPresent();
        return !key.isEmpty() && !key.contains(".") && !ofPlan;
    }

    private static void applyToAll(String key, Entry entry, Mapping root) {
        Entry configurations = root.entries().get("configurations");
        if (configurations == null || !(configurations.value() instanceof Sequence list)) {
            return; // which the reader reports
        }
        for (ConfigValue item : list.items()) {
            if (item instanceof Mapping configuration) {
                applyTo(configuration, key, entry);
            }
        }
    }

    private static void applyTo(Mapping configuration, String key, Entry entry) {
        boolean choice = entry.value() instanceof Sequence values
                && (!LIST_FIELDS.contains(key) || values.items().stream().anyMatch(Sequence.class::isInstance));
        Entry options = configuration.entries().get("options");
        if (choice && (options == null || isNull(options.value()))) {
            options = new Entry(entry.keyPosition(), new Mapping(entry.keyPosition(), new LinkedHashMap<>()));
            configuration.entries().put("options", options);
        }
        if (options != null && options.value() instanceof Mapping mapping) {
            if (choice) {
                mapping.entries().put(key, entry);
            } else {
                mapping.entries().remove(key);
            }
        }
        Entry base = configuration.entries().get("base_config");
        if (!choice && base != null && base.value() instanceof Mapping mapping) {
            mapping.entries().put(key, entry);
        }
    }

    private static boolean isNull(ConfigValue value) {
        return value instanceof Scalar scalar && scalar.kind() == Kind.NULL;
    }
}
