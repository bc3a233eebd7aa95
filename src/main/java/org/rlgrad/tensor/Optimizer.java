package org.rlgrad.tensor;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/** Changes parameters along their gradients, downwards. Its state lives with the parameters and is freed with them. */
public sealed interface Optimizer permits Adam, AdamW, Sgd {
    /** One update of all parameters, in place, at a learning rate that may differ from step to step. */
    void step(Gradients gradients, double learningRate);

    /** What must be saved to go on exactly, by name; empty if there is nothing. */
    Map<String, NDArray> state();
}
