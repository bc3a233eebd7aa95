package org.rlgrad.figure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Counts per bin of equal width; a value on an edge belongs to the bin below it, as "at most" asks.
 *
 * @param counts per bin, from the origin upwards
 * @param width of a bin
 * @param origin the lower edge of the first bin, at most the smallest value
 */
record Histogram(List<Integer> counts, double width, double origin) {

    static Histogram of(double[] values, double width, double origin) {
        List<Integer> counts = new ArrayList<>();
        for (double value : values) {
            // The small term keeps 0.15 / 0.05, which is a little more than 3, in the third bin.
            int bin = Math.max(0, (int) Math.ceil((value - origin) / width - 1e-9) - 1);
            while (counts.size() <= bin) {
                counts.add(0);
            }
            counts.set(bin, counts.get(bin) + 1);
        }
        return new Histogram(counts, width, origin);
    }

    /** How many bins suit this many values: 10 to 60. */
    static int bins(int values) {
        return (int) Math.min(60, Math.max(10, 2 * Math.sqrt(values)));
    }

    /** A width for values from 0 to the range, of which the shown threshold is a multiple where that is possible. */
    static double widthFor(double range, int values) {
        for (double width : new double[] {0.001, 0.002, 0.0025, 0.005, 0.01, 0.025, 0.05}) {
            if (range / width >= 8 && range / width <= bins(values)) {
                return width;
            }
        }
        return range / bins(values);
    }

    int bins() {
        return counts.size();
    }

    /** The count of a bin; 0 above the last. */
    int count(int bin) {
        return bin < counts.size() ? counts.get(bin) : 0;
    }

    /** The largest count, at least 1. */
    int largest() {
        return counts.isEmpty() ? 1 : Collections.max(counts);
    }

    /** The lower edge of a bin, which is the upper edge of the one before. */
    double edge(int bin) {
        return origin + bin * width;
    }
}
