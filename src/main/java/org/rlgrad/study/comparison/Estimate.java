package org.rlgrad.study.comparison;

import java.util.Locale;
import org.rlgrad.statistics.Bootstrap.Interval;

/**
 * A number with its uncertainty over the choice of inputs.
 *
 * @param value of all inputs; NaN where it is undefined, since something is constant or there is no such input
 * @param interval of the resamples
 */
public record Estimate(double value, Interval interval) {
    /** Such as "0.463 [0.402, 0.519]"; "-" where it is undefined. */
    public String text() {
        return Double.isNaN(value)
                ? "-"
                : number(value) + " [" + number(interval.low()) + ", " + number(interval.high()) + "]";
    }

    /** Three decimals, without a negative zero; "-" for NaN. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        String text = String.format(Locale.ROOT, "%.3f", value);
        return text.equals("-0.000") ? "0.000" : text;
    }

    /** Likewise with a plus where it is positive. */
    static String signed(double value) {
        String text = number(value);
        return value > 0 && !text.equals("0.000") ? "+" + text : text;
    }
}
