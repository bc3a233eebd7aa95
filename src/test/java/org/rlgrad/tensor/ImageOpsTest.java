package org.rlgrad.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Image operations against twins in plain NDArray arithmetic, values and gradients, and against numbers worked out by hand. */
class ImageOpsTest {
    private NDManager manager;
    private NDScope scope;

    @BeforeEach
    void open() {
        manager = Torch.newManager(Device.cpu());
        scope = new NDScope();
        scope.suppressNotUsedWarning();
        Engine.getInstance().setRandomSeed(5);
    }

    @AfterEach
    void close() {
        scope.close();
        manager.close();
    }

    @Test
    void convolutionByHand() {
        NDArray x = Ops.floats(manager, 1, 2, 3, 4).reshape(1, 1, 2, 2);
        NDArray weight = Ops.floats(manager, 1, 0, 0, 0, 10, 0, 0, 0, 100).reshape(1, 1, 3, 3);
        // each output: 10 times the pixel, plus its upper left neighbour, plus 100 times its lower right one
        assertThat(ImageOps.conv2d(x, weight, 1, 1).toFloatArray()).containsExactly(410, 20, 30, 41);
        assertThat(ImageOps.conv2d(x, weight, 2, 1).toFloatArray()).containsExactly(410);
    }

    @ParameterizedTest(name = "map {0}, kernel {1}, stride {2}, padding {3}")
    @CsvSource({"5,3,1,1", "6,3,2,1", "4,1,2,0", "9,7,2,3", "1,3,1,1", "1,3,2,1", "1,1,2,0", "2,3,2,1"})
    void convolution(int size, int kernel, int stride, int padding) {
        NDArray x = random(2, 3, size, size);
        NDArray weight = random(4, 3, kernel, kernel);
        same(
                List.of(x, weight),
                () -> ImageOps.conv2d(x, weight, stride, padding),
                () -> plainConvolution(x, weight, stride, padding));
    }

    @Test
    void batchNormalisationByTheBatch() {
        NDArray x = random(3, 2, 4, 5);
        NDArray weight = random(2);
        NDArray bias = random(2);
        Supplier<NDArray> twin = () -> {
            NDArray mean = channelMean(x);
            NDArray centred = x.sub(mean);
            NDArray variance = channelMean(centred.mul(centred));
            return plainNorm(centred, variance, weight, bias);
        };
        same(List.of(x, weight, bias), () -> ImageOps.batchNorm(x, weight, bias, 1e-5), twin);
        NDArray mean = random(2);
        NDArray variance = random(2).abs();
        same(
                List.of(x, weight, bias),
                () -> ImageOps.batchNormUpdating(x, weight, bias, mean, variance, 0.1, 1e-5),
                twin);
    }

    @Test
    void batchNormalisationByGivenStatistics() {
        NDArray x = random(1, 2, 1, 1); // one value per channel is enough here
        NDArray weight = random(2);
        NDArray bias = random(2);
        NDArray mean = Ops.floats(manager, 0.5f, -1);
        NDArray variance = Ops.floats(manager, 4, 0.25f);
        same(
                List.of(x, weight, bias),
                () -> ImageOps.batchNormGiven(x, weight, bias, mean, variance, 1e-5),
                () -> plainNorm(x.sub(mean.reshape(1, 2, 1, 1)), variance.reshape(1, 2, 1, 1), weight, bias));
        assertThat(mean.toFloatArray()).containsExactly(0.5f, -1);
        assertThat(variance.toFloatArray()).containsExactly(4, 0.25f);
    }

    @Test
    void runningStatisticsMoveByATenth() {
        NDArray x = Ops.floats(manager, 1, 3, 5, 7).reshape(2, 1, 1, 2); // mean 4, unbiased variance 20/3
        NDArray mean = Ops.floats(manager, 1);
        NDArray variance = Ops.floats(manager, 2);
        NDArray one = Ops.floats(manager, 1);
        NDArray zero = Ops.floats(manager, 0);
        ImageOps.batchNormUpdating(x, one, zero, mean, variance, 0.1, 1e-5);
        assertThat(mean.getFloat()).isCloseTo(0.9f + 0.4f, within(1e-6f));
        assertThat(variance.getFloat()).isCloseTo(1.8f + 2 / 3f, within(1e-6f));
    }

    @Test
    void oneValuePerChannelHasNoStatistics() {
        NDArray x = random(1, 2, 1, 1);
        NDArray weight = random(2);
        assertThatThrownBy(() -> ImageOps.batchNorm(x, weight, weight, 1e-5))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ImageOps.batchNormUpdating(x, weight, weight, weight, weight, 0.1, 1e-5))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void pooling() {
        NDArray x = random(2, 3, 6, 6);
        same(List.of(x), () -> ImageOps.maxPool(x, 3, 2, 1), () -> {
            NDArray padded = padded(x, 1, Float.NEGATIVE_INFINITY);
            NDArray largest = null;
            for (int tap = 0; tap < 9; tap++) {
                NDArray window = shifted(padded, tap / 3, tap % 3, 2, 3, 3);
                largest = largest == null ? window : NDArrays.maximum(largest, window);
            }
            return largest;
        });
        same(List.of(x), () -> ImageOps.averagePool(x), () -> channelSum(x, 2, 3)
                .mul(constant(1 / 36f))
                .reshape(2, 3));
    }

    @Test
    void assigningKeepsTheLeaf() {
        NDArray leaf = random(2, 2);
        leaf.setRequiresGradient(true);
        Ops.assign(leaf, Ops.floats(manager, 1, 2, 3, 4).reshape(2, 2));
        assertThat(leaf.hasGradient()).isTrue();
        assertThat(gradients(List.of(leaf), () -> leaf.mul(leaf)).get(0)[3])
                .isCloseTo((float) (8 * Math.cos(3)), within(1e-5f));
    }

    /** Sum over the kernel's taps of matrix products. */
    private NDArray plainConvolution(NDArray x, NDArray weight, int stride, int padding) {
        long batch = x.getShape().get(0);
        long channels = x.getShape().get(1);
        int kernel = (int) weight.getShape().get(2);
        NDArray padded = padded(x, padding, 0);
        long out = (x.getShape().get(2) + 2L * padding - kernel) / stride + 1;
        NDArray sum = null;
        for (int row = 0; row < kernel; row++) {
            for (int column = 0; column < kernel; column++) {
                NDArray seen = shifted(padded, row, column, stride, out, out).reshape(batch, channels, out * out);
                NDArray tap = slice(slice(weight, 2, row, row + 1L, 1), 3, column, column + 1L, 1)
                        .reshape(1, -1, channels);
                NDArray product = tap.repeat(0, batch).batchMatMul(seen);
                sum = sum == null ? product : sum.add(product);
            }
        }
        return sum.reshape(batch, -1, out, out);
    }

    private NDArray plainNorm(NDArray centred, NDArray variance, NDArray weight, NDArray bias) {
        return centred.div(variance.add(constant(1e-5f)).sqrt())
                .mul(weight.reshape(1, -1, 1, 1))
                .add(bias.reshape(1, -1, 1, 1));
    }

    private NDArray channelMean(NDArray x) {
        Shape shape = x.getShape();
        return channelSum(x, 0, 2, 3).mul(constant(1f / (shape.get(0) * shape.get(2) * shape.get(3))));
    }

    private static NDArray channelSum(NDArray x, int... axes) {
        return x.sum(axes, true);
    }

    private NDArray padded(NDArray x, int padding, float value) {
        NDArray padded = x;
        for (int axis = 2; padding > 0 && axis <= 3; axis++) {
            long[] border = padded.getShape().getShape().clone();
            border[axis] = padding;
            NDArray edge = manager.full(new Shape(border), value, DataType.FLOAT32);
            padded = NDArrays.concat(new NDList(edge, padded, edge), axis);
        }
        return padded;
    }

    /** Every stride-th pixel from (row, column) on, {@code [B, C, height, width]}. */
    private static NDArray shifted(NDArray x, int row, int column, int stride, long height, long width) {
        NDArray rows = slice(x, 2, row, row + (height - 1) * stride + 1, stride);
        return slice(rows, 3, column, column + (width - 1) * stride + 1, stride);
    }

    private static NDArray slice(NDArray x, int axis, long start, long end, long step) {
        return JniUtils.slice((PtNDArray) x, axis, start, end, step);
    }

    private NDArray random(long... shape) {
        return manager.randomNormal(0, 1, new Shape(shape), DataType.FLOAT32);
    }

    private NDArray constant(float value) {
        return manager.full(new Shape(), value, DataType.FLOAT32);
    }

    /** Values, and gradients of a weighted sum, with a garbage collection between forward and backward. */
    private void same(List<NDArray> inputs, Supplier<NDArray> operation, Supplier<NDArray> twin) {
        assertThat(operation.get().getShape()).isEqualTo(twin.get().getShape());
        assertClose(operation.get().toFloatArray(), twin.get().toFloatArray());
        List<float[]> actual = gradients(inputs, operation);
        List<float[]> expected = gradients(inputs, twin);
        for (int i = 0; i < inputs.size(); i++) {
            assertClose(actual.get(i), expected.get(i));
        }
    }

    private List<float[]> gradients(List<NDArray> inputs, Supplier<NDArray> function) {
        inputs.forEach(input -> input.setRequiresGradient(true));
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray output = function.get();
            float[] weights = new float[(int) output.size()];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = (float) Math.cos(i);
            }
            NDArray loss = output.mul(Ops.floats(manager, weights).reshape(output.getShape()))
                    .sum();
            System.gc();
            collector.backward(loss);
        }
        List<float[]> gradients =
                inputs.stream().map(input -> input.getGradient().toFloatArray()).toList();
        inputs.forEach(input -> input.getGradient().subi(input.getGradient()));
        return gradients;
    }

    private static void assertClose(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).as("at %d", i).isCloseTo(expected[i], within(5e-5f));
        }
    }
}
