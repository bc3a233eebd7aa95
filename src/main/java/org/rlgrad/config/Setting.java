package org.rlgrad.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rlgrad.config.ConfigValue.Entry;
import org.rlgrad.config.ConfigValue.Kind;
import org.rlgrad.config.ConfigValue.Mapping;
import org.rlgrad.config.ConfigValue.Scalar;
import org.rlgrad.config.ConfigValue.Sequence;

/**
 * One {@code --set key.path=value}: puts a value, written as YAML, in the place of what the file has there. A number in
 * the path is a list's index from 0 (one past its end appends); blocks that are absent are made.
 */
final class Setting {
    private final String path;
    private final String[] keys;
    private final ConfigValue value;
    private final Position position;
    private final Problems problems;

    private Setting(String path, ConfigValue value, Position position, Problems problems) {
        this.path = path;
        this.keys = path.split("\\.", -1);
        this.value = value;
        this.position = position;
        this.problems = problems;
    }

    /** Applies the settings in order to the file's top block. */
    static void applyAll(List<String> settings, Mapping root, Problems problems) {
        for (int i = 0; i < settings.size(); i++) {
            apply(settings.get(i), Position.ofSetting(i + 1), root, problems);
        }
    }

    static void apply(String setting, Position position, Mapping root, Problems problems) {
        int equals = setting.indexOf('=');
        String path = equals < 0 ? setting : setting.substring(0, equals);
        if (equals < 0 || List.of(path.split("\\.", -1)).contains("")) {
            problems.error(position, path, "expected key.path=value");
            return;
        }
        ConfigValue value = parse(setting.substring(equals + 1), path, position, problems);
        new Setting(path, value, position, problems).descend(root, 0);
    }

    /** What stands behind the sign; nothing is YAML's null: the key's default. */
    static ConfigValue parse(String value, String path, Position position, Problems problems) {
        return new YamlParser((line, column) -> position, path, problems)
                .parse(value)
                .orElse(new Scalar(position, Kind.NULL, true, ""));
    }

    private void descend(ConfigValue at, int depth) {
        if (at instanceof Mapping mapping) {
            Map<String, Entry> entries = mapping.entries();
            Entry entry = entries.get(keys[depth]);
            ConfigValue next = next(entry == null ? null : entry.value(), depth);
            // The key keeps its place in the file unless the value is new.
            Position keyPosition = next == value || entry == null ? position : entry.keyPosition();
            entries.put(keys[depth], new Entry(keyPosition, next));
        } else if (at instanceof Sequence sequence) {
            descendList(sequence.items(), depth);
        } else {
            problems.error(position, path, "there are no keys below " + upTo(depth) + ", which is " + at.describe());
        }
    }

    private void descendList(List<ConfigValue> items, int depth) {
        boolean isIndex = keys[depth].matches("\\d{1,6}");
        int index = isIndex ? Integer.parseInt(keys[depth]) : -1;
        if (index < 0 || index > items.size()) {
            String size = items.size() == 1 ? "1 entry" : items.size() + " entries";
            problems.error(
                    position,
                    path,
                    upTo(depth) + " is a list of " + size + ": '" + keys[depth] + "' must be a number from 0 to "
                            + items.size());
        } else if (index == items.size()) {
            items.add(next(null, depth));
        } else {
            items.set(index, next(items.get(index), depth));
        }
    }

    /** What stands at {@code keys[depth]} afterwards. */
    private ConfigValue next(ConfigValue present, int depth) {
        if (depth == keys.length - 1) {
            return value;
        }
        boolean absent = present == null || (present instanceof Scalar scalar && scalar.kind() == Kind.NULL);
        ConfigValue block = absent ? new Mapping(position, new LinkedHashMap<>()) : present;
        descend(block, depth + 1);
        return block;
    }

    private String upTo(int depth) {
        return String.join(".", List.of(keys).subList(0, depth));
    }
}
