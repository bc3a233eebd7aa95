package org.rlgrad.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import org.junit.jupiter.api.Test;

/** Gradients as vectors: of a . x + b . y they are (a, b). */
class GradientsTest {
    private static Parameters parameters() {
        Parameters parameters = new Parameters(Torch.newManager(Device.cpu()));
        parameters.put("x", Ops.floats(parameters.manager(), 1, 2, 3, 4).reshape(2, 2));
        parameters.put("y", Ops.floats(parameters.manager(), 5));
        parameters.requireGradients();
        return parameters;
    }

    private static Gradients gradient(Parameters parameters, float... direction) {
        NDArray scalar = Torch.recording(() -> {
            NDArray x = Ops.floats(parameters.manager(), direction[0], direction[1], direction[2], direction[3])
                    .reshape(2, 2);
            NDArray y = Ops.floats(parameters.manager(), direction[4]);
            return parameters
                    .get("x")
                    .mul(x)
                    .sum()
                    .add(parameters.get("y").mul(y).sum());
        });
        return Gradients.of(scalar, parameters);
    }

    @Test
    void scalarProduct() {
        try (Parameters parameters = parameters()) {
            Scopes.step(() -> {
                Gradients a = gradient(parameters, 1, 0, -2, 3, 4);
                Gradients b = gradient(parameters, 0.5f, 9, 1, 2, -1);
                assertThat(a.dot(b)).isCloseTo(0.5 - 2 + 6 - 4, within(1e-6));
                assertThat(b.dot(a)).isEqualTo(a.dot(b));
                assertThat(Math.sqrt(a.dot(a))).isCloseTo(a.norm().getFloat(), within(1e-5));
                assertThat(a.onHost().dot(b.onHost())).isEqualTo(a.dot(b));
                return null;
            });
        }
    }

    /** The base stays as it is, and a second step starts from it again. */
    @Test
    void displacement() {
        try (Parameters base = parameters();
                Parameters moved = base.copy()) {
            Scopes.step(() -> {
                Gradients direction = gradient(base, 1, 0, -2, 3, 4);
                direction.displace(base, 100, moved);
                direction.displace(base, -0.5, moved);
                return null;
            });
            assertThat(moved.get("x").toFloatArray()).containsExactly(0.5f, 2, 4, 2.5f);
            assertThat(moved.get("y").toFloatArray()).containsExactly(3);
            assertThat(base.get("x").toFloatArray()).containsExactly(1, 2, 3, 4);
        }
    }
}
