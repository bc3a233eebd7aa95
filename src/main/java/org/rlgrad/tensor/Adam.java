package org.rlgrad.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Adam (Kingma and Ba 2015, algorithm 1) with bias correction, as {@code torch.optim.Adam}: the decay is added to the gradient,
 * and epsilon to the corrected root. One fused kernel passes over the parameters once.
 */
public final class Adam implements Optimizer {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final Parameters parameters;
    private final double weightDecay;
    private final Map<String, NDArray> state = new LinkedHashMap<>();
    private final PtNDArray[] means;
    private final PtNDArray[] squares;
    private final PtNDArray[] steps;

    /** For these parameters, with empty moments. */
    public Adam(Parameters parameters, double weightDecay) {
        this.parameters = parameters;
        this.weightDecay = weightDecay;
        this.means = zeros("exp_avg.", false);
        this.squares = zeros("exp_avg_sq.", false);
        this.steps = zeros("step.", true);
    }

    private PtNDArray[] zeros(String prefix, boolean scalar) {
        for (String name : parameters.names()) {
            Shape shape = scalar ? new Shape() : parameters.get(name).getShape();
            NDArray zeros = parameters.manager().zeros(shape);
            state.put(prefix + name, Scopes.keep(parameters.manager(), zeros));
        }
        return parameters.names().stream()
                .map(name -> (PtNDArray) state.get(prefix + name))
                .toArray(PtNDArray[]::new);
    }

    @Override
    public void step(Gradients gradients, double learningRate) {
        Torch.noGrad(() -> TorchScriptOps.callOnLists(
                "adam",
                Gradients.arrays(parameters),
                gradients.arrays(),
                means,
                squares,
                steps,
                learningRate,
                BETA1,
                BETA2,
                weightDecay,
                EPSILON));
    }

    @Override
    public Map<String, NDArray> state() {
        return state;
    }
}
