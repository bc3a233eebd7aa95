package org.rlgrad.tensor;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/** Changes parameters along their gradients, downwards. Its state lives with the parameters and is freed with them. */
public sealed interface Optimizer permits Adam, Sgd {
    /** One update of all parameters, in place. */
    void step(Gradients gradients);

    /** What must be saved to go on exactly, by name; empty if there is nothing. */
    Map<String, NDArray> state();
}
