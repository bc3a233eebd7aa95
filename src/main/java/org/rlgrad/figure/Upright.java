package org.rlgrad.figure;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * The upright axis of a panel.
 *
 * @param title what the curves show
 * @param layout which values it spans
 */
record Upright(String title, Layout layout) {
    /** Longer labels have no room. */
    private static final int LABEL_WIDTH = 5;

    /** Which values an axis spans. */
    enum Layout {
        /** From -1 to 1, where the rewards of every plan of the paper lie; others widen the axis. */
        UNIT_REWARD,
        /** Whole powers of ten. */
        DECADES,
        /** From 0 to 1. */
        FRACTION,
        /** What there is, with a margin. */
        FITTED
    }

    Scale scale(double[] values, double from, double to) {
        double low = DoubleStream.of(values).min().orElse(0);
        double high = DoubleStream.of(values).max().orElse(1);
        double margin = 0.05 * (high - low);
        return switch (layout) {
            case UNIT_REWARD -> Scale.linear(Math.min(-1, low) - 0.06, Math.max(1, high) + 0.06, from, to);
            case DECADES -> Scale.decades(DoubleStream.of(values), from, to);
            case FRACTION -> Scale.linear(-0.03, 1.03, from, to);
            case FITTED -> Scale.linear(low - margin, high + margin, from, to);
        };
    }

    /** Round values of a scale of this axis. */
    static List<BigDecimal> ticks(Scale scale) {
        return scale.ticks(6);
    }

    /** The power of ten that is drawn once above a linear axis, so that its labels are short; 0 where they are anyway. */
    static int exponent(Scale scale) {
        List<BigDecimal> ticks = ticks(scale);
        if (scale.logarithmic()
                || ticks.stream().allMatch(tick -> Axis.label(tick).length() <= LABEL_WIDTH)) {
            return 0;
        }
        BigDecimal largest =
                ticks.stream().map(BigDecimal::abs).max(BigDecimal::compareTo).orElseThrow();
        return largest.precision() - largest.scale() - 1;
    }

    /** How far left of the axis its title stands. */
    static double titleDistance(Scale scale) {
        int exponent = exponent(scale);
        boolean wide = !scale.logarithmic()
                && ticks(scale).stream().anyMatch(tick -> label(tick, exponent).length() >= LABEL_WIDTH);
        return wide ? 54 : 46;
    }

    /** The label of a value on a linear axis. */
    static String label(BigDecimal tick, int exponent) {
        return Axis.label(tick.scaleByPowerOfTen(-exponent));
    }
}
