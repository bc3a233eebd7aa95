package org.rlgrad.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Gradients against closed forms, and the fused updates against the papers' formulas in double precision. */
class OptimizerTest {
    private static final double[] A = {1.5, -2, 0.25};
    private static final double[] B = {0.5, 3};

    private Parameters parameters;

    @BeforeEach
    void open() {
        parameters = new Parameters(Torch.newManager(Device.cpu()));
        parameters.put("a", floats(A));
        parameters.put("b", floats(B));
        parameters.requireGradients();
    }

    @AfterEach
    void close() {
        parameters.close();
    }

    private NDArray floats(double... values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return Ops.floats(parameters.manager(), floats);
    }

    /** sum a^3 + 2 sum b^2: its gradient is 3 a^2 and 4 b. The collector runs between forward and backward. */
    private Gradients gradients() {
        NDArray a = parameters.get("a");
        NDArray b = parameters.get("b");
        NDArray loss = Torch.recording(
                () -> a.mul(a).mul(a).sum().add(Ops.scale(b.mul(b).sum(), 2)));
        System.gc();
        return Gradients.of(loss, parameters);
    }

    private static <T> T scope(Supplier<T> body) {
        return Scopes.step(body);
    }

    @Test
    void gradientAndNorms() {
        double expected = 0;
        for (double a : A) {
            expected += Math.pow(3 * a * a, 2);
        }
        for (double b : B) {
            expected += Math.pow(4 * b, 2);
        }
        double norm = scope(() -> (double) gradients().norm().getFloat());
        assertThat(norm).isCloseTo(Math.sqrt(expected), within(1e-5));
        double weights = scope(() -> (double) Gradients.norm(parameters).getFloat());
        assertThat(weights).isCloseTo(Math.sqrt(1.5 * 1.5 + 4 + 0.0625 + 0.25 + 9), within(1e-6));
    }

    @Test
    void mixIsALinearCombination() {
        float[] mixed = scope(() -> {
            Gradients one = gradients();
            one.mix(0.25, gradients(), 3);
            return one.arrays()[1].toFloatArray();
        });
        assertThat(mixed[1]).isCloseTo(3.25f * 12, within(1e-5f));
    }

    @Test
    void sgdFollowsTheFormula() {
        Optimizer optimizer = new Sgd(parameters, 0.1);
        double[] w = B.clone();
        for (int step = 0; step < 3; step++) {
            scope(() -> {
                optimizer.step(gradients(), 0.01);
                return 0;
            });
            for (int i = 0; i < w.length; i++) {
                w[i] -= 0.01 * (4 * w[i] + 0.1 * w[i]);
            }
        }
        assertThat(parameters.get("b").toFloatArray()[0]).isCloseTo((float) w[0], within(1e-6f));
        assertThat(parameters.get("b").toFloatArray()[1]).isCloseTo((float) w[1], within(1e-6f));
    }

    @Test
    void adamFollowsTheFormula() {
        Optimizer optimizer = new Adam(parameters, 0.1);
        double[] w = A.clone();
        double[] m = new double[3];
        double[] v = new double[3];
        int live = 0;
        for (int step = 1; step <= 5; step++) {
            scope(() -> {
                optimizer.step(gradients(), 0.01);
                return 0;
            });
            for (int i = 0; i < w.length; i++) {
                double g = 3 * w[i] * w[i] + 0.1 * w[i];
                m[i] = 0.9 * m[i] + 0.1 * g;
                v[i] = 0.999 * v[i] + 0.001 * g * g;
                double corrected = m[i] / (1 - Math.pow(0.9, step));
                w[i] -= 0.01 * corrected / (Math.sqrt(v[i] / (1 - Math.pow(0.999, step))) + 1e-8);
            }
            if (step == 2) {
                live = parameters.liveArrays();
            }
        }
        for (int i = 0; i < w.length; i++) {
            assertThat(parameters.get("a").toFloatArray()[i]).isCloseTo((float) w[i], within(1e-6f));
        }
        assertThat(parameters.liveArrays()).isEqualTo(live);
        assertThat(List.copyOf(optimizer.state().keySet()))
                .containsExactly("exp_avg.a", "exp_avg.b", "exp_avg_sq.a", "exp_avg_sq.b", "step.a", "step.b");
        assertThat(optimizer.state().get("step.b").getFloat()).isEqualTo(5);
    }
}
