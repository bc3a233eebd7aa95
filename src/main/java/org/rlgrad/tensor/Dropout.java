package org.rlgrad.tensor;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;

/**
 * Rates of dropout (Srivastava et al. 2014) in a transformer: each value is 0 with this probability, and divided by the rest of it
 * otherwise. A rate of 0 adds no operation.
 *
 * @param embedding of the input's embeddings
 * @param attention of attention weights
 * @param residual of what a sublayer adds to the residual stream
 */
public record Dropout(double embedding, double attention, double residual) {
    /** All of a model's values take part. */
    public static final Dropout NONE = new Dropout(0, 0, 0);

    /** Embedded inputs, thinned out. */
    public NDArray ofEmbedding(NDArray x) {
        return thin(x, embedding);
    }

    /** A sublayer's output, thinned out. */
    public NDArray ofResidual(NDArray x) {
        return thin(x, residual);
    }

    private static NDArray thin(NDArray x, double rate) {
        return rate == 0 ? x : TorchScriptOps.call("dropout", x, rate);
    }

    /** Starts the engine's random numbers anew, of which dropout alone draws: the same seed gives the same masks. */
    public static void seed(int seed) {
        Engine.getInstance().setRandomSeed(seed);
    }
}
