package org.rlgrad.model;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import org.rlgrad.tensor.Parameters;

/** A classifier of images. */
public sealed interface ImageNetwork extends AutoCloseable permits Mlp, ResNet18 {
    /**
     * Class logits.
     *
     * @param images {@code [B, channels, height, width]}
     * @param mode which statistics batch normalisation takes; ignored by a network without
     * @return {@code [B, classes]}
     */
    NDArray logits(NDArray images, BatchNorm mode);

    /** What is trained. */
    Parameters parameters();

    /** Running statistics by name; empty for a network without batch normalisation. */
    Map<String, NDArray> statistics();

    /** A network of its own with the same values, for reference: it collects no gradients. */
    ImageNetwork copy();

    @Override
    void close();
}
