package org.rlgrad.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.tensor.Ops;

/**
 * The matrix products that a model's forward pass cannot do without, alone: the ceiling for its speed.
 *
 * <p>Only products with weights are run, of their very shapes and on the very weights; attention's products are counted as
 * overhead.
 */
final class Products {
    private final List<NDArray> weights = new ArrayList<>();
    private final boolean inOut;

    /** All weight matrices whose name {@code contains} any of the parts; the embedding stands for the head. */
    Products(LanguageModel model, List<String> parts, boolean inOut) {
        this.inOut = inOut;
        for (String name : model.parameters().names()) {
            NDArray weight = model.parameters().get(name);
            if (weight.getShape().dimension() == 2 && parts.stream().anyMatch(name::contains)) {
                weights.add(weight);
            }
        }
    }

    /** Seconds for the products of {@code rows} vectors with every weight. */
    double seconds(NDManager manager, int rows) {
        long start = System.nanoTime();
        for (NDArray weight : weights) {
            boolean transposed = inOut && weight.getShape().get(0) < 50000;
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                long width = weight.getShape().get(transposed ? 0 : 1);
                NDArray x = manager.zeros(new Shape(rows, width), DataType.FLOAT32);
                NDArray y = Ops.linear(x, transposed ? weight.transpose() : weight, null);
                y.getShape();
            }
        }
        return (System.nanoTime() - start) * 1e-9;
    }
}
