package org.rlgrad.random;

/** Python's {@code random.Random(seed)} for integer seeds, draw for draw (CPython 3.2 and later). */
public final class PythonRandom {
    private final MersenneTwister words;

    /** As in Python, a seed and its negative give the same stream. */
    public PythonRandom(long seed) {
        long magnitude = seed < 0 ? -seed : seed;
        int low = (int) magnitude;
        int high = (int) (magnitude >>> 32);
        words = new MersenneTwister(high == 0 ? new int[] {low} : new int[] {low, high});
    }

    /** {@code random()}: uniform on [0, 1). */
    public double random() {
        return words.nextDouble();
    }

    /** {@code randrange(bound)}: uniform on 0..bound-1; bound at least 1. */
    public int below(int bound) {
        int unused = Integer.numberOfLeadingZeros(bound);
        int value = words.getAsInt() >>> unused;
        while (value >= bound) {
            value = words.getAsInt() >>> unused;
        }
        return value;
    }

    /** {@code shuffle(values)}, in place. */
    public void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = below(i + 1);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
    }

    /**
     * {@code sample(range(population), size)}: distinct indices in the order drawn.
     *
     * @throws IllegalArgumentException if more are asked for than there are
     */
    public int[] sample(int population, int size) {
        if (size > population) {
            throw new IllegalArgumentException("cannot sample " + size + " of " + population);
        }
        // Python draws from a shrinking list where that is smaller than the hash set it would need, else by rejection.
        double setSize = 21 + (size > 5 ? Math.pow(4, Math.ceil(Math.log(size * 3.0) / Math.log(4))) : 0);
        return population <= setSize ? sampleFromList(population, size) : sampleByRejection(population, size);
    }

    private int[] sampleFromList(int population, int size) {
        int[] pool = Draws.identity(population);
        int[] drawn = new int[size];
        for (int i = 0; i < size; i++) {
            int j = below(population - i);
            drawn[i] = pool[j];
            pool[j] = pool[population - i - 1];
        }
        return drawn;
    }

    private int[] sampleByRejection(int population, int size) {
        boolean[] seen = new boolean[population];
        int[] drawn = new int[size];
        for (int i = 0; i < size; i++) {
            int j = below(population);
            while (seen[j]) {
                j = below(population);
            }
            seen[j] = true;
            drawn[i] = j;
        }
        return drawn;
    }

    /** {@code choices(range(len(weights)), weights, k=size)}: indices, drawn with replacement; weights need not sum to 1. */
    public int[] choices(double[] weights, int size) {
        double[] cumulative = Draws.cumulative(weights);
        double total = cumulative[cumulative.length - 1];
        int[] drawn = new int[size];
        for (int i = 0; i < size; i++) {
            double threshold = random() * total;
            int index = 0;
            while (index < cumulative.length - 1 && cumulative[index] <= threshold) {
                index++;
            }
            drawn[i] = index;
        }
        return drawn;
    }
}
