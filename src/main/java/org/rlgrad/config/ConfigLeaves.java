package org.rlgrad.config;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.rlgrad.Failure;
import org.rlgrad.config.ConfigValue.Kind;
import org.rlgrad.config.ConfigValue.Mapping;
import org.rlgrad.config.ConfigValue.Scalar;
import org.rlgrad.config.ConfigValue.Sequence;

/**
 * The single values of a configuration file by their key paths, as {@code --set} names them, for comparing files. Which keys
 * there are is for the file to say, so this is the one place where keys stay text.
 */
public final class ConfigLeaves {
    private static final int LONGEST_PLAIN = 7;

    private ConfigLeaves() {}

    /**
     * Key paths in the order of the file, with values in one spelling: numbers as short as they can be, lists of plain values
     * on one line.
     *
     * @throws Failure {@code NO_INPUT} if the file cannot be read, {@code BAD_CONFIG} if it is not YAML
     */
    public static Map<String, String> of(Path file) {
        Map<String, String> leaves = new LinkedHashMap<>();
        collect(ConfigFile.tree(file), "", leaves);
        return leaves;
    }

    /** A value as it was written, in the same spelling; itself where it is no single value. */
    public static String spelled(String written) {
        Problems problems = new Problems();
        Optional<ConfigValue> value =
                new YamlParser((line, column) -> new Position("", line, column), "", problems).parse(written);
        return value.filter(ConfigLeaves::isLeaf).map(ConfigLeaves::text).orElse(written);
    }

    private static void collect(ConfigValue value, String path, Map<String, String> leaves) {
        if (value instanceof Mapping mapping && !mapping.entries().isEmpty()) {
            mapping.entries().forEach((key, entry) -> collect(entry.value(), BlockReader.join(path, key), leaves));
        } else if (value instanceof Sequence sequence && !isLeaf(value)) {
            for (int i = 0; i < sequence.items().size(); i++) {
                collect(sequence.items().get(i), BlockReader.join(path, Integer.toString(i)), leaves);
            }
        } else {
            leaves.put(path, text(value));
        }
    }

    private static boolean isLeaf(ConfigValue value) {
        return value instanceof Scalar
                || (value instanceof Sequence sequence
                        && sequence.items().stream().allMatch(Scalar.class::isInstance));
    }

    private static String text(ConfigValue value) {
        if (value instanceof Sequence sequence) {
            return sequence.items().stream().map(ConfigLeaves::text).collect(Collectors.joining(", ", "[", "]"));
        }
        if (!(value instanceof Scalar scalar)) {
            return "{}";
        }
        if (scalar.kind() == Kind.NULL) {
            return "null";
        }
        return Scalars.number(scalar)
                .filter(Double::isFinite)
                .map(ConfigLeaves::number)
                .orElse(scalar.text());
    }

    /** Such as 0.02, 2e-6, 30000000. */
    private static String number(double value) {
        BigDecimal exact = BigDecimal.valueOf(value).stripTrailingZeros();
        if (exact.signum() == 0) {
            return "0";
        }
        String plain = exact.toPlainString();
        if (exact.scale() <= 0 ? plain.length() <= 2 * LONGEST_PLAIN : plain.length() < LONGEST_PLAIN) {
            return plain;
        }
        int exponent = exact.precision() - exact.scale() - 1;
        String digits = exact.movePointLeft(exponent).stripTrailingZeros().toPlainString();
        return exponent >= -3 && exponent < 0 ? plain : String.format(Locale.ROOT, "%se%d", digits, exponent);
    }
}
