package org.rlgrad.experiment;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.rlgrad.train.Evaluation;

/** What a training repeats: iterations of reinforcement learning, or optimizer steps of supervised learning. */
sealed interface TrainingLoop extends AutoCloseable permits OnPolicyLoop, SupervisedLoop {
    /** What is counted, in the plural. */
    String unit();

    /** Units in all. */
    int total();

    /** Units so far. */
    int done();

    /**
     * What one unit was.
     *
     * @param rollout columns of {@code rollouts.csv}; empty where nothing is sampled
     * @param update columns of {@code training.csv}
     * @param note the few numbers that matter
     */
    record Unit(Map<String, Double> rollout, Map<String, Double> update, String note) {}

    /**
     * The next unit.
     *
     * @param stop asked where nothing is being computed
     * @throws java.util.concurrent.CancellationException if it says so; the loop is then of no more use
     */
    Unit advance(BooleanSupplier stop);

    /** Whether the validation split is evaluated after so many units. */
    boolean validates(int units);

    /** Whether a checkpoint is due after so many units. */
    boolean saves(int units);

    /** Checkpoints that are kept; 0: all. */
    int checkpoints();

    /** Everything that training changes beside the policy's weights, to be saved and to be overwritten in place. */
    Map<String, NDArray> state();

    /** Likewise single numbers. */
    Map<String, Double> counters();

    /** Goes on from saved counters. */
    void restore(Map<String, Double> counters);

    /** Key of the metric that is the reward; empty where nothing is rewarded. */
    Optional<String> rewardMetric();

    /** Makes the generators of evaluations. */
    Evaluation.GeneratorMaker generators();

    @Override
    void close();
}
