package org.rlgrad.figure;

import java.math.BigDecimal;
import java.util.List;

/**
 * The horizontal axis of a panel, which counts passes or steps.
 *
 * @param title what is counted
 * @param first where the axis begins; not used on a logarithmic one, which begins at 1
 * @param last where it ends
 */
record Across(String title, int first, int last, boolean logarithmic) {
    static Across epochs(int last) {
        return new Across("epoch (log scale)", 1, last, true);
    }

    static Across steps(String title, int first, int last) {
        return new Across(title, first, last, false);
    }

    Scale scale(double from, double to) {
        return logarithmic ? Scale.counts(last, from, to) : Scale.linear(first, Math.max(first + 1, last), from, to);
    }

    /** Whole numbers. */
    List<BigDecimal> ticks(Scale scale) {
        return scale.ticks(6).stream()
                .filter(tick -> tick.stripTrailingZeros().scale() <= 0)
                .toList();
    }

    /** In thousands where the axis is so long that its ticks are whole ones. */
    String label(BigDecimal tick) {
        boolean thousands = !logarithmic && last >= 100_000;
        String digits =
                tick.scaleByPowerOfTen(thousands ? -3 : 0).stripTrailingZeros().toPlainString();
        return thousands ? digits + "k" : digits;
    }
}
