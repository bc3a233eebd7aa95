package org.rlgrad.benchmark;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Map;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.model.Gpt2;
import org.rlgrad.model.Gpt2Config;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.model.T5;
import org.rlgrad.model.T5Config;
import org.rlgrad.tensor.Dropout;
import org.rlgrad.tensor.Parameters;
import org.rlgrad.tensor.Torch;

/** Models of the published sizes, with random weights or from a folder. */
final class BenchmarkModel {
    static final Gpt2Config GPT2_SMALL =
            new Gpt2Config(50257, 1024, 768, 12, 12, 3072, 1e-5, "gelu_new", new Dropout(0.1, 0.1, 0.1));
    static final T5Config T5_BASE = new T5Config(
            32128, 768, 64, 12, 3072, 12, 12, 32, 128, 1e-6, "relu", true, true, 0, new Dropout(0.1, 0.1, 0.1));

    private BenchmarkModel() {}

    static LanguageModel of(
            Workload.Architecture architecture, Device device, Map<Workload.Architecture, Path> folders) {
        ModelType type = architecture == Workload.Architecture.T5_BASE ? ModelType.SEQ2SEQ : ModelType.CAUSAL;
        if (folders.containsKey(architecture)) {
            return LanguageModel.load(folders.get(architecture), type, device);
        }
        return switch (architecture) {
            case GPT2_SMALL -> gpt2(GPT2_SMALL, device);
            case T5_BASE -> t5(T5_BASE, device);
        };
    }

    /** Of the same kind, but two layers of 32 numbers. */
    static LanguageModel tiny(Workload.Architecture architecture, Device device) {
        Dropout dropout = new Dropout(0.1, 0.1, 0.1);
        return switch (architecture) {
            case GPT2_SMALL -> gpt2(new Gpt2Config(300, 128, 32, 2, 2, 64, 1e-5, "gelu_new", dropout), device);
            case T5_BASE ->
                t5(new T5Config(300, 32, 16, 2, 64, 2, 2, 8, 32, 1e-6, "relu", true, true, 0, dropout), device);
        };
    }

    private static Gpt2 gpt2(Gpt2Config config, Device device) {
        return new Gpt2(config, random(Gpt2.declare(config), device));
    }

    private static T5 t5(T5Config config, Device device) {
        return new T5(config, random(T5.declare(config), device));
    }

    private static Parameters random(Map<String, Shape> shapes, Device device) {
        NDManager manager = Torch.newManager(device);
        Parameters parameters = new Parameters(manager);
        shapes.forEach((name, shape) -> parameters.put(
                name,
                shape.dimension() == 1
                        ? manager.ones(shape)
                        : manager.randomNormal(0, 0.02f, shape, DataType.FLOAT32)));
        return parameters;
    }
}
