package org.rlgrad.data;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.rlgrad.random.NumpyRandomState;

/** Which samples of a pool a run uses ({@code datapool.num_train_samples}, {@code datapool.train_samples_rnd_seed}). */
public final class Subset {
    private Subset() {}

    /**
     * The first {@code numTrainSamples} entries of NumPy's {@code RandomState(seed).permutation(poolSize)}, in that order;
     * all of them, permuted, where the pool is smaller, and all in pool order for 0 or less.
     *
     * <p>Differs from the reference: there a negative seed means an unseeded draw; here the caller puts the run's seed in.
     *
     * @param poolSize samples in the pool, after its own filtering
     * @throws IllegalArgumentException for a seed outside 0..2^32-1 where one is needed
     */
    public static int[] choose(int poolSize, int numTrainSamples, long seed) {
        if (numTrainSamples <= 0) {
            return IntStream.range(0, poolSize).toArray();
        }
        int[] permutation = new NumpyRandomState(seed).permutation(poolSize);
        return Arrays.copyOf(permutation, Math.min(numTrainSamples, poolSize));
    }
}
