package org.rlgrad.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.List;
import java.util.function.Function;

/**
 * The gradient of a scalar with respect to all parameters, as values: nothing is stored in the parameters, so nothing has to
 * be zeroed, and two gradients can live side by side.
 *
 * <p>The arrays belong to the scope in which they were made.
 */
public final class Gradients {
    private final PtNDArray[] arrays;

    private Gradients(PtNDArray[] arrays) {
        this.arrays = arrays;
    }

    /**
     * Differentiates, and frees the graph behind {@code scalar}. Row-major whatever the kernels give: the fused optimizer walks
     * through parameters and gradients in step, and would silently mix them up.
     *
     * @param parameters all of which must have taken part
     */
    public static Gradients of(NDArray scalar, Parameters parameters) {
        return new Gradients(TorchScriptOps.callForList("gradients", (PtNDArray) scalar, (Object) arrays(parameters)));
    }

    /**
     * The sum of the gradients of parts, such as those of a batch that does not fit into memory at once. What each part makes
     * beside its gradient is freed before the next one.
     *
     * @param parts at least one
     */
    public static <T> Gradients sum(List<T> parts, Function<T, Gradients> ofPart) {
        Gradients sum = ofPart.apply(parts.get(0));
        for (T part : parts.subList(1, parts.size())) {
            Scopes.step(() -> {
                sum.mix(1, ofPart.apply(part), 1);
                return null;
            });
        }
        return sum;
    }

    /** The Euclidean norm over all of them, a 0-d array. */
    public NDArray norm() {
        return Torch.noGrad(() -> norm(arrays));
    }

    /** The Euclidean norm of the parameters themselves, a 0-d array. */
    public static NDArray norm(Parameters parameters) {
        return Torch.noGrad(() -> norm(arrays(parameters)));
    }

    /**
     * Scales all of them in place by {@code maxNorm / (norm + 1e-6)} where that is below 1, as {@code torch.nn.utils.
     * clip_grad_norm_}, and returns the norm before, a 0-d array. Nothing is read back from the device.
     */
    public NDArray clip(double maxNorm) {
        return Torch.noGrad(() -> TorchScriptOps.callOnLists("clip", arrays, maxNorm));
    }

    /** Replaces this by {@code kept * this + factor * other}. */
    public void mix(double kept, Gradients other, double factor) {
        Torch.noGrad(() -> TorchScriptOps.callOnLists("add_scaled", arrays, kept, other.arrays, factor));
    }

    /** The scalar product with another gradient of the same parameters on the same device, summed over arrays as double. */
    public double dot(Gradients other) {
        return Torch.noGrad(() -> {
            try (NDArray product = TorchScriptOps.callOnLists("dot", arrays, (Object) other.arrays)) {
                return product.getDouble();
            }
        });
    }

    /** The same values in the host's memory; what they took on another device is freed. */
    public Gradients onHost() {
        if (arrays[0].getDevice().equals(Device.cpu())) {
            return this;
        }
        PtNDArray[] host = new PtNDArray[arrays.length];
        for (int i = 0; i < arrays.length; i++) {
            host[i] = arrays[i].toDevice(Device.cpu(), false);
            arrays[i].close();
        }
        return new Gradients(host);
    }

    /**
     * Overwrites a model's weights by {@code base + factor * this}: a step of which no rounding stays behind.
     *
     * @param moved of the same names and shapes as {@code base}, collecting no gradients
     */
    public void displace(Parameters base, double factor, Parameters moved) {
        Torch.noGrad(() -> TorchScriptOps.callOnLists("displace", arrays(moved), arrays(base), arrays, factor))
                .close();
    }

    PtNDArray[] arrays() {
        return arrays;
    }

    /** Shape-wise twins of the parameters, in their order. */
    static PtNDArray[] arrays(Parameters parameters) {
        return parameters.values().toArray(PtNDArray[]::new);
    }

    private static NDArray norm(PtNDArray[] arrays) {
        return TorchScriptOps.callOnLists("global_norm", arrays);
    }
}
