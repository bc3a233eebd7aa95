package org.rlgrad.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;

/** Clocks. */
final class Rounds {
    private Rounds() {}

    /** Seconds of each work, which take turns; the best round counts, since noise only adds time. */
    static double[] best(int rounds, List<DoubleSupplier> works) {
        double[] best = new double[works.size()];
        Arrays.fill(best, Double.MAX_VALUE);
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < best.length; i++) {
                best[i] = Math.min(best[i], works.get(i).getAsDouble());
            }
        }
        return best;
    }

    /** Seconds of work that ends with a number on this side of the device. */
    static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) * 1e-9;
    }
}
