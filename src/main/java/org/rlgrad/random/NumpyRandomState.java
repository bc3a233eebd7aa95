package org.rlgrad.random;

import java.util.Arrays;

/**
 * NumPy's legacy generator, {@code numpy.random.RandomState(seed)}, draw for draw: the same calls in the same order give
 * NumPy's numbers (its stream is frozen since NumPy 1.17).
 *
 * <p>Normal draws use {@link StrictMath}, whose logarithm may differ from a C library's in the last bit.
 */
public final class NumpyRandomState {
    private final MersenneTwister words;
    private double secondGauss = Double.NaN;

    /**
     * @param seed 0 to 2^32 - 1
     * @throws IllegalArgumentException for any other seed
     */
    public NumpyRandomState(long seed) {
        if (seed < 0 || seed > 0xffffffffL) {
            throw new IllegalArgumentException("a RandomState seed is between 0 and 2^32 - 1, not " + seed);
        }
        words = new MersenneTwister((int) seed);
    }

    /** The next raw 32 bits, 0 to 2^32 - 1. */
    public long nextUint32() {
        return Integer.toUnsignedLong(words.getAsInt());
    }

    /** {@code random_sample()}: uniform on [0, 1). */
    public double randomSample() {
        return words.nextDouble();
    }

    /** {@code randint(low, high)} for the default integer type: uniform on low..high-1; high above low. */
    public int randint(int low, int high) {
        return low + Draws.bounded(words, Math.subtractExact(high, low) - 1);
    }

    /** {@code randn()}: standard normal by Marsaglia's polar method, whose second draw is kept for the next call. */
    public double randn() {
        if (!Double.isNaN(secondGauss)) {
            double kept = secondGauss;
            secondGauss = Double.NaN;
            return kept;
        }
        double x;
        double y;
        double radius;
        do {
            x = 2.0 * randomSample() - 1.0;
            y = 2.0 * randomSample() - 1.0;
            radius = x * x + y * y;
        } while (radius >= 1.0 || radius == 0.0);
        double factor = StrictMath.sqrt(-2.0 * StrictMath.log(radius) / radius);
        secondGauss = factor * x;
        return factor * y;
    }

    /** {@code permutation(size)}: 0..size-1 in random order. */
    public int[] permutation(int size) {
        return permutation(Draws.identity(size));
    }

    /** {@code permutation(values)}: a shuffled copy. */
    public int[] permutation(int[] values) {
        int[] permuted = values.clone();
        shuffle(permuted);
        return permuted;
    }

    /** {@code shuffle(values)}, in place. */
    public void shuffle(int[] values) {
        Draws.shuffle(words, values);
    }

    /**
     * {@code choice(population, size, replace)}: indices below {@code population}.
     *
     * @throws IllegalArgumentException if more are asked for than there are, without replacement
     */
    public int[] choice(int population, int size, boolean replace) {
        if (!replace) {
            if (size > population) {
                throw new IllegalArgumentException(
                        "cannot draw " + size + " of " + population + " without replacement");
            }
            return Arrays.copyOf(permutation(population), size);
        }
        int[] drawn = new int[size];
        for (int i = 0; i < size; i++) {
            drawn[i] = randint(0, population);
        }
        return drawn;
    }

    /** {@code choice(len(p), size, p=p)}, with replacement: index i is drawn with probability p[i] (which sum to 1). */
    public int[] choice(double[] probabilities, int size) {
        double[] cumulative = Draws.cumulative(probabilities);
        double total = cumulative[cumulative.length - 1];
        int[] drawn = new int[size];
        for (int i = 0; i < size; i++) {
            double uniform = randomSample();
            int index = 0;
            while (index < cumulative.length - 1 && cumulative[index] / total <= uniform) {
                index++;
            }
            drawn[i] = index;
        }
        return drawn;
    }
}
