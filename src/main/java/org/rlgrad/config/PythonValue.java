package org.rlgrad.config;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.stream.Collectors;
import org.rlgrad.config.ConfigValue.Kind;
import org.rlgrad.config.ConfigValue.Scalar;
import org.rlgrad.config.ConfigValue.Sequence;

/** Values as Python's {@code str} writes them: the reference's experiment names are made of these texts. */
final class PythonValue {
    /** Python writes an exponent outside of 1e-4 to 1e16. */
    private static final int LEAST_PLAIN_EXPONENT = -4;

    private static final int LEAST_POSITIVE_EXPONENT = 16;
    /** Enough for any double. */
    private static final int MOST_DIGITS = 17;

    private PythonValue() {}

    /** {@code True}, {@code 0.0001}, {@code [250, 100]}, {@code None}; a text as it is. */
    static String text(ConfigValue value) {
        if (value instanceof Scalar scalar) {
            return text(scalar);
        } else if (value instanceof Sequence list) {
            return list.items().stream().map(PythonValue::quoted).collect(Collectors.joining(", ", "[", "]"));
        }
        return value.describe();
    }

    private static String quoted(ConfigValue item) {
        boolean isText = item instanceof Scalar scalar
                && scalar.kind() == Kind.TEXT
                && Scalars.number(scalar).isEmpty();
        return isText ? "'" + text(item) + "'" : text(item);
    }

    private static String text(Scalar scalar) {
        return switch (scalar.kind()) {
            case NULL -> "None";
            case BOOLEAN -> Scalars.flag(scalar).orElse(false) ? "True" : "False";
            case INTEGER -> Scalars.integer(scalar).map(Object::toString).orElse(scalar.text());
            // YAML 1.1 takes 1e-4 for text; JSON and Python for a number.
            case FLOAT, TEXT -> Scalars.number(scalar).map(PythonValue::number).orElse(scalar.text());
        };
    }

    /** The shortest decimal that reads back as the same number. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }
        String sign = Math.copySign(1, value) < 0 ? "-" : "";
        return sign + (value == 0 ? "0.0" : positive(Math.abs(value)));
    }

    private static String positive(double value) {
        BigDecimal shortest = shortest(new BigDecimal(value));
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= LEAST_PLAIN_EXPONENT && exponent < LEAST_POSITIVE_EXPONENT) {
            String plain = shortest.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String digits = shortest.unscaledValue().toString();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return String.format("%se%s%02d", mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    private static BigDecimal shortest(BigDecimal exact) {
        for (int digits = 1; digits < MOST_DIGITS; digits++) {
            BigDecimal nearest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            // Above a power of two doubles lie twice as far apart as below it: the nearest decimal may miss what this
            // one hits.
            BigDecimal above = exact.round(new MathContext(digits, RoundingMode.UP));
            if (nearest.doubleValue() == exact.doubleValue()) {
                return nearest.stripTrailingZeros();
            } else if (above.doubleValue() == exact.doubleValue()) {
                return above.stripTrailingZeros();
            }
        }
        return exact.round(new MathContext(MOST_DIGITS, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    }
}
