package org.rlgrad.figure;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * One axis: a range of values laid onto a stretch of pixels, with round tick marks.
 *
 * @param low the value at {@code from}
 * @param high the value at {@code to}, larger than low
 * @param from pixel of the low end
 * @param to pixel of the high end; smaller than from on an axis that points up
 */
record Axis(double low, double high, double from, double to) {

    /** The pixel of a value. */
    double at(double value) {
        return from + (value - low) / (high - low) * (to - from);
    }

    /** Round values at a distance of 1, 2 or 5 times a power of ten, at most about {@code most} of them. */
    List<BigDecimal> ticks(int most) {
        BigDecimal step = step((high - low) / most);
        List<BigDecimal> ticks = new ArrayList<>();
        long first = (long) Math.ceil(low / step.doubleValue() - 1e-9);
        for (long i = first; i * step.doubleValue() <= high + 1e-9 * (high - low); i++) {
            ticks.add(step.multiply(BigDecimal.valueOf(i)));
        }
        return ticks;
    }

    private static BigDecimal step(double least) {
        int exponent = (int) Math.floor(Math.log10(least));
        for (int mantissa : new int[] {1, 2, 5}) {
            BigDecimal step = BigDecimal.valueOf(mantissa).scaleByPowerOfTen(exponent);
            if (step.doubleValue() >= least * (1 - 1e-9)) {
                return step;
            }
        }
        return BigDecimal.ONE.scaleByPowerOfTen(exponent + 1);
    }

    /** As short as it can be without a loss; powers of ten only where the digits would not fit. */
    static String label(BigDecimal tick) {
        String plain = tick.signum() == 0 ? "0" : tick.toPlainString();
        return plain.length() <= 7 ? plain : tick.stripTrailingZeros().toString();
    }
}
