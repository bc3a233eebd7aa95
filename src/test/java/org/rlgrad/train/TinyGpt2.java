package org.rlgrad.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.rlgrad.model.Gpt2;
import org.rlgrad.model.Gpt2Config;
import org.rlgrad.model.T5;
import org.rlgrad.model.T5Config;
import org.rlgrad.tensor.Dropout;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Parameters;
import org.rlgrad.tensor.Torch;

/** Models whose outputs of at most two tokens can all be listed. */
final class TinyGpt2 {
    static final int VOCABULARY = 5;
    static final int END = 4;

    private TinyGpt2() {}

    /** One layer with large random weights, so that its distributions are far from uniform. */
    static Gpt2 model(int seed) {
        Gpt2Config config = new Gpt2Config(VOCABULARY, 16, 8, 1, 2, 16, 1e-5, "gelu_new", Dropout.NONE);
        return new Gpt2(config, weights(Gpt2.declare(config), seed));
    }

    /** A T5 of the same tokens. */
    static T5 t5(int seed) {
        T5Config config = new T5Config(VOCABULARY, 8, 4, 2, 16, 1, 1, 4, 8, 1e-6, "relu", true, false, 0, Dropout.NONE);
        return new T5(config, weights(T5.declare(config), seed));
    }

    private static Parameters weights(Map<String, Shape> shapes, int seed) {
        Parameters parameters = new Parameters(Torch.newManager(Device.cpu()));
        SplittableRandom random = new SplittableRandom(seed);
        shapes.forEach((name, shape) -> {
            boolean norm = name.contains("ln") || name.contains("layer_norm");
            float[] values = Episodes.normal(random, (int) shape.size(), norm ? 0.2 : 0.6);
            for (int i = 0; i < values.length && norm && name.endsWith("weight"); i++) {
                values[i] += 1;
            }
            NDArray flat = Ops.floats(parameters.manager(), values);
            parameters.put(name, flat.reshape(shape));
            flat.close();
        });
        return parameters;
    }

    /** The end at once, or any first token and then any second one. */
    static List<int[]> outputs() {
        List<int[]> outputs = new ArrayList<>(List.of(new int[] {END}));
        for (int first = 0; first < VOCABULARY; first++) {
            for (int second = 0; second < VOCABULARY && first != END; second++) {
                outputs.add(new int[] {first, second});
            }
        }
        return outputs;
    }
}
