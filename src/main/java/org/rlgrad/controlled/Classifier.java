package org.rlgrad.controlled;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import org.rlgrad.model.BatchNorm;
import org.rlgrad.tensor.Parameters;

/** A policy of one action, a label, together with the samples that it reads; a sample is named by its row. */
public sealed interface Classifier extends AutoCloseable permits ImageClassifier, TextClassifier {
    /** Which samples a row counts in. */
    enum Part {
        TRAIN,
        TEST
    }

    /** Logits {@code [rows, C]}, before the temperature. */
    NDArray logits(Part part, int[] rows, BatchNorm mode);

    /**
     * The rows in pieces that are cheaper to pass one after the other, such as texts of similar length. Only for a model
     * without batch normalisation, whose sums over rows do not depend on how the rows are cut.
     */
    List<int[]> pieces(Part part, int[] rows);

    /** What is trained. */
    Parameters parameters();

    /** State that is not trained but moves along: running means and variances. */
    Map<String, NDArray> statistics();

    /** Whether the rows of a batch see each other. */
    default boolean hasBatchNorm() {
        return !statistics().isEmpty();
    }

    /** The same samples before a copy of the model as it is now. */
    Classifier frozenCopy();

    @Override
    void close();
}
