package org.rlgrad.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rlgrad.random.TorchRandom;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Parameters;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/** The residual network: its initialisation, and what the three ways to normalise do to outputs and running statistics. */
class ResNet18Test extends TorchTest {

    @Test
    void parameterCountAndDistribution() {
        try (ResNet18 model = ResNet18.initialized(3, 10, new TorchRandom(7), Device.cpu())) {
            assertThat(model.parameters().size()).isEqualTo(11_181_642);
            assertThat(model.parameters().names()).hasSize(62);
            assertThat(model.buffers().size()).isEqualTo(2 * 4800);
            for (String name : model.parameters().names()) {
                NDArray value = model.parameters().get(name);
                Shape shape = value.getShape();
                Sample sample = Sample.of(value);
                if (name.startsWith("fc.")) {
                    assertThat(sample.largest()).isLessThanOrEqualTo(1 / Math.sqrt(512));
                } else if (shape.dimension() == 4) {
                    double std = Math.sqrt(2.0 / (shape.get(0) * shape.get(2) * shape.get(3)));
                    assertThat(sample.std()).as(name).isCloseTo(std, within(5 * std / Math.sqrt(2.0 * sample.count())));
                    assertThat(sample.mean()).as(name).isCloseTo(0, within(5 * std / Math.sqrt(sample.count())));
                } else {
                    assertThat(sample.std()).as(name).isZero();
                    assertThat(sample.mean()).as(name).isEqualTo(name.endsWith("weight") ? 1 : 0);
                }
            }
            model.buffers().names().forEach(name -> assertThat(
                            Sample.of(model.buffers().get(name)))
                    .isEqualTo(Sample.of(Ops.floats(manager, name.endsWith("mean") ? 0 : 1)
                            .broadcast(model.buffers().get(name).getShape()))));
        }
    }

    /** Numbers from PyTorch after {@code manual_seed(111)}, torchvision's network and a new final layer of ten outputs. */
    @Test
    void drawsAsTorchvisionDoes() {
        try (ResNet18 model = ResNet18.initialized(3, 10, new TorchRandom(111), Device.cpu())) {
            starts(model, "conv1.weight", -0.0279551279, -0.0189284515, 0.0171313901);
            starts(model, "layer2.0.downsample.0.weight", -0.2005619556, -0.0265107416, -0.0919689760);
            starts(model, "layer4.1.conv2.weight", -0.0118685691, -0.0089930790, 0.0128678223);
            starts(model, "fc.weight", -0.0350049660, -0.0249250345, 0.0171274301);
            starts(model, "fc.bias", -0.0026319178, 0.0167478882, 0.0382247455);
        }
    }

    private static void starts(ResNet18 model, String name, double... expected) {
        float[] values = model.parameters().get(name).toFloatArray();
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) values[i]).as("%s[%d]", name, i).isCloseTo(expected[i], within(1e-6));
        }
    }

    @Test
    void batchStatisticsWithAndWithoutUpdate() {
        try (ResNet18 model = ResNet18.initialized(3, 10, new TorchRandom(7), Device.cpu())) {
            NDArray x = images(3);
            List<float[]> before = values(model.buffers());
            float[] keeping = logits(model, x, BatchNorm.TRAIN_KEEPING);
            assertThat(values(model.buffers())).usingRecursiveComparison().isEqualTo(before);
            float[] updating = logits(model, x, BatchNorm.TRAIN);
            assertThat(updating).containsExactly(keeping);
            List<float[]> after = values(model.buffers());
            for (int i = 0; i < before.size(); i++) {
                assertThat(after.get(i)).isNotEqualTo(before.get(i));
            }
            assertThat(logits(model, x, BatchNorm.EVALUATE)).isNotEqualTo(keeping);
            assertThat(values(model.buffers())).usingRecursiveComparison().isEqualTo(after);
        }
    }

    @Test
    void evaluationTakesEachImageByItself() {
        try (ResNet18 model = ResNet18.initialized(3, 10, new TorchRandom(7), Device.cpu())) {
            NDArray x = images(3);
            logits(model, x, BatchNorm.TRAIN);
            float[] together = logits(model, x, BatchNorm.EVALUATE);
            float[] alone = logits(model, Ops.slice(x, 0, 1, 2), BatchNorm.EVALUATE);
            for (int i = 0; i < 10; i++) {
                assertThat(alone[i]).isCloseTo(together[10 + i], within(1e-4f));
            }
        }
    }

    @Test
    void aSingleImageHasNoBatchStatistics() {
        try (ResNet18 model = ResNet18.initialized(1, 4, new TorchRandom(7), Device.cpu())) {
            List<float[]> before = values(model.buffers());
            NDArray x =
                    Ops.floats(manager, new TorchRandom(2).normal(0, 1, 1024)).reshape(1, 1, 32, 32);
            for (BatchNorm mode : List.of(BatchNorm.TRAIN, BatchNorm.TRAIN_KEEPING)) {
                assertThatThrownBy(() -> model.logits(x, mode)).isInstanceOf(IllegalArgumentException.class);
            }
            assertThat(values(model.buffers())).usingRecursiveComparison().isEqualTo(before);
            assertThat(logits(model, x, BatchNorm.EVALUATE)).hasSize(4);
        }
    }

    @Test
    void aLoopLeaksNothing() {
        try (ResNet18 model = ResNet18.initialized(3, 10, new TorchRandom(7), Device.cpu())) {
            NDArray x = images(2);
            int parameters = model.parameters().liveArrays();
            int buffers = model.buffers().liveArrays();
            int inputs = manager.getManagedArrays().size();
            for (int i = 0; i < 3; i++) {
                logits(model, x, BatchNorm.TRAIN);
            }
            assertThat(model.parameters().liveArrays()).isEqualTo(parameters);
            assertThat(model.buffers().liveArrays()).isEqualTo(buffers);
            assertThat(manager.getManagedArrays()).hasSize(inputs);
        }
    }

    private NDArray images(int count) {
        return Ops.floats(manager, new TorchRandom(2).normal(0, 1, count * 3072))
                .reshape(count, 3, 32, 32);
    }

    private static float[] logits(ResNet18 model, NDArray x, BatchNorm mode) {
        return Torch.noGrad(() -> Scopes.step(() -> model.logits(x, mode).toFloatArray()));
    }

    private static List<float[]> values(Parameters parameters) {
        List<float[]> values = new ArrayList<>();
        parameters.values().forEach(value -> values.add(value.toFloatArray()));
        return values;
    }
}
