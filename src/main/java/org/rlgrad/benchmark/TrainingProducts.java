package org.rlgrad.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.rlgrad.tensor.Gradients;
import org.rlgrad.tensor.ImageOps;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Parameters;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/**
 * The products that one training step cannot do without, of its very shapes, alone: the ceiling for its speed.
 *
 * <p>Each is made forward, for its weight's gradient, and for its input's gradient unless the input is data. The controlled
 * experiments leave attention's products out; a convolution's backward pass starts from a sum, whose small cost is included.
 */
final class TrainingProducts implements AutoCloseable {
    private final NDManager manager;
    private final List<Runnable> products = new ArrayList<>();
    private double flops;

    TrainingProducts(NDManager parent) {
        this.manager = parent.newSubManager();
    }

    /** A linear layer on {@code rows} vectors. */
    void linear(long rows, long inputs, long outputs, boolean inputGradient) {
        NDArray x = zeros(rows, inputs);
        NDArray weight = zeros(outputs, inputs);
        NDArray gradient = zeros(rows, outputs);
        flops += 2.0 * rows * inputs * outputs * (inputGradient ? 3 : 2);
        products.add(() -> {
            Ops.linear(x, weight, null);
            gradient.transpose().matMul(x);
            if (inputGradient) {
                gradient.matMul(weight);
            }
        });
    }

    /** A convolution {@code kernel x kernel} on square maps {@code side x side}, padded to keep them but for the stride. */
    void convolution(long images, long inputs, long outputs, long side, int kernel, int stride, boolean inputGradient) {
        NDArray x = zeros(images, inputs, side, side);
        NDArray weight = zeros(outputs, inputs, kernel, kernel);
        Parameters differentiated = new Parameters(manager);
        differentiated.put("weight", weight);
        if (inputGradient) {
            differentiated.put("x", x);
        }
        differentiated.requireGradients();
        long sideOut = (side + stride - 1) / stride;
        long taps = side == 1 ? 1 : (long) kernel * kernel; // see ImageOps.conv2d
        flops += 2.0 * images * inputs * outputs * sideOut * sideOut * taps * (inputGradient ? 3 : 2);
        products.add(() -> Gradients.of(
                Torch.recording(
                        () -> ImageOps.conv2d(x, weight, stride, kernel / 2).sum()),
                differentiated));
    }

    /** Attention's products of queries, keys and values {@code width} wide, each head on its own. */
    void attention(long heads, long queries, long keys, long width) {
        NDArray q = zeros(heads, queries, width);
        NDArray k = zeros(heads, keys, width);
        NDArray v = zeros(heads, keys, width);
        NDArray gradient = zeros(heads, queries, width);
        flops += 2.0 * heads * queries * keys * width * 6;
        products.add(() -> {
            NDArray scores = q.matMul(transposed(k));
            scores.matMul(v);
            transposed(scores).matMul(gradient);
            NDArray scoresGradient = gradient.matMul(transposed(v));
            scoresGradient.matMul(k);
            transposed(scoresGradient).matMul(q);
        });
    }

    private static NDArray transposed(NDArray x) {
        return x.transpose(0, 2, 1);
    }

    private NDArray zeros(long... shape) {
        return Scopes.keep(manager, manager.zeros(new Shape(shape)));
    }

    /** Operations of all of them, a multiplication and an addition being two. */
    double flops() {
        return flops;
    }

    /** Seconds for all of them. */
    double seconds() {
        long start = System.nanoTime();
        Torch.noGrad(() -> {
            products.forEach(product -> Scopes.step(() -> {
                product.run();
                return null;
            }));
            return Scopes.step(() -> Products.waitFor(manager.zeros(new Shape(1))));
        });
        return (System.nanoTime() - start) * 1e-9;
    }

    @Override
    public void close() {
        manager.close();
    }
}
