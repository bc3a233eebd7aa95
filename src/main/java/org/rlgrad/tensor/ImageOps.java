package org.rlgrad.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Operations on images and feature maps {@code [B, C, H, W]}; gradients follow the thread's grad mode. */
public final class ImageOps {
    private ImageOps() {}

    /**
     * Convolution without bias.
     *
     * <p>On a map of one pixel only the kernel's centre meets anything but padding, so that a matrix product gives the same,
     * values and gradients, for a ninth of a 3x3 kernel's work (the last stage of ResNet18 on images of 32x32).
     *
     * @param weight {@code [out, C, k, k]}
     * @return {@code [B, out, (H + 2 padding - k) / stride + 1, likewise]}
     */
    public static NDArray conv2d(NDArray x, NDArray weight, int stride, int padding) {
        boolean onePixel = x.getShape().get(2) == 1 && x.getShape().get(3) == 1;
        if (onePixel && weight.getShape().get(2) == 2L * padding + 1) {
            return TorchScriptOps.call("conv2d_one_pixel", x, weight, (long) padding);
        }
        return TorchScriptOps.call("conv2d", x, weight, (long) stride, (long) padding);
    }

    /**
     * Batch normalisation by the batch's own mean and (biased) variance per channel (Ioffe and Szegedy 2015). The running
     * statistics are changed in place: {@code running = (1 - momentum) running + momentum batch}, with the unbiased variance.
     *
     * @param weight scale {@code [C]}
     * @param bias shift {@code [C]}
     * @throws IllegalArgumentException for one value per channel (B x H x W = 1), which has no variance
     */
    public static NDArray batchNormUpdating(
            NDArray x,
            NDArray weight,
            NDArray bias,
            NDArray runningMean,
            NDArray runningVariance,
            double momentum,
            double epsilon) {
        requireSpread(x);
        return TorchScriptOps.call(
                "batch_norm", x, weight, bias, runningMean, runningVariance, true, momentum, epsilon);
    }

    /** The same without running statistics. */
    public static NDArray batchNorm(NDArray x, NDArray weight, NDArray bias, double epsilon) {
        requireSpread(x);
        return TorchScriptOps.call("batch_norm_batch", x, weight, bias, epsilon);
    }

    /** Batch normalisation by given statistics {@code [C]}, which stay as they are. */
    public static NDArray batchNormGiven(
            NDArray x, NDArray weight, NDArray bias, NDArray mean, NDArray variance, double epsilon) {
        return TorchScriptOps.call("batch_norm", x, weight, bias, mean, variance, false, 0.0, epsilon);
    }

    /** The largest value of each window; padding never wins. */
    public static NDArray maxPool(NDArray x, int window, int stride, int padding) {
        return TorchScriptOps.call("max_pool2d", x, (long) window, (long) stride, (long) padding);
    }

    /** Each channel's mean over the map: {@code [B, C]}. */
    public static NDArray averagePool(NDArray x) {
        return TorchScriptOps.call("average_pool", x);
    }

    private static void requireSpread(NDArray x) {
        Shape shape = x.getShape();
        if (shape.get(0) * shape.get(2) * shape.get(3) == 1) {
            throw new IllegalArgumentException("batch statistics of one value per channel: " + shape);
        }
    }
}
