package org.rlgrad.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import org.rlgrad.GoldenTensors;
import org.rlgrad.random.NumpyRandomState;
import org.rlgrad.random.TorchRandom;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Scopes;

/** The network that the golden ResNet18 runs start from: one NumPy generator through the state dictionary. */
public final class GoldenResNet18 {
    private GoldenResNet18() {}

    /**
     * @param data holds some of the tensors, to compare with
     * @param runs holds the seed and the names in order
     */
    public static ResNet18 make(GoldenTensors data, JsonNode runs) {
        ResNet18 model = ResNet18.initialized(3, 10, new TorchRandom(1), Device.cpu());
        NumpyRandomState random =
                new NumpyRandomState(runs.path("init").path("numpy_seed").longValue());
        for (JsonNode entry : runs.path("state_dict_order")) {
            String name = entry.get(0).textValue();
            if (name.endsWith("num_batches_tracked") || name.contains("running_")) {
                continue; // fresh buffers are 0 and 1 already
            }
            NDArray target = model.parameters().get(name);
            float[] values = values(random, name, target.getShape());
            if (data.has("init/" + name)) {
                assertThat(values).as(name).containsExactly(data.floats("init/" + name), within(1e-7f));
            }
            Scopes.step(() -> {
                Ops.assign(target, Ops.floats(target.getManager(), values).reshape(target.getShape()));
                return null;
            });
        }
        return model;
    }

    private static float[] values(NumpyRandomState random, String name, Shape shape) {
        boolean vector = shape.dimension() == 1;
        boolean scale = vector && name.endsWith("weight");
        double spread = vector ? scale ? 0.2 : 0.1 : Math.sqrt(6.0 / (shape.size() / (double) shape.get(0)));
        float[] values = new float[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((scale ? 1 : 0) + spread * (2 * random.randomSample() - 1));
        }
        return values;
    }
}
