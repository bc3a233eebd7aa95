package org.rlgrad.generate;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.model.Gpt2;
import org.rlgrad.model.Gpt2Config;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.model.T5;
import org.rlgrad.model.T5Config;
import org.rlgrad.tensor.Dropout;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Parameters;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/** Random models of few tokens with large weights, so that their distributions are far from uniform. */
final class TinyModels {
    private TinyModels() {}

    static LanguageModel random(ModelType type, int vocabulary, long seed) {
        return switch (type) {
            case CAUSAL -> {
                Gpt2Config config = new Gpt2Config(vocabulary, 16, 8, 2, 2, 16, 1e-5, "gelu_new", Dropout.NONE);
                yield new Gpt2(config, parameters(Gpt2.declare(config), seed));
            }
            case SEQ2SEQ -> {
                T5Config config =
                        new T5Config(vocabulary, 8, 4, 2, 16, 2, 2, 8, 16, 1e-6, "relu", true, false, 0, Dropout.NONE);
                yield new T5(config, parameters(T5.declare(config), seed));
            }
        };
    }

    private static Parameters parameters(Map<String, Shape> shapes, long seed) {
        Parameters parameters = new Parameters(Torch.newManager(Device.cpu()));
        SplittableRandom random = new SplittableRandom(seed);
        shapes.forEach((name, shape) -> {
            boolean norm = name.contains("ln_") || name.contains("layer_norm");
            float[] values = new float[(int) shape.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float)
                        (random.nextGaussian() * (norm ? 0.2 : 0.6) + (norm && name.endsWith("weight") ? 1 : 0));
            }
            NDArray flat = Ops.floats(parameters.manager(), values);
            parameters.put(name, flat.reshape(shape));
            flat.close();
        });
        return parameters;
    }

    /** Logits of the token after prompt and output, by a full pass without any cache. */
    static float[] logits(LanguageModel model, int[] prompt, List<Integer> output) {
        return Torch.noGrad(() -> Scopes.step(() -> {
            int[] context = model.contextOf(prompt);
            long[][] ids = new long[1][context.length + output.size()];
            for (int i = 0; i < ids[0].length; i++) {
                ids[0][i] = i < context.length ? context[i] : output.get(i - context.length);
            }
            NDArray row = Ops.ids(model.parameters().manager(), ids);
            NDArray all =
                    model instanceof Gpt2 gpt2 ? gpt2.logits(row, 0, ids[0].length) : seq2seq((T5) model, prompt, row);
            float[] flat = all.toFloatArray();
            int from = flat.length - model.vocabularySize();
            return Arrays.copyOfRange(flat, from, flat.length);
        }));
    }

    private static NDArray seq2seq(T5 model, int[] prompt, NDArray decoderIds) {
        NDArray ids = Ops.indices(decoderIds.getManager(), prompt).expandDims(0);
        return model.head(model.decode(decoderIds, null, model.encode(ids, null), null));
    }

    /** The mask model's logits over the policy's caches, by decoding this one sequence alone. */
    static float[] peeked(T5 policy, T5 mask, int[] prompt, List<Integer> output) {
        try (T5.T5Decoding decoding = policy.start(List.of(prompt), output.size() + 1)) {
            NDArray peeked = decoding.peekFirst(mask);
            for (int token : output) {
                long[] tokens = {token};
                peeked = decoding.peek(mask, tokens);
                decoding.step(tokens);
            }
            return peeked.toFloatArray();
        }
    }
}
