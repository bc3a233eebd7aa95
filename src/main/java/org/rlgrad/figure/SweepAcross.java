package org.rlgrad.figure;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * The horizontal axis of a swept key: a tick for each of its values.
 *
 * @param key its name
 * @param values in their order
 * @param kind how they are spaced
 */
record SweepAcross(String key, List<String> values, Kind kind) {
    /** From this ratio on numbers are hard to tell apart on a linear axis. */
    private static final double WIDE = 10;

    /** How values are spaced. */
    enum Kind {
        LINEAR,
        LOGARITHMIC,
        /** Numbers that neither suits, zero among them. */
        STEPS,
        /** At least one value is no number. */
        TEXT
    }

    static SweepAcross of(String key, List<String> values) {
        if (!values.stream().allMatch(SweepAcross::isNumber)) {
            return new SweepAcross(key, values, Kind.TEXT);
        }
        double[] sizes = values.stream()
                .mapToDouble(value -> Math.abs(Double.parseDouble(value)))
                .filter(size -> size > 0)
                .toArray();
        double most = DoubleStream.of(sizes).max().orElse(1);
        double least = DoubleStream.of(sizes).min().orElse(1);
        boolean positive = values.stream().allMatch(value -> Double.parseDouble(value) > 0);
        Kind wide = positive ? Kind.LOGARITHMIC : Kind.STEPS;
        return new SweepAcross(key, values, most / least >= WIDE ? wide : Kind.LINEAR);
    }

    private static boolean isNumber(String value) {
        return value.matches("-?\\d+(\\.\\d+)?(e-?\\d+)?");
    }

    boolean isText() {
        return kind == Kind.TEXT;
    }

    String title() {
        return switch (kind) {
            case LOGARITHMIC -> key + " (log scale)";
            case STEPS -> key + " (not to scale)";
            case LINEAR, TEXT -> key;
        };
    }

    /** With room at both ends. */
    Scale scale(double left, double right) {
        double[] places = values.stream().mapToDouble(this::place).toArray();
        double low = DoubleStream.of(places).min().orElse(0);
        double high = DoubleStream.of(places).max().orElse(0);
        double margin = high > low ? 0.08 * (high - low) : 1;
        return new Scale(new Axis(low - margin, high + margin, left, right), kind == Kind.LOGARITHMIC);
    }

    double at(Scale scale, String value) {
        return scale.axis().at(place(value));
    }

    private double place(String value) {
        return switch (kind) {
            case LINEAR -> Double.parseDouble(value);
            case LOGARITHMIC -> Math.log10(Double.parseDouble(value));
            case STEPS, TEXT -> values.indexOf(value);
        };
    }
}
