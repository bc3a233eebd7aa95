package org.rlgrad.model;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.rlgrad.random.TorchRandom;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Parameters;
import org.rlgrad.tensor.Scopes;

/** Fills a new model's parameters, in the order of the calls, from PyTorch's generator and by its rules. */
final class Initializer {
    private static final double ENCODER_STD = 0.02;

    private final Parameters parameters;
    private final TorchRandom random;

    Initializer(Parameters parameters, TorchRandom random) {
        this.parameters = parameters;
        this.random = random;
    }

    /** {@code torch.nn.Linear}'s own: weight {@code [outputs, inputs]}, then bias, uniform within 1/sqrt(inputs) of 0. */
    void linear(String name, int inputs, int outputs) {
        double bound = 1 / Math.sqrt(inputs);
        put(name + ".weight", new Shape(outputs, inputs), random.uniform(-bound, bound, inputs * outputs));
        put(name + ".bias", new Shape(outputs), random.uniform(-bound, bound, outputs));
    }

    /** Normal with mean 0. */
    void normal(String name, Shape shape, double std) {
        put(name, shape, random.normal(0, std, Math.toIntExact(shape.size())));
    }

    /** One value everywhere; draws nothing. */
    void fill(String name, Shape shape, float value) {
        float[] values = new float[Math.toIntExact(shape.size())];
        Arrays.fill(values, value);
        put(name, shape, values);
    }

    /** A BERT-like classifier as transformers does it: see {@link SequenceClassifier#initialized}. */
    void encoder(EncoderConfig config) {
        EncoderNames.of(config.family()).declare(config).forEach((name, shape) -> {
            if (name.endsWith("word_embeddings.weight")) {
                float[] words = random.normal(0, ENCODER_STD, Math.toIntExact(shape.size()));
                int padding = config.paddingId() * config.width();
                Arrays.fill(words, padding, padding + config.width(), 0);
                put(name, shape, words);
            } else if (shape.dimension() == 2) {
                normal(name, shape, ENCODER_STD);
            } else {
                fill(name, shape, name.endsWith(".weight") ? 1 : 0);
            }
        });
    }

    /**
     * GPT-2 as transformers does it: normal weights, of which those that end a residual branch are smaller by the root of the
     * number of branches (Radford et al. 2019, section 2.3); biases 0.
     */
    void gpt2(Gpt2Config config, double std) {
        Gpt2.declare(config).forEach((name, shape) -> {
            if (shape.dimension() == 2) {
                normal(name, shape, name.endsWith("c_proj.weight") ? std / Math.sqrt(2.0 * config.layers()) : std);
            } else {
                fill(name, shape, name.endsWith(".weight") ? 1 : 0);
            }
        });
    }

    /** T5 as transformers does it, which is as Mesh TensorFlow does: each matrix by the width of what it reads. */
    void t5(T5Config config, double factor) {
        T5.declare(config).forEach((name, shape) -> {
            if (shape.dimension() == 2) {
                normal(name, shape, factor * t5Std(name, config));
            } else {
                fill(name, shape, (float) factor);
            }
        });
    }

    private static double t5Std(String name, T5Config config) {
        String layer = name.substring(name.lastIndexOf('.', name.length() - ".weight".length() - 1) + 1);
        return switch (layer) {
            case "shared.weight", "lm_head.weight" -> 1;
            // attention is not scaled: the queries are
            case "q.weight" -> 1 / Math.sqrt((double) config.width() * config.headWidth());
            case "o.weight" -> 1 / Math.sqrt((double) config.heads() * config.headWidth());
            case "wo.weight" -> 1 / Math.sqrt(config.inner());
            default -> 1 / Math.sqrt(config.width());
        };
    }

    private void put(String name, Shape shape, float[] values) {
        Scopes.step(() -> {
            parameters.put(name, Ops.floats(parameters.manager(), values).reshape(shape));
            return null;
        });
    }
}
