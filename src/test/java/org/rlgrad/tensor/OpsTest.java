package org.rlgrad.tensor;

import static org.assertj.core.api.Assertions.assertThat;
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
import ai.djl.training.GradientCollector;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each TorchScript operation against its twin in plain NDArray arithmetic: values and, where it has them, gradients. */
class OpsTest {
    private NDManager manager;
    private NDScope scope;

    @BeforeEach
    void open() {
        manager = Torch.newManager(Device.cpu());
        scope = new NDScope();
        scope.suppressNotUsedWarning();
        Engine.getInstance().setRandomSeed(3);
    }

    @AfterEach
    void close() {
        scope.close();
        manager.close();
    }

    @Test
    void geluTanh() {
        NDArray x = random(5, 7);
        // 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))
        same(List.of(x), () -> Ops.geluTanh(x), () -> {
            NDArray inner =
                    x.add(x.mul(x).mul(x).mul(constant(0.044715f))).mul(constant((float) Math.sqrt(2 / Math.PI)));
            return x.mul(inner.tanh().add(constant(1))).mul(constant(0.5f));
        });
    }

    @Test
    void rmsNorm() {
        NDArray x = random(4, 6);
        NDArray weight = random(6);
        same(List.of(x, weight), () -> Ops.rmsNorm(x, weight, 1e-6), () -> {
            NDArray meanSquare = x.mul(x).mean(new int[] {1}, true).add(constant(1e-6f));
            return x.div(meanSquare.sqrt()).mul(weight);
        });
    }

    @Test
    void linearInOut() {
        NDArray x = random(3, 4);
        NDArray weight = random(4, 5);
        NDArray bias = random(5);
        same(List.of(x, weight, bias), () -> Ops.linearInOut(x, weight, bias), () -> x.matMul(weight)
                .add(bias));
    }

    @Test
    void scaleAndDivide() {
        NDArray x = random(3, 4);
        same(List.of(x), () -> Ops.scale(x, 0.125), () -> x.mul(constant(0.125f)));
        same(List.of(x), () -> Ops.divide(x, 0.7), () -> x.div(constant(0.7f)));
    }

    @Test
    void attentionOfEveryForm() {
        NDArray q = random(2, 3, 5, 4);
        NDArray k = random(2, 3, 5, 4);
        NDArray v = random(2, 3, 5, 4);
        NDArray bias = random(1, 3, 5, 5);
        float[] causal = new float[25];
        for (int query = 0; query < 5; query++) {
            for (int key = query + 1; key < 5; key++) {
                causal[query * 5 + key] = Ops.MASKED;
            }
        }
        NDArray causalMask = Ops.floats(manager, causal).reshape(1, 1, 5, 5);
        same(List.of(q, k, v), () -> Ops.attention(q, k, v, 0.5, 0), () -> plainAttention(q, k, v, null, 0.5f));
        same(
                List.of(q, k, v),
                () -> Ops.causalAttention(q, k, v, 0.5, 0),
                () -> plainAttention(q, k, v, causalMask, 0.5f));
        // the mask, too, takes part in the gradient: T5's relative bias is learned
        same(
                List.of(q, k, v, bias),
                () -> Ops.maskedAttention(q, k, v, bias, 1),
                () -> plainAttention(q, k, v, bias, 1));
        NDArray fused = Torch.noGrad(() -> Ops.maskedAttention(q, k, v, bias, 1));
        assertClose(fused, plainAttention(q, k, v, bias, 1));
    }

    /** Two rows, of which the second begins with two padded tokens: later keys at -1e4, padded ones 1e4 lower. */
    @Test
    void leftPaddedAttention() {
        NDArray q = random(2, 3, 5, 4);
        NDArray k = random(2, 3, 5, 4);
        NDArray v = random(2, 3, 5, 4);
        float[] kept = new float[25];
        float[] mask = new float[50];
        for (int query = 0; query < 5; query++) {
            for (int key = 0; key < 5; key++) {
                kept[query * 5 + key] = key > query ? 0 : 1;
                mask[query * 5 + key] = key > query ? -1e4f : 0;
                mask[25 + query * 5 + key] = (key > query ? -1e4f : 0) + (key < 2 ? -1e4f : 0);
            }
        }
        NDArray padding =
                Ops.floats(manager, 0, 0, 0, 0, 0, -1e4f, -1e4f, 0, 0, 0).reshape(2, 1, 1, 5);
        same(List.of(q, k, v), () -> Ops.leftPaddedAttention(q, k, v, padding, 0.5, 0), () -> {
            NDArray scores = q.matMul(k.transpose(0, 1, 3, 2)).mul(constant(0.5f));
            return scores.mul(Ops.floats(manager, kept).reshape(1, 1, 5, 5))
                    .add(Ops.floats(manager, mask).reshape(2, 1, 5, 5))
                    .softmax(3)
                    .matMul(v);
        });
    }

    @Test
    void crossEntropySum() {
        NDArray logits = random(4, 6);
        NDArray targets = Ops.longs(manager, 1, 0, 5, 1);
        same(List.of(logits), () -> Ops.crossEntropySum(logits, targets), () -> logits.logSoftmax(1)
                .gather(targets.expandDims(1), 1)
                .sum()
                .neg());
    }

    @Test
    void tokenLogProbsAndEntropy() {
        NDArray logits = random(2, 3, 6);
        NDArray tokens = Ops.ids(manager, new long[][] {{1, 0, 5}, {2, 2, 4}});
        same(List.of(logits), () -> Ops.tokenLogProbs(logits, tokens), () -> logits.logSoftmax(2)
                .gather(tokens.expandDims(2), 2)
                .squeeze(2));
        same(List.of(logits), () -> Ops.entropy(logits), () -> {
            NDArray logProbs = logits.logSoftmax(2);
            return logProbs.exp().mul(logProbs).sum(new int[] {2}).neg();
        });
    }

    /** Rows of two prompts, in even and in ragged groups, against one attention per row over all that the row may see. */
    @Test
    void sharedAndOwnKeysInOneSoftmax() {
        for (int[] promptOfRow : new int[][] {{0, 0, 1, 1}, {0, 1, 1, 1}, {0, 0, 0, 2}}) {
            int prompts = 3;
            if (promptOfRow[3] == 1) {
                prompts = 2;
            }
            int rows = promptOfRow.length;
            NDArray q = random(rows, 2, 4);
            NDArray sharedKeys = random(prompts, 2, 6, 4);
            NDArray sharedValues = random(prompts, 2, 6, 4);
            NDArray ownKeys = random(rows, 2, 3, 4);
            NDArray ownValues = random(rows, 2, 3, 4);
            NDArray mask = manager.zeros(new Shape(prompts, 1, 1, 6), DataType.FLOAT32);
            Ops.setSlice(mask, manager.full(new Shape(prompts, 1, 1, 2), Ops.MASKED, DataType.FLOAT32), 3, 4);
            try (RowGroups groups = RowGroups.of(manager, promptOfRow, prompts)) {
                NDArray joint = Ops.jointAttention(q, sharedKeys, sharedValues, mask, ownKeys, ownValues, groups, 0.5);
                for (int row = 0; row < rows; row++) {
                    NDArray keys = NDArrays.concat(
                            new NDList(Ops.slice(row(sharedKeys, promptOfRow[row]), 2, 0, 4), row(ownKeys, row)), 2);
                    NDArray values = NDArrays.concat(
                            new NDList(Ops.slice(row(sharedValues, promptOfRow[row]), 2, 0, 4), row(ownValues, row)),
                            2);
                    NDArray expected = plainAttention(row(q, row).expandDims(2), keys, values, null, 0.5f);
                    assertClose(row(joint, row).flatten(), expected.flatten());
                }
                NDArray own = Ops.ownAttention(q, ownKeys, ownValues, constant(0), 0.5);
                assertClose(
                        row(own, 1).flatten(),
                        plainAttention(row(q, 1).expandDims(2), row(ownKeys, 1), row(ownValues, 1), null, 0.5f)
                                .flatten());
            }
        }
    }

    @Test
    void whatIsNotFiniteIsFound() {
        assertThat(Ops.allFinite(random(3, 3))).isTrue();
        assertThat(Ops.allFinite(Ops.floats(manager, 1, Float.NaN))).isFalse();
        assertThat(Ops.allFinite(Ops.floats(manager, 1, Float.NEGATIVE_INFINITY)))
                .isFalse();
    }

    private static NDArray row(NDArray x, int index) {
        return Ops.slice(x, 0, index, index + 1L);
    }

    private static NDArray plainAttention(NDArray q, NDArray k, NDArray v, NDArray mask, float scale) {
        NDArray factor = q.getManager().full(new Shape(), scale, DataType.FLOAT32);
        NDArray scores = q.matMul(k.transpose(0, 1, 3, 2)).mul(factor);
        return (mask == null ? scores : scores.add(mask)).softmax(3).matMul(v);
    }

    private NDArray random(long... shape) {
        return manager.randomNormal(0, 1, new Shape(shape), DataType.FLOAT32);
    }

    private NDArray constant(float value) {
        return manager.full(new Shape(), value, DataType.FLOAT32);
    }

    /** Values, and gradients of a weighted sum, with a garbage collection between forward and backward. */
    private void same(List<NDArray> inputs, Supplier<NDArray> operation, Supplier<NDArray> twin) {
        assertClose(operation.get(), twin.get());
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

    private static void assertClose(NDArray actual, NDArray expected) {
        assertThat(actual.getShape()).isEqualTo(expected.getShape());
        assertClose(actual.toFloatArray(), expected.toFloatArray());
    }

    private static void assertClose(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(2e-5f));
        }
    }
}
