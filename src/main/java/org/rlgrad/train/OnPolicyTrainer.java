package org.rlgrad.train;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.rlgrad.Failure;

/** Training by samples of the model itself, in iterations that sample, reward and learn. */
public sealed interface OnPolicyTrainer extends AutoCloseable permits PpoTrainer, ReinforceTrainer {
    /**
     * What an iteration is logged as, by the names of the columns.
     *
     * @param rollout of the samples
     * @param update of the learning
     */
    record Iteration(Map<String, Double> rollout, Map<String, Double> update) {}

    /**
     * One iteration. The policy changes in place.
     *
     * @param stop asked between minibatches and generations
     * @throws CancellationException when it says so; the trainer is then somewhere inside an iteration and of no more use
     * @throws Failure if the loss or its gradient is no number any more
     */
    Iteration iterate(BooleanSupplier stop);

    /** Iterations so far. */
    int done();

    /** Everything that training changes beside the policy's weights, by name, to be saved and to be overwritten in place. */
    Map<String, NDArray> state();

    /** Likewise, what are single numbers. */
    Map<String, Double> counters();

    /** Goes on after as many iterations as the saved counters say. */
    void restore(Map<String, Double> counters);

    /** Ends the iteration if it is asked to. */
    static void checkStop(BooleanSupplier stop) {
        if (stop.getAsBoolean()) {
            throw new CancellationException("stopped inside an iteration; the last checkpoint must do");
        }
    }

    /** Checks that neither is NaN or infinite: a gradient can be while its loss is not, and spoils the weights for all time. */
    static void checkFinite(double loss, double gradientNorm, int iteration) {
        if (!Double.isFinite(loss) || !Double.isFinite(gradientNorm)) {
            throw Failure.badData("training diverged in iteration " + (iteration + 1) + ": the loss is " + loss
                    + ", its gradient's norm " + gradientNorm + "; a smaller learning_rate may help");
        }
    }

    @Override
    void close();
}
