package org.rlgrad.random;

import java.util.function.IntSupplier;

/** What the generators share: bounded integers by masked rejection and shuffles as NumPy makes them, running sums. */
final class Draws {
    private Draws() {}

    /** Uniform on 0..max (inclusive): words are masked to max's bits until one is not above it; max 0 draws nothing. */
    static int bounded(IntSupplier words, int max) {
        if (max == 0) {
            return 0;
        }
        int mask = -1 >>> Integer.numberOfLeadingZeros(max);
        int value = words.getAsInt() & mask;
        while (value > max) {
            value = words.getAsInt() & mask;
        }
        return value;
    }

    /** Fisher-Yates from the last position to the second. */
    static void shuffle(IntSupplier words, int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = bounded(words, i);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
    }

    /** 0..size-1. */
    static int[] identity(int size) {
        int[] values = new int[size];
        for (int i = 0; i < size; i++) {
            values[i] = i;
        }
        return values;
    }

    /** Sums of the first 1, 2, ... values, added from left to right. */
    static double[] cumulative(double[] values) {
        double[] sums = values.clone();
        for (int i = 1; i < sums.length; i++) {
            sums[i] += sums[i - 1];
        }
        return sums;
    }
}
