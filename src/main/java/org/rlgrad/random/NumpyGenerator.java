package org.rlgrad.random;

import java.util.function.IntSupplier;

/**
 * NumPy's {@code numpy.random.default_rng(seed)}: PCG64 (XSL-RR 128/64, O'Neill 2014) seeded through {@code SeedSequence},
 * draw for draw. {@code datasets.Dataset.shuffle(seed)} is its {@link #permutation}.
 */
public final class NumpyGenerator implements IntSupplier {
    private static final long MULTIPLIER_HIGH = 0x2360ed051fc65da4L;
    private static final long MULTIPLIER_LOW = 0x4385df649fccf645L;

    private final long incrementHigh;
    private final long incrementLow;
    private long high;
    private long low;
    private boolean halfKept;
    private int keptHalf;

    /**
     * @param seed 0 or more
     * @throws IllegalArgumentException for a negative seed
     */
    public NumpyGenerator(long seed) {
        if (seed < 0) {
            throw new IllegalArgumentException("a default_rng seed is 0 or more, not " + seed);
        }
        long[] words = seedSequence(seed);
        incrementHigh = (words[2] << 1) | (words[3] >>> 63);
        incrementLow = (words[3] << 1) | 1;
        step();
        long sum = low + words[1];
        high += words[0] + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
        low = sum;
        step();
    }

    /** state = state * multiplier + increment, modulo 2^128. */
    private void step() {
        long productLow = low * MULTIPLIER_LOW;
        long productHigh = unsignedMultiplyHigh(low, MULTIPLIER_LOW) + high * MULTIPLIER_LOW + low * MULTIPLIER_HIGH;
        low = productLow + incrementLow;
        high = productHigh + incrementHigh + (Long.compareUnsigned(low, productLow) < 0 ? 1 : 0);
    }

    private static long unsignedMultiplyHigh(long a, long b) {
        return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
    }

    /** The next raw 64 bits (unsigned). */
    public long nextUint64() {
        step();
        return Long.rotateRight(high ^ low, (int) (high >>> 58));
    }

    /** The next 32 bits: the low half of a 64-bit output, then its high half. */
    @Override
    public int getAsInt() {
        if (halfKept) {
            halfKept = false;
            return keptHalf;
        }
        long word = nextUint64();
        halfKept = true;
        keptHalf = (int) (word >>> 32);
        return (int) word;
    }

    /** {@code random()}: uniform on [0, 1). */
    public double random() {
        return (nextUint64() >>> 11) * 0x1.0p-53;
    }

    /** {@code permutation(size)}: 0..size-1 in random order. */
    public int[] permutation(int size) {
        int[] values = Draws.identity(size);
        Draws.shuffle(this, values);
        return values;
    }

    /** {@code SeedSequence(seed).generate_state(4, uint64)}; its four 32-bit pools hold a long without overflow. */
    private static long[] seedSequence(long seed) {
        int[] pool = new int[4];
        int[] constant = {0x43b0d7e5};
        for (int i = 0; i < pool.length; i++) {
            int entropy = i < 2 ? (int) (seed >>> (32 * i)) : 0;
            pool[i] = hash(entropy, constant, 0x931e8875);
        }
        for (int source = 0; source < pool.length; source++) {
            for (int target = 0; target < pool.length; target++) {
                if (source != target) {
                    int mixed = 0xca01f9dd * pool[target] - 0x4973f715 * hash(pool[source], constant, 0x931e8875);
                    pool[target] = mixed ^ (mixed >>> 16);
                }
            }
        }
        constant[0] = 0x8b51f9dd;
        long[] words = new long[4];
        for (int i = 0; i < 8; i++) {
            long half = Integer.toUnsignedLong(hash(pool[i % 4], constant, 0x58f38ded));
            words[i / 2] |= half << (32 * (i % 2));
        }
        return words;
    }

    /** One hashing step; it also moves {@code constant} on. */
    private static int hash(int value, int[] constant, int multiplier) {
        int hashed = value ^ constant[0];
        constant[0] *= multiplier;
        hashed *= constant[0];
        return hashed ^ (hashed >>> 16);
    }
}
