package org.rlgrad.figure;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * An {@link Axis} of values or, if logarithmic, of their decimal logarithms.
 *
 * @param axis over the values or their logarithms
 * @param logarithmic whether equal distances are equal ratios
 */
record Scale(Axis axis, boolean logarithmic) {
    /** Below the largest value; what is smaller still, down to an exact zero, lies on the edge. */
    private static final int MOST_DECADES = 10;

    /** From low to high; a little wider where that is no range. */
    static Scale linear(double low, double high, double from, double to) {
        double half = high > low ? 0 : Math.max(0.05, 0.05 * Math.abs(high));
        return new Scale(new Axis(low - half, high + half, from, to), false);
    }

    /** Whole decades around the positive values, at least one decade and at most ten. */
    static Scale decades(DoubleStream values, double from, double to) {
        double[] logs =
                values.filter(value -> value > 0).map(Math::log10).sorted().toArray();
        double most = logs.length == 0 ? 0 : logs[logs.length - 1];
        double least = logs.length == 0 ? 0 : logs[0];
        double low = Math.floor(least + 1e-9);
        double high = Math.max(Math.ceil(most - 1e-9), low + 1);
        return new Scale(new Axis(Math.max(low, high - MOST_DECADES), high, from, to), true);
    }

    /** From 1 to a count, logarithmic. */
    static Scale counts(double most, double from, double to) {
        return new Scale(new Axis(0, Math.log10(Math.max(2, most)), from, to), true);
    }

    /** The pixel of a finite value. */
    double at(double value) {
        return logarithmic ? axis.at(value > 0 ? Math.max(axis.low(), Math.log10(value)) : axis.low()) : axis.at(value);
    }

    /** Round values, about {@code most} at most; powers of ten on a logarithmic scale. */
    List<BigDecimal> ticks(int most) {
        if (!logarithmic) {
            return axis.ticks(most);
        }
        int step = (int) Math.max(1, Math.ceil((axis.high() - axis.low()) / most));
        List<BigDecimal> ticks = new ArrayList<>();
        for (int exponent = (int) Math.ceil(axis.low()); exponent <= axis.high() + 1e-9; exponent++) {
            if (exponent % step == 0) {
                ticks.add(BigDecimal.ONE.scaleByPowerOfTen(exponent));
            }
        }
        return ticks;
    }

    /** The values 2 to 9 times a power of ten, which show the eye that a scale is logarithmic; none on a linear one. */
    List<BigDecimal> minorTicks() {
        List<BigDecimal> ticks = new ArrayList<>();
        if (logarithmic && axis.high() - axis.low() <= 5) {
            for (int exponent = (int) Math.floor(axis.low()); exponent < axis.high(); exponent++) {
                for (int digit = 2; digit <= 9; digit++) {
                    BigDecimal tick = BigDecimal.valueOf(digit).scaleByPowerOfTen(exponent);
                    if (Math.log10(tick.doubleValue()) <= axis.high()) {
                        ticks.add(tick);
                    }
                }
            }
        }
        return ticks;
    }
}
