package org.rlgrad.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rlgrad.GoldenTensors;
import org.rlgrad.Goldens;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/** The residual network against torchvision's in the reference's trainer: names and logits. Training is compared in the trainer's own test. */
class ResNet18GoldenTest extends TorchTest {
    private GoldenTensors data;
    private JsonNode runs;
    private ResNet18 model;
    private float[] x;

    @BeforeEach
    void open() throws IOException {
        data = new GoldenTensors(Goldens.golden("controlled/resnet18_data.safetensors"));
        runs = Goldens.json("controlled/resnet18_runs.json");
        x = data.floats("x");
        model = GoldenResNet18.make(data, runs);
    }

    @AfterEach
    void closeModel() {
        if (model != null) {
            model.close();
        }
    }

    @Test
    void namesInOrder() {
        int parameter = 0;
        int buffer = 0;
        for (JsonNode entry : runs.path("state_dict_order")) {
            String name = entry.get(0).textValue();
            if (name.contains("running_")) {
                assertThat(model.buffers().names().toArray()[buffer++]).isEqualTo(name);
            } else if (!name.endsWith("num_batches_tracked")) {
                assertThat(model.parameters().names().toArray()[parameter++]).isEqualTo(name);
            }
        }
        assertThat(parameter).isEqualTo(model.parameters().names().size());
        assertThat(buffer).isEqualTo(model.buffers().names().size());
    }

    @Test
    void initialLogits() {
        for (BatchNorm mode : List.of(BatchNorm.TRAIN_KEEPING, BatchNorm.EVALUATE, BatchNorm.TRAIN)) {
            String way = mode == BatchNorm.EVALUATE ? "eval" : "train";
            float[] logits = Torch.noGrad(() ->
                    Scopes.step(() -> model.logits(images(range(0, 48)), mode).toFloatArray()));
            assertClose(mode.name(), logits, data.floats("init_logits_" + way + "_mode"), 1e-4);
        }
    }

    private NDArray images(int[] rows) {
        float[] chosen = new float[rows.length * 3072];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(x, rows[i] * 3072, chosen, i * 3072, 3072);
        }
        return Ops.floats(manager, chosen).reshape(rows.length, 3, 32, 32);
    }

    private static int[] range(int from, int to) {
        return IntStream.range(from, to).toArray();
    }

    private static void assertClose(String name, float[] actual, float[] expected, double relative) {
        float largest = 0;
        for (float e : expected) {
            largest = Math.max(largest, Math.abs(e));
        }
        assertThat(actual).as(name).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).as("%s[%d]", name, i).isCloseTo(expected[i], within(relative * largest));
        }
    }
}
