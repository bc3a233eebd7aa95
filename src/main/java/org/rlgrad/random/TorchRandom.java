package org.rlgrad.random;

/**
 * PyTorch's CPU generator after {@code torch.manual_seed(seed)}, draw for draw: the same calls in the same order give
 * PyTorch's numbers.
 *
 * <p>Normal draws agree up to rounding (about 1e-6 relative), since PyTorch's vectorised logarithm and cosine are not
 * Java's; all others are equal.
 */
public final class TorchRandom {
    /** Tensors below this size are drawn one normal number after the other, larger ones in blocks of this size. */
    private static final int BLOCK = 16;

    /** From this range on PyTorch's releases draw 32 or 64 bits. */
    private static final int SETTLED_RANGE = 1 << 28;

    private final MersenneTwister words;
    private double secondNormal = Double.NaN;

    /** As in PyTorch, only the seed's lower 32 bits count. */
    public TorchRandom(long seed) {
        words = new MersenneTwister((int) seed);
    }

    /** {@code torch.rand(size)}: uniform on [0, 1) with 24 bits. */
    public float[] rand(int size) {
        float[] drawn = new float[size];
        for (int i = 0; i < size; i++) {
            drawn[i] = nextFloat();
        }
        return drawn;
    }

    /** {@code torch.empty(size).uniform_(from, to)}. */
    public float[] uniform(double from, double to, int size) {
        float low = (float) from; // as a float tensor takes its bounds
        float width = (float) to - low;
        float[] drawn = new float[size];
        for (int i = 0; i < size; i++) {
            drawn[i] = Math.fma(nextFloat(), width, low); // rounded once, as PyTorch's kernels do it
        }
        return drawn;
    }

    /** {@code torch.randperm(size)}: 0..size-1 in random order. */
    public int[] randperm(int size) {
        int[] values = Draws.identity(size);
        for (int i = 0; i < size - 1; i++) {
            int j = i + Integer.remainderUnsigned(words.getAsInt(), size - i);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
        return values;
    }

    /**
     * {@code torch.randint(low, high, (size,))}: uniform on low..high-1.
     *
     * @throws IllegalArgumentException unless high - low is between 1 and 2^28 - 1
     */
    public int[] randint(int low, int high, int size) {
        long range = (long) high - low;
        if (range < 1 || range >= SETTLED_RANGE) {
            throw new IllegalArgumentException("cannot draw integers from " + low + " to below " + high);
        }
        int[] drawn = new int[size];
        for (int i = 0; i < size; i++) {
            drawn[i] = low + Integer.remainderUnsigned(words.getAsInt(), (int) range);
        }
        return drawn;
    }

    /** {@code torch.empty(size).normal_(mean, std)} of a contiguous float tensor. */
    public float[] normal(double mean, double std, int size) {
        if (size < BLOCK) {
            float[] drawn = new float[size];
            for (int i = 0; i < size; i++) {
                drawn[i] = (float) (nextNormal() * std + mean);
            }
            return drawn;
        }
        float[] drawn = rand(size);
        for (int start = 0; start + BLOCK <= size; start += BLOCK) {
            boxMuller(drawn, start, mean, std);
        }
        if (size % BLOCK != 0) {
            // The last block is drawn anew and overlaps the one before it.
            System.arraycopy(rand(BLOCK), 0, drawn, size - BLOCK, BLOCK);
            boxMuller(drawn, size - BLOCK, mean, std);
        }
        return drawn;
    }

    /** 16 uniform numbers to normal ones: number j of the first half with number j of the second. */
    private static void boxMuller(float[] values, int start, double mean, double std) {
        for (int j = start; j < start + BLOCK / 2; j++) {
            double radius = Math.sqrt(-2 * Math.log(1 - values[j]));
            double angle = 2 * Math.PI * values[j + BLOCK / 2];
            values[j] = (float) (radius * Math.cos(angle) * std + mean);
            values[j + BLOCK / 2] = (float) (radius * Math.sin(angle) * std + mean);
        }
    }

    /** Box and Muller's pair in double precision, whose second number is kept for the next call. */
    private double nextNormal() {
        if (!Double.isNaN(secondNormal)) {
            double kept = secondNormal;
            secondNormal = Double.NaN;
            return kept;
        }
        double angle = 2 * Math.PI * nextDouble();
        double radius = Math.sqrt(-2 * Math.log1p(-nextDouble()));
        secondNormal = radius * Math.sin(angle);
        return radius * Math.cos(angle);
    }

    private float nextFloat() {
        return (words.getAsInt() & 0xffffff) * 0x1p-24f;
    }

    private double nextDouble() {
        long high = words.getAsInt() & 0x1fffffL;
        return ((high << 32) | Integer.toUnsignedLong(words.getAsInt())) * 0x1p-53;
    }
}
