package org.rlgrad.model;

import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import org.rlgrad.Failure;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.model.weights.ModelJson;

/**
 * What {@code config.json} says about a language model, without its weights: sizes, limits, and the work of a token.
 *
 * @param family {@code model_type}
 * @param vocabularySize V, the width of the logits
 * @param maxPositions longest sequence, prompt and new tokens together; empty if unbounded
 * @param endToken {@code eos_token_id}, if the file names one
 * @param decoderStartToken what a decoder's own text begins with (seq2seq)
 * @param parameters scalars in all
 * @param promptTokenWork multiply-adds of products with weights, for each token of a prompt, once
 * @param newTokenWork the same for each new token of a sample, head included
 * @param cacheFloats keys and values that a cached position takes, in all layers
 * @param widest largest row of activations in a layer
 */
public record Architecture(
        String family,
        int vocabularySize,
        OptionalInt maxPositions,
        OptionalInt endToken,
        OptionalInt decoderStartToken,
        long parameters,
        long promptTokenWork,
        long newTokenWork,
        long cacheFloats,
        long widest) {

    /**
     * Reads a checkpoint folder's {@code config.json}.
     *
     * @throws Failure if it is missing, damaged, of an unsupported family, or not of that type
     */
    public static Architecture of(Path folder, ModelType type) {
        ModelJson json = ModelJson.open(folder);
        checkType(json, type);
        return switch (type) {
            case CAUSAL -> gpt2(json, Gpt2Config.of(json));
            case SEQ2SEQ -> t5(json, T5Config.of(json));
        };
    }

    static void checkType(ModelJson json, ModelType type) {
        ModelType actual =
                switch (json.modelType()) {
                    case "gpt2" -> ModelType.CAUSAL;
                    case "t5" -> ModelType.SEQ2SEQ;
                    default ->
                        throw Failure.badData(json.file() + ": model_type \"" + json.modelType()
                                + "\" is no supported language model (gpt2, t5)");
                };
        if (actual != type) {
            throw Failure.badData(json.file() + ": model_type " + json.modelType() + " is "
                    + (actual == ModelType.CAUSAL ? "causal" : "seq2seq")
                    + ", but alg.model_type (or alg.policy.id) says "
                    + (type == ModelType.CAUSAL ? "causal" : "seq2seq"));
        }
    }

    private static Architecture gpt2(ModelJson json, Gpt2Config config) {
        long width = config.width();
        long body = config.layers() * (4 * width * width + 2 * width * config.inner());
        return new Architecture(
                json.modelType(),
                config.vocabularySize(),
                OptionalInt.of(config.positions()),
                json.optional("eos_token_id"),
                OptionalInt.empty(),
                size(Gpt2.declare(config)),
                body,
                body + width * config.vocabularySize(),
                2 * width * config.layers(),
                Math.max(3 * width, config.inner()));
    }

    private static Architecture t5(ModelJson json, T5Config config) {
        long width = config.width();
        long inner = (long) config.heads() * config.headWidth();
        long attention = 4 * width * inner;
        long crossKeys = 2 * width * inner;
        long feedForward = (config.gated() ? 3 : 2) * width * config.inner();
        return new Architecture(
                json.modelType(),
                config.vocabularySize(),
                OptionalInt.empty(),
                json.optional("eos_token_id"),
                OptionalInt.of(config.decoderStartToken()),
                size(T5.declare(config)),
                config.encoderLayers() * (attention + feedForward) + config.decoderLayers() * crossKeys,
                config.decoderLayers() * (2 * attention - crossKeys + feedForward) + width * config.vocabularySize(),
                2 * inner * config.decoderLayers(),
                Math.max(3 * inner, config.inner()));
    }

    private static long size(Map<String, Shape> declared) {
        return declared.values().stream().mapToLong(Shape::size).sum();
    }
}
