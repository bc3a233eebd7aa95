package org.rlgrad.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.TorchScriptModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rlgrad.GoldenTensors;
import org.rlgrad.Goldens;

/** libtorch's CPU generator gives the streams that PyTorch gives: what initialisations will be drawn from. */
class TorchRandomTest {
    private static final String MULTINOMIAL =
            """
            class M(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              def multinomial(self: __torch__.M, p: Tensor) -> Tensor:
                return torch.multinomial(p, 1)
            """;

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 42, 111, 192})
    void streams(int seed) throws IOException {
        GoldenTensors golden = new GoldenTensors(Goldens.shipped("rng/torch_cpu.safetensors"));
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            Engine engine = Engine.getInstance();
            engine.setRandomSeed(seed);
            close(golden, seed + "/rand_4x5", manager.randomUniform(0, 1, new Shape(4, 5), DataType.FLOAT32));
            close(golden, seed + "/randn_3", manager.randomNormal(0, 1, new Shape(3), DataType.FLOAT32));
            close(golden, seed + "/randn_40", manager.randomNormal(0, 1, new Shape(40), DataType.FLOAT32));
            engine.setRandomSeed(seed);
            assertThat(manager.randomPermutation(1000).toLongArray()).isEqualTo(longs(golden, seed + "/randperm_1000"));
            assertThat(manager.randomInteger(0, 5, new Shape(100), DataType.INT64)
                            .toLongArray())
                    .isEqualTo(longs(golden, seed + "/randint_0_5_100"));
            engine.setRandomSeed(seed);
            TorchScriptModule module = TorchScriptOps.compile(MULTINOMIAL.getBytes(StandardCharsets.UTF_8));
            PtNDArray probabilities = (PtNDArray) Ops.floats(manager, golden.floats(seed + "/multinomial_probs"))
                    .reshape(3, 4);
            for (long[] expected : golden.longRows(seed + "/multinomial")) {
                assertThat(module.call(probabilities.getManager(), "multinomial", probabilities)
                                .toLongArray())
                        .isEqualTo(expected);
            }
            engine.setRandomSeed(seed);
            float bound = (float) (1 / Math.sqrt(6)); // Linear(6, 4): both uniform in +-1/sqrt(inputs)
            close(golden, seed + "/linear_6_4_weight", manager.randomUniform(-bound, bound, new Shape(4, 6)));
            close(golden, seed + "/linear_6_4_bias", manager.randomUniform(-bound, bound, new Shape(4)));
        }
    }

    private static long[] longs(GoldenTensors golden, String name) {
        return golden.longRows(name)[0];
    }

    private static void close(GoldenTensors golden, String name, NDArray actual) {
        float[] expected = golden.floats(name);
        float[] values = actual.toFloatArray();
        for (int i = 0; i < expected.length; i++) {
            assertThat(values[i]).as("%s at %d", name, i).isCloseTo(expected[i], within(1e-6f));
        }
    }
}
