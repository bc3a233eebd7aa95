package org.rlgrad.random;

import java.util.stream.IntStream;

/**
 * Uniform numbers for sampling, one stream per sampled sequence.
 *
 * <p>A number depends on the run's seed, the input, the sample's number and the token's position, and on nothing else: not on
 * which other rows share the batch, nor on what was generated before. Counter-based, with SplitMix64's finaliser (Steele et
 * al. 2014) as the mixing function.
 *
 * @param seed the run's seed
 */
public record RandomStreams(long seed) {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    /** Numbers for one purpose of a run, independent of those for others. */
    public static RandomStreams of(long seed, String purpose) {
        return new RandomStreams(mix(mix(seed + GOLDEN_GAMMA) ^ purpose.hashCode() * GOLDEN_GAMMA));
    }

    /** The {@code draw}-th of a sequence of numbers from 0 to bound - 1, uniform. */
    public int below(long draw, int bound) {
        return scaled(mix(mix(seed + GOLDEN_GAMMA) ^ (draw + 1) * GOLDEN_GAMMA), bound);
    }

    /** A number in [0, 1) with 24 bits, exactly representable as a float. */
    public float uniform(long input, int sample, int position) {
        return (word(input, sample, position) >>> 40) * 0x1p-24f;
    }

    /**
     * A number of the standard Gumbel distribution, another one for each candidate. Added to log-probabilities it makes the
     * largest a draw, and the n largest n draws without replacement (Kool et al. 2019, section 2.3).
     */
    public double gumbel(long input, int sample, int position, int candidate) {
        long word = mix(word(input, sample, position) ^ (candidate + 1L) * GOLDEN_GAMMA);
        double uniform = ((word >>> 12) + 0.5) * 0x1p-52; // never 0 or 1
        return -StrictMath.log(-StrictMath.log(uniform)); // the same on every machine
    }

    private long word(long input, int sample, int position) {
        long state = mix(seed + GOLDEN_GAMMA);
        state = mix(state ^ (input + 1) * GOLDEN_GAMMA);
        state = mix(state ^ (sample + 1) * GOLDEN_GAMMA);
        return mix(state ^ (position + 1) * GOLDEN_GAMMA);
    }

    /** A random order of 0..size-1 for each epoch (Fisher and Yates; the bound by a 64-bit product, Lemire 2019, unrejected). */
    public int[] permutation(long epoch, int size) {
        long stream = mix(mix(seed + GOLDEN_GAMMA) ^ ~epoch * GOLDEN_GAMMA);
        int[] order = IntStream.range(0, size).toArray();
        for (int i = size - 1; i > 0; i--) {
            int j = scaled(mix(stream + i * GOLDEN_GAMMA), i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    /** From a 64-bit word to 0..bound-1. */
    private static int scaled(long word, int bound) {
        return (int) Math.multiplyHigh(word >>> 1, 2L * bound);
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
