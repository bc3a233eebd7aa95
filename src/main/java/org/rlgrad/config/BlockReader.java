// Longer than most: one method for each type a key can have, and they share the bookkeeping of known and missing keys.
package org.rlgrad.config;

import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.rlgrad.config.ConfigValue.Entry;
import org.rlgrad.config.ConfigValue.Kind;
import org.rlgrad.config.ConfigValue.Mapping;
import org.rlgrad.config.ConfigValue.Scalar;
import org.rlgrad.config.ConfigValue.Sequence;

/**
 * Reads one block (mapping) of a configuration, key by key; what is wrong goes to the {@link Problems}.
 *
 * <p>Each method takes a key's value, or the fallback where the key is absent or empty (as in the reference, where null
 * stands for the default). After a problem a stand-in is returned, so that the rest of the file is checked too; nobody
 * sees it, because {@link Problems#throwIfAny} follows. Call {@link #finish} last: what was not asked for is unknown.
 */
final class BlockReader {
    private final Mapping mapping;
    private final String path;
    private final Problems problems;
    /** Its absence or wrong type is reported already: what is missing in it is no news. */
    private final boolean standIn;

    private final Set<String> known = new LinkedHashSet<>();
    private final List<String> missing = new ArrayList<>();
    private final Set<String> faulty = new LinkedHashSet<>();

    private BlockReader(Mapping mapping, String path, Problems problems, boolean standIn) {
        this.mapping = mapping;
        this.path = path;
        this.problems = problems;
        this.standIn = standIn;
    }

    /** The reader of a value that must be a mapping; {@code path} is its key, empty for the whole file. */
    static BlockReader of(ConfigValue value, String path, Problems problems) {
        if (value instanceof Mapping mapping) {
            return new BlockReader(mapping, path, problems, false);
        }
        problems.error(value.position(), path, "expected keys with values, is " + value.describe());
        return standIn(value.position(), path, problems);
    }

    private static BlockReader standIn(Position position, String path, Problems problems) {
        return new BlockReader(new Mapping(position, new LinkedHashMap<>()), path, problems, true);
    }

    /** {@code path.key}, or {@code key} at the top. */
    static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Text that has no default and is not empty. */
    String text(String key) {
        return given(key, true).map(v -> asText(key, v, true)).orElse("");
    }

    String text(String key, String fallback) {
        return given(key, false).map(v -> asText(key, v, false)).orElse(fallback);
    }

    Optional<String> optionalText(String key) {
        return given(key, false).map(v -> asText(key, v, true));
    }

    /** A file name as it is written. */
    Optional<Path> optionalPath(String key) {
        try {
            return optionalText(key).map(Path::of);
        } catch (InvalidPathException e) {
            error(key, "is no file name: " + e.getReason());
            return Optional.empty();
        }
    }

    int integer(String key, NumberRange range) {
        return given(key, true).map(v -> asInteger(key, v, range)).orElse(0);
    }

    int integer(String key, int fallback, NumberRange range) {
        return given(key, false).map(v -> asInteger(key, v, range)).orElse(fallback);
    }

    OptionalInt optionalInteger(String key, NumberRange range) {
        return given(key, false)
                .map(v -> OptionalInt.of(asInteger(key, v, range)))
                .orElse(OptionalInt.empty());
    }

    /** A list of whole numbers; empty where the key is absent. */
    List<Integer> integers(String key, NumberRange range) {
        Optional<ConfigValue> value = given(key, false);
        if (value.isPresent() && value.get() instanceof Sequence list) {
            return list.items().stream()
                    .map(item -> asInteger(key, item, range))
                    .toList();
        }
        value.ifPresent(v -> wrong(key, "a list of whole numbers", v, ""));
        return List.of();
    }

    double number(String key, NumberRange range) {
        return given(key, true).map(v -> asNumber(key, v, range)).orElse(0.0);
    }

    double number(String key, double fallback, NumberRange range) {
        return given(key, false).map(v -> asNumber(key, v, range)).orElse(fallback);
    }

    OptionalDouble optionalNumber(String key, NumberRange range) {
        return given(key, false)
                .map(v -> OptionalDouble.of(asNumber(key, v, range)))
                .orElse(OptionalDouble.empty());
    }

    boolean flag(String key) {
        return given(key, true).map(v -> asFlag(key, v)).orElse(false);
    }

    boolean flag(String key, boolean fallback) {
        return given(key, false).map(v -> asFlag(key, v)).orElse(fallback);
    }

    /** One of an enum's constants, by {@link Spelling#of}; a null fallback makes the key required. */
    <E extends Enum<E>> E choice(String key, Class<E> type, E fallback) {
        E[] constants = type.getEnumConstants();
        return given(key, fallback == null)
                .map(v -> asChoice(key, v, constants))
                .orElse(fallback == null ? constants[0] : fallback);
    }

    /** A list of an enum's constants, each once. */
    <E extends Enum<E>> List<E> choices(String key, Class<E> type, List<E> fallback) {
        E[] constants = type.getEnumConstants();
        Optional<ConfigValue> value = given(key, false);
        if (value.isPresent() && value.get() instanceof Sequence list) {
            return list.items().stream()
                    .map(item -> asChoice(key, item, constants))
                    .distinct()
                    .toList();
        }
        value.ifPresent(v -> wrong(
                key,
                "a list of "
                        + String.join(
                                ", ", Arrays.stream(constants).map(Spelling::of).toList()),
                v,
                ""));
        return fallback;
    }

    /** Any value, as it is written. */
    Optional<ConfigValue> value(String key) {
        return given(key, false);
    }

    /** Keys and values as they are written; a stand-in without keys where the key is absent or no block. */
    Mapping mapping(String key, boolean required) {
        Optional<ConfigValue> value = given(key, required);
        if (value.isPresent() && value.get() instanceof Mapping keys) {
            return keys;
        }
        value.ifPresent(v -> wrong(key, "keys with values", v, ""));
        return new Mapping(mapping.position(), new LinkedHashMap<>());
    }

    /** A block that has no default. */
    BlockReader block(String key) {
        return given(key, true)
                .map(v -> of(v, join(path, key), problems))
                .orElseGet(() -> standIn(mapping.position(), join(path, key), problems));
    }

    /** A block that may be absent or empty; its required keys are required all the same. */
    BlockReader blockOrEmpty(String key) {
        return given(key, false)
                .map(v -> of(v, join(path, key), problems))
                .orElseGet(() -> new BlockReader(
                        new Mapping(mapping.position(), new LinkedHashMap<>()), join(path, key), problems, standIn));
    }

    /** The blocks of a list that has no default and at least one entry. */
    List<BlockReader> blocks(String key) {
        Optional<ConfigValue> value = given(key, true);
        if (value.isPresent()
                && value.get() instanceof Sequence list
                && list.items().isEmpty()) {
            error(key, "the list is empty");
        }
        return blocks(key, value);
    }

    /** The blocks of a list that may be absent or empty. */
    List<BlockReader> blocksOrNone(String key) {
        return blocks(key, given(key, false));
    }

    private List<BlockReader> blocks(String key, Optional<ConfigValue> value) {
        if (value.isEmpty()) {
            return List.of();
        }
        if (!(value.get() instanceof Sequence list)) {
            error(key, "expected a list, is " + value.get().describe());
            return List.of();
        }
        List<BlockReader> readers = new ArrayList<>();
        for (ConfigValue item : list.items()) {
            readers.add(of(item, join(join(path, key), Integer.toString(readers.size())), problems));
        }
        return readers;
    }

    /** A key that means something elsewhere, but not here. */
    void refuse(String key, String reason) {
        if (mapping.entries().containsKey(key)) {
            known.add(key);
            error(key, reason);
        }
    }

    /** Whether the block itself is missing or no block, which has been reported. */
    boolean isStandIn() {
        return standIn;
    }

    /** Whether the key, read before, has a value with which nothing is wrong. */
    boolean isSound(String key) {
        Entry entry = mapping.entries().get(key);
        return entry != null && !isEmpty(entry.value()) && !faulty.contains(key);
    }

    /** Reports a problem of a key; at its place, or where the block begins if the key is absent. */
    void error(String key, String message) {
        faulty.add(key);
        problems.error(place(key), join(path, key), message);
    }

    /** Likewise, for something that works but hardly as meant. */
    void warning(String key, String message) {
        problems.warning(place(key), join(path, key), message);
    }

    /** Reports the keys that nobody asked for, and the required ones that are absent and not merely mistyped. */
    void finish() {
        Set<String> mistyped = new LinkedHashSet<>();
        for (Map.Entry<String, Entry> entry : mapping.entries().entrySet()) {
            if (!known.contains(entry.getKey())) {
                Optional<String> meant = Spelling.closest(entry.getKey(), known);
                meant.ifPresent(mistyped::add);
                String hint = meant.map(m -> "; did you mean " + m + "?")
                        .orElse(known.isEmpty() ? "; no keys are expected here" : "");
                problems.error(entry.getValue().keyPosition(), join(path, entry.getKey()), "unknown key" + hint);
            }
        }
        for (String key : missing) {
            if (!standIn && !mistyped.contains(key)) {
                error(key, "missing");
            }
        }
    }

    private Position place(String key) {
        Entry entry = mapping.entries().get(key);
        return entry == null ? mapping.position() : entry.value().position();
    }

    private Optional<ConfigValue> given(String key, boolean required) {
        known.add(key);
        Entry entry = mapping.entries().get(key);
        if (entry == null) {
            if (required) {
                missing.add(key);
            }
            return Optional.empty();
        }
        if (isEmpty(entry.value())) {
            if (required) {
                problems.error(entry.keyPosition(), join(path, key), "has no value");
            }
            return Optional.empty();
        }
        return Optional.of(entry.value());
    }

    private static boolean isEmpty(ConfigValue value) {
        return value instanceof Scalar scalar && scalar.kind() == Kind.NULL;
    }

    private String asText(String key, ConfigValue value, boolean notBlank) {
        if (!(value instanceof Scalar scalar)) {
            return wrong(key, "text", value, "");
        }
        if (scalar.kind() != Kind.TEXT) {
            return wrong(key, "text", value, "; put it in quotes if it is meant");
        }
        if (notBlank && scalar.text().isBlank()) {
            error(key, "is blank");
        }
        return scalar.text();
    }

    private int asInteger(String key, ConfigValue value, NumberRange range) {
        Optional<BigInteger> number = value instanceof Scalar scalar ? Scalars.integer(scalar) : Optional.empty();
        if (number.isEmpty()) {
            wrong(key, "a whole number", value, strayComma(value));
        } else if (number.get().bitLength() > 31) {
            error(key, "the whole number " + number.get() + " is too large");
        } else if (!range.contains(number.get().doubleValue())) {
            error(key, "must be " + range.words() + ", is " + number.get());
        } else {
            return number.get().intValueExact();
        }
        return 0;
    }

    private double asNumber(String key, ConfigValue value, NumberRange range) {
        Optional<Double> number = value instanceof Scalar scalar ? Scalars.number(scalar) : Optional.empty();
        if (number.isEmpty()) {
            wrong(key, "a number", value, strayComma(value));
        } else if (!range.contains(number.get())) {
            error(key, "must be " + range.words() + ", is " + ((Scalar) value).shown());
        }
        return number.orElse(0.0);
    }

    private boolean asFlag(String key, ConfigValue value) {
        Optional<Boolean> flag = value instanceof Scalar scalar ? Scalars.flag(scalar) : Optional.empty();
        if (flag.isEmpty()) {
            wrong(key, "true or false", value, strayComma(value));
        }
        return flag.orElse(false);
    }

    private <E extends Enum<E>> E asChoice(String key, ConfigValue value, E[] constants) {
        List<String> names = Arrays.stream(constants).map(Spelling::of).toList();
        String word = value instanceof Scalar scalar ? scalar.text() : null;
        if (word == null) {
            wrong(key, "one of " + String.join(", ", names), value, "");
        } else if (names.contains(word)) {
            return constants[names.indexOf(word)];
        } else {
            String given = ((Scalar) value).shown();
            error(
                    key,
                    "must be one of " + String.join(", ", names) + ", is '" + given + "'"
                            + Spelling.suggestion(word, names));
        }
        return constants[0];
    }

    private String wrong(String key, String expected, ConfigValue value, String hint) {
        error(key, "expected " + expected + ", is " + value.describe() + hint);
        return "";
    }

    private static String strayComma(ConfigValue value) {
        boolean comma = value instanceof Scalar scalar && scalar.text().endsWith(",");
        return comma ? "; YAML takes no comma at the end of a line" : "";
    }
}
