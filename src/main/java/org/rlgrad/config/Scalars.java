package org.rlgrad.config;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.rlgrad.config.ConfigValue.Kind;
import org.rlgrad.config.ConfigValue.Scalar;

/** Scalars as numbers and truth values, by YAML 1.1 and as leniently as the reference reads its own files. */
final class Scalars {
    /** YAML 1.1 wants a dot and a signed exponent in a float and takes {@code 5e-7} for text; people mean the number. */
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

    private static final Pattern DECIMAL = Pattern.compile("[-+]?(0|[1-9]\\d*)");

    private Scalars() {}

    /** A whole number; empty if it is none (octal, hexadecimal, binary and {@code 1_000} are YAML 1.1's). */
    static Optional<BigInteger> integer(Scalar scalar) {
        if (scalar.kind() != Kind.INTEGER) {
            return Optional.empty();
        }
        String text = scalar.text().replace("_", "");
        if (DECIMAL.matcher(text).matches()) {
            return Optional.of(new BigInteger(text.startsWith("+") ? text.substring(1) : text));
        }
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        try {
            BigInteger size = digits.startsWith("0x")
                    ? new BigInteger(digits.substring(2), 16)
                    : digits.startsWith("0b") ? new BigInteger(digits.substring(2), 2) : new BigInteger(digits, 8);
            return Optional.of(negative ? size.negate() : size);
        } catch (NumberFormatException e) {
            return Optional.empty(); // base 60, or a tag that lies
        }
    }

    /** A number, whole or not. */
    static Optional<Double> number(Scalar scalar) {
        if (scalar.kind() == Kind.INTEGER) {
            return integer(scalar).map(BigInteger::doubleValue);
        }
        String text = scalar.text().replace("_", "");
        if (scalar.plain() && FLOAT.matcher(text).matches()) {
            return Optional.of(Double.parseDouble(text));
        }
        return switch (scalar.kind() == Kind.FLOAT ? text.toLowerCase(Locale.ROOT) : "") {
            case ".nan" -> Optional.of(Double.NaN);
            case ".inf", "+.inf" -> Optional.of(Double.POSITIVE_INFINITY);
            case "-.inf" -> Optional.of(Double.NEGATIVE_INFINITY);
            default -> Optional.empty();
        };
    }

    /** A truth value; {@code True,} with its stray comma is text, and true in the reference as any text is. */
    static Optional<Boolean> flag(Scalar scalar) {
        return switch (scalar.text().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> scalar.kind() == Kind.BOOLEAN ? Optional.of(true) : Optional.empty();
            case "false", "no", "off" -> scalar.kind() == Kind.BOOLEAN ? Optional.of(false) : Optional.empty();
            case "true," -> Optional.of(true);
            default -> Optional.empty();
        };
    }
}
