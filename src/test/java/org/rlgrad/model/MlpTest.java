package org.rlgrad.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rlgrad.GoldenTensors;
import org.rlgrad.Goldens;
import org.rlgrad.random.TorchRandom;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Parameters;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/** The perceptron: its initialisation, its logits against the reference's, its gradient against finite differences. */
class MlpTest extends TorchTest {

    @Test
    void theReferencesLogits() {
        GoldenTensors golden = new GoldenTensors(Goldens.golden("controlled/mlp_data_init.safetensors"));
        try (Mlp model = Mlp.initialized(784, List.of(250, 100), 10, new TorchRandom(1), Device.cpu())) {
            for (String name : model.parameters().names()) {
                NDArray target = model.parameters().get(name);
                assertThat(golden.shape("init/" + name))
                        .isEqualTo(target.getShape().getShape());
                Ops.assign(
                        target,
                        Ops.floats(manager, golden.floats("init/" + name)).reshape(target.getShape()));
            }
            NDArray x = Ops.floats(manager, golden.floats("x")).reshape(256, 1, 28, 28);
            float[] logits = model.logits(x).toFloatArray();
            float[] expected = golden.floats("init_logits");
            assertThat(logits).hasSameSizeAs(expected);
            for (int i = 0; i < logits.length; i++) {
                assertThat(logits[i]).isCloseTo(expected[i], within(2e-5f));
            }
        }
    }

    /** The plans' model: 222,360 parameters, each uniform within 1/sqrt(inputs). */
    @Test
    void parameterCountAndRanges() {
        try (Mlp model = Mlp.initialized(784, List.of(250, 100), 10, new TorchRandom(111), Device.cpu())) {
            Parameters parameters = model.parameters();
            assertThat(parameters.size()).isEqualTo(222_360);
            assertThat(parameters.names())
                    .containsExactly(
                            "hidden_layers_sequential.0.weight",
                            "hidden_layers_sequential.0.bias",
                            "hidden_layers_sequential.2.weight",
                            "hidden_layers_sequential.2.bias",
                            "output_layer.weight",
                            "output_layer.bias");
            int[] inputs = {784, 784, 250, 250, 100, 100};
            int layer = 0;
            for (NDArray value : parameters.values()) {
                Sample sample = Sample.of(value);
                double bound = 1 / Math.sqrt(inputs[layer++]);
                assertThat(sample.largest()).isLessThanOrEqualTo(bound);
                if (sample.count() >= 1000) {
                    assertThat(sample.largest()).isGreaterThan(0.99 * bound);
                    assertThat(sample.mean()).isCloseTo(0, within(5 * bound / Math.sqrt(3.0 * sample.count())));
                    assertThat(sample.std()).isCloseTo(bound / Math.sqrt(3), within(0.05 * bound));
                }
            }
        }
    }

    /** PyTorch's own draws for {@code Linear(6, 4)} after {@code manual_seed}. */
    @ParameterizedTest
    @ValueSource(ints = {0, 42, 111})
    void drawsAsTorchDoes(int seed) {
        GoldenTensors golden = new GoldenTensors(Goldens.shipped("rng/torch_cpu.safetensors"));
        try (Mlp model = Mlp.initialized(6, List.of(), 4, new TorchRandom(seed), Device.cpu())) {
            for (String part : List.of("weight", "bias")) {
                float[] expected = golden.floats(seed + "/linear_6_4_" + part);
                float[] drawn = model.parameters().get("output_layer." + part).toFloatArray();
                assertThat(drawn).hasSameSizeAs(expected);
                for (int i = 0; i < drawn.length; i++) {
                    assertThat(drawn[i]).isCloseTo(expected[i], within(1e-7f));
                }
            }
        }
    }

    /** Numbers from PyTorch after {@code manual_seed(111)}: {@code Linear(784, 250)}, {@code (250, 100)}, {@code (100, 10)}. */
    @Test
    void drawsLayerAfterLayer() {
        try (Mlp model = Mlp.initialized(784, List.of(250, 100), 10, new TorchRandom(111), Device.cpu())) {
            Parameters parameters = model.parameters();
            float[] first = parameters.get("hidden_layers_sequential.0.weight").toFloatArray();
            float[] second = parameters.get("hidden_layers_sequential.2.weight").toFloatArray();
            float[] last = parameters.get("output_layer.bias").toFloatArray();
            assertThat((double) first[0]).isCloseTo(0.0153975664, within(1e-8));
            assertThat((double) second[0]).isCloseTo(-0.0483155847, within(1e-8));
            assertThat((double) last[9]).isCloseTo(0.0470572822, within(1e-8));
        }
    }

    /** A network small enough to compute on paper: one hidden unit is off, so only the other reaches the output. */
    @Test
    void logitsByHand() {
        try (Parameters parameters = new Parameters(Torch.newManager(Device.cpu()))) {
            put(parameters, "hidden_layers_sequential.0.weight", new Shape(2, 2), 1, 2, -1, -1);
            put(parameters, "hidden_layers_sequential.0.bias", new Shape(2), 0.5f, 1);
            put(parameters, "output_layer.weight", new Shape(2, 2), 2, 100, -3, 100);
            put(parameters, "output_layer.bias", new Shape(2), 0.25f, 0);
            Mlp model = new Mlp(parameters);
            NDArray x = Ops.floats(manager, 1, 1).reshape(1, 1, 2, 1);
            assertThat(model.logits(x).toFloatArray()).containsExactly(7.25f, -10.5f);
        }
    }

    @Test
    void gradientsByFiniteDifferences() {
        try (Mlp model = Mlp.initialized(5, List.of(7, 4), 3, new TorchRandom(2), Device.cpu())) {
            float[] inputs = new TorchRandom(3).normal(0, 1, 20);
            model.parameters().requireGradients();
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray loss = loss(model, inputs);
                System.gc();
                collector.backward(loss);
            }
            for (String name : model.parameters().names()) {
                NDArray parameter = model.parameters().get(name);
                float[] gradient = parameter.getGradient().toFloatArray();
                float[] values = parameter.toFloatArray();
                for (int i = 0; i < values.length; i += 3) {
                    double slope = (lossAt(model, inputs, parameter, values, i, 1e-2f)
                                    - lossAt(model, inputs, parameter, values, i, -1e-2f))
                            / 2e-2;
                    assertThat((double) gradient[i]).as("%s[%d]", name, i).isCloseTo(slope, within(1e-3));
                }
                Ops.assign(parameter, Ops.floats(manager, values).reshape(parameter.getShape()));
            }
        }
    }

    @Test
    void aLoopLeaksNothing() {
        try (Mlp model = Mlp.initialized(5, List.of(7), 3, new TorchRandom(2), Device.cpu())) {
            float[] inputs = new TorchRandom(3).normal(0, 1, 20);
            Scopes.step(() -> loss(model, inputs).getFloat());
            int before = model.parameters().liveArrays();
            for (int i = 0; i < 20; i++) {
                Scopes.step(() -> loss(model, inputs).getFloat());
            }
            assertThat(model.parameters().liveArrays()).isEqualTo(before);
        }
    }

    private double lossAt(Mlp model, float[] inputs, NDArray parameter, float[] values, int index, float step) {
        float[] moved = values.clone();
        moved[index] += step;
        Ops.assign(parameter, Ops.floats(manager, moved).reshape(parameter.getShape()));
        return Torch.noGrad(() -> loss(model, inputs).getFloat());
    }

    /** Cross entropy of four inputs of five numbers. */
    private NDArray loss(Mlp model, float[] inputs) {
        NDArray x = Ops.floats(manager, inputs).reshape(4, 5);
        return Ops.tokenLogProbs(model.logits(x), Ops.longs(manager, 0, 2, 1, 2))
                .mean()
                .neg();
    }

    private void put(Parameters parameters, String name, Shape shape, float... values) {
        parameters.put(name, Ops.floats(manager, values).reshape(shape));
    }
}
