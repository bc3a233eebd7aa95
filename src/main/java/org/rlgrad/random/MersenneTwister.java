package org.rlgrad.random;

import java.util.function.IntSupplier;

/**
 * The generator MT19937 (Matsumoto and Nishimura 1998) with its two seedings: the base of NumPy's legacy generator and of
 * Python's {@code random}.
 */
final class MersenneTwister implements IntSupplier {
    private static final int SIZE = 624;
    private static final int SHIFT = 397;

    private final int[] state = new int[SIZE];
    private int position = SIZE;

    /** Seeded with one 32-bit word (the authors' {@code init_genrand}). */
    MersenneTwister(int seed) {
        state[0] = seed;
        for (int i = 1; i < SIZE; i++) {
            state[i] = 1812433253 * folded(i - 1) + i;
        }
    }

    /** Seeded with several 32-bit words (the authors' {@code init_by_array}); {@code key} holds at least one. */
    MersenneTwister(int[] key) {
        this(19650218);
        int i = 1;
        for (int k = 0; k < Math.max(SIZE, key.length); k++) {
            int j = k % key.length;
            state[i] = (state[i] ^ (folded(i - 1) * 1664525)) + key[j] + j;
            i = next(i);
        }
        for (int k = 0; k < SIZE - 1; k++) {
            state[i] = (state[i] ^ (folded(i - 1) * 1566083941)) - i;
            i = next(i);
        }
        state[0] = Integer.MIN_VALUE;
    }

    private int folded(int i) {
        return state[i] ^ (state[i] >>> 30);
    }

    private int next(int i) {
        if (i + 1 < SIZE) {
            return i + 1;
        }
        state[0] = state[SIZE - 1];
        return 1;
    }

    /** The next tempered 32 bits, as a signed int. */
    @Override
    public int getAsInt() {
        if (position == SIZE) {
            twist();
            position = 0;
        }
        int word = state[position++];
        word ^= word >>> 11;
        word ^= (word << 7) & 0x9d2c5680;
        word ^= (word << 15) & 0xefc60000;
        return word ^ (word >>> 18);
    }

    private void twist() {
        for (int i = 0; i < SIZE; i++) {
            int word = (state[i] & 0x80000000) | (state[(i + 1) % SIZE] & 0x7fffffff);
            int odd = (word & 1) == 0 ? 0 : 0x9908b0df;
            state[i] = state[(i + SHIFT) % SIZE] ^ (word >>> 1) ^ odd;
        }
    }

    /** Uniform on [0, 1) with 53 bits, from two words. */
    double nextDouble() {
        int high = getAsInt() >>> 5;
        int low = getAsInt() >>> 6;
        return (high * 67108864.0 + low) / 9007199254740992.0;
    }
}
