package org.rlgrad.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Scopes;

/**
 * The matrix products that a model's forward pass cannot do without, alone: the ceiling for its speed.
 *
 * <p>Only products with weights are run, of their very shapes and on the very weights; attention's products are counted as
 * overhead.
 */
final class Products {
    private final List<NDArray> weights = new ArrayList<>();
    private final NDArray head;
    private final boolean inOut;

    /**
     * All weight matrices whose name contains any of the parts; the embedding stands for the head.
     *
     * @param without parts of names to leave out
     * @param inOut whether the matrices, but for the embedding, are stored {@code [in, out]}
     */
    Products(LanguageModel model, List<String> parts, List<String> without, boolean inOut) {
        this.inOut = inOut;
        this.head = model.parameters().values().iterator().next();
        for (String name : model.parameters().names()) {
            NDArray weight = model.parameters().get(name);
            if (weight.getShape().dimension() == 2
                    && parts.stream().anyMatch(name::contains)
                    && without.stream().noneMatch(name::contains)) {
                weights.add(weight);
            }
        }
    }

    /** Seconds for the products of {@code rows} vectors with every weight. */
    double seconds(NDManager manager, int rows) {
        long start = System.nanoTime();
        for (NDArray weight : weights) {
            boolean embedding = weight == head;
            boolean last = weight == weights.get(weights.size() - 1);
            Scopes.step(() -> {
                NDArray matrix = inOut && !embedding ? weight.transpose() : weight;
                NDArray x = manager.zeros(new Shape(rows, matrix.getShape().get(1)), DataType.FLOAT32);
                NDArray y = Ops.linear(x, matrix, null);
                return last ? waitFor(y) : 0f;
            });
        }
        return (System.nanoTime() - start) * 1e-9;
    }

    /** Reads one number, which on a GPU takes until all work before it is done. */
    static float waitFor(NDArray result) {
        return Ops.slice(result.reshape(-1), 0, 0, 1).toFloatArray()[0];
    }
}
