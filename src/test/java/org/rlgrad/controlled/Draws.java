package org.rlgrad.controlled;

import java.util.Optional;
import java.util.stream.IntStream;
import org.rlgrad.config.ControlledDataConfig;
import org.rlgrad.config.ControlledDataConfig.Dataset;

/** Data configurations and classes for tests of what is drawn. */
final class Draws {
    private Draws() {}

    static ControlledDataConfig config(int train, int test, int labelsPerSample, double fraction) {
        return config(Dataset.MNIST, train, test, labelsPerSample, fraction);
    }

    static ControlledDataConfig config(Dataset dataset, int train, int test, int labelsPerSample, double fraction) {
        return new ControlledDataConfig(
                dataset, Optional.empty(), "", train, test, -1, labelsPerSample, fraction == 0, fraction);
    }

    /** Uneven classes: of {@code size} samples the first has more than twice as many as the last. */
    static int[] classes(int size, int classes) {
        return IntStream.range(0, size)
                .map(i -> (int) (classes * Math.pow((i * 7919L % size + 0.5) / size, 1.3)))
                .toArray();
    }

    static double chiSquare(long[] counts, double expected) {
        double sum = 0;
        for (long count : counts) {
            sum += (count - expected) * (count - expected) / expected;
        }
        return sum;
    }
}
