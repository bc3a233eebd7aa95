package org.rlgrad.tensor;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/** Gradient descent without momentum: {@code w -= rate * (g + decay * w)}. */
public final class Sgd implements Optimizer {
    private final Parameters parameters;
    private final double weightDecay;

    /** For these parameters. */
    public Sgd(Parameters parameters, double weightDecay) {
        this.parameters = parameters;
        this.weightDecay = weightDecay;
    }

    @Override
    public void step(Gradients gradients, double learningRate) {
        Torch.noGrad(() -> TorchScriptOps.callOnLists(
                "sgd", Gradients.arrays(parameters), gradients.arrays(), -learningRate, weightDecay));
    }

    @Override
    public Map<String, NDArray> state() {
        return Map.of();
    }
}
