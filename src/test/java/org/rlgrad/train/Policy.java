package org.rlgrad.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.function.Function;
import org.rlgrad.tensor.Gradients;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Parameters;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Sgd;
import org.rlgrad.tensor.Torch;

/** A softmax policy whose only parameters are the logits of one input: the smallest thing an objective can be taken of. */
final class Policy {
    private final double[] logits;

    Policy(double... logits) {
        this.logits = logits;
    }

    /** The probabilities, in double precision and by their definition. */
    double[] probabilities() {
        double sum = 0;
        for (double z : logits) {
            sum += Math.exp(z);
        }
        double[] p = new double[logits.length];
        for (int a = 0; a < p.length; a++) {
            p[a] = Math.exp(logits[a]) / sum;
        }
        return p;
    }

    /** An objective of the log-probabilities {@code [1, A]}. */
    double value(Function<NDArray, NDArray> objective) {
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            return Scopes.step(() -> (double)
                    objective.apply(Ops.logSoftmax(row(manager, logits))).sum().getFloat());
        }
    }

    /** The same objective's gradient with respect to the logits. */
    double[] gradient(Function<NDArray, NDArray> objective) {
        try (Parameters parameters = new Parameters(Torch.newManager(Device.cpu()))) {
            parameters.put("z", row(parameters.manager(), logits));
            parameters.requireGradients();
            float[] before = parameters.get("z").toFloatArray();
            Scopes.step(() -> {
                NDArray scalar = Torch.recording(() ->
                        objective.apply(Ops.logSoftmax(parameters.get("z"))).sum());
                // One step of size 1 upwards moves the logits by the gradient. The logits are small, so little is
                // rounded.
                new Sgd(parameters, 0).step(Gradients.of(scalar, parameters), -1);
                return null;
            });
            float[] after = parameters.get("z").toFloatArray();
            double[] gradient = new double[after.length];
            for (int a = 0; a < after.length; a++) {
                gradient[a] = (double) after[a] - before[a];
            }
            return gradient;
        }
    }

    /** Values of one input's actions, {@code [1, A]}. */
    static NDArray row(NDManager manager, double... values) {
        float[] floats = new float[values.length];
        for (int a = 0; a < values.length; a++) {
            floats[a] = (float) values[a];
        }
        return Ops.floats(manager, floats).reshape(1, values.length);
    }

    static double norm(double[] vector) {
        double squares = 0;
        for (double v : vector) {
            squares += v * v;
        }
        return Math.sqrt(squares);
    }
}
