package org.rlgrad.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rlgrad.GoldenTensors;
import org.rlgrad.Goldens;

/** Clipping by the global norm, by hand and against PyTorch. */
class ClippingTest {
    private Parameters parameters;

    @BeforeEach
    void open() {
        parameters = new Parameters(Torch.newManager(Device.cpu()));
    }

    @AfterEach
    void close() {
        parameters.close();
    }

    /** Gradients of any values: those of the sum of parameters times these values. */
    private Gradients gradients(List<NDArray> values) {
        for (int i = 0; i < values.size(); i++) {
            parameters.put("p" + i, parameters.manager().ones(values.get(i).getShape()));
        }
        parameters.requireGradients();
        NDArray loss = Torch.recording(() -> {
            NDArray sum = parameters.manager().zeros(new Shape());
            for (int i = 0; i < values.size(); i++) {
                sum = sum.add(parameters.get("p" + i).mul(values.get(i)).sum());
            }
            return sum;
        });
        return Gradients.of(loss, parameters);
    }

    @Test
    void scalesOnlyDownwards() {
        Gradients gradients =
                gradients(List.of(Ops.floats(parameters.manager(), 3), Ops.floats(parameters.manager(), 0, -4)));
        assertThat(gradients.clip(5.1).getFloat()).isEqualTo(5);
        assertThat(gradients.arrays()[1].toFloatArray()).containsExactly(0, -4);
        assertThat(gradients.clip(2.5).getFloat()).isEqualTo(5);
        assertThat(gradients.arrays()[0].getFloat(0)).isCloseTo(1.5f, within(1e-6f));
        assertThat(gradients.arrays()[1].getFloat(1)).isCloseTo(-2f, within(1e-6f));
    }

    @Test
    void agreesWithPyTorch() throws IOException {
        GoldenTensors golden = new GoldenTensors(Goldens.golden("ppo/clip_grad_norm.safetensors"));
        JsonNode cases = Goldens.json("ppo/clip_grad_norm.json");
        assertThat(cases).hasSize(3);
        for (JsonNode item : cases) {
            close();
            open();
            String name = "case" + item.get("case").intValue();
            Gradients gradients = gradients(List.of(
                    array(golden, name + "/grad0"), array(golden, name + "/grad1"), array(golden, name + "/grad2")));
            float expected = item.get("total_norm").floatValue();
            assertThat(gradients.clip(item.get("max_norm").doubleValue()).getFloat())
                    .isCloseTo(expected, within(1e-6f * expected));
            for (int i = 0; i < 3; i++) {
                float[] clipped = golden.floats(name + "/clipped" + i);
                float[] actual = gradients.arrays()[i].toFloatArray();
                assertThat(actual)
                        .hasSameSizeAs(clipped)
                        .usingComparatorWithPrecision(1e-6f)
                        .containsExactly(clipped);
            }
        }
    }

    private NDArray array(GoldenTensors golden, String name) {
        return Ops.floats(parameters.manager(), golden.floats(name)).reshape(new Shape(golden.shape(name)));
    }
}
