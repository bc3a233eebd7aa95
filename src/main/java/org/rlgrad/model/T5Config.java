package org.rlgrad.model;

import java.util.List;
import org.rlgrad.model.weights.ModelJson;
import org.rlgrad.tensor.Dropout;

/**
 * T5's {@code config.json}, v1.0 and v1.1.
 *
 * @param width d_model
 * @param headWidth d_kv; heads x d_kv need not be d_model
 * @param feedForward {@code relu} (v1.0), {@code gated-gelu} (v1.1)
 * @param tied whether the head is the embedding
 * @param scaled whether the decoder's output is multiplied by width^-1/2 before the head: with the tied head of v1.0, unless
 *     the file says otherwise ({@code scale_decoder_outputs}, which newer libraries write)
 * @param dropout one rate everywhere, where supervised training asks for it
 */
public record T5Config(
        int vocabularySize,
        int width,
        int headWidth,
        int heads,
        int inner,
        int encoderLayers,
        int decoderLayers,
        int buckets,
        int maxDistance,
        double layerNormEpsilon,
        String feedForward,
        boolean tied,
        boolean scaled,
        int decoderStartToken,
        Dropout dropout) {

    static T5Config of(ModelJson json) {
        int layers = json.positive("num_layers");
        double rate = json.rate("dropout_rate", 0.1);
        boolean tied = json.flag("tie_word_embeddings", true);
        return new T5Config(
                json.positive("vocab_size"),
                json.positive("d_model"),
                json.positive("d_kv"),
                json.positive("num_heads"),
                json.positive("d_ff"),
                layers,
                json.integer("num_decoder_layers", layers),
                json.integer("relative_attention_num_buckets", 32),
                json.integer("relative_attention_max_distance", 128),
                json.number("layer_norm_epsilon", 1e-6),
                json.choice("feed_forward_proj", List.of("relu", "gated-gelu")),
                tied,
                json.flag("scale_decoder_outputs", tied),
                json.integer("decoder_start_token_id", 0),
                new Dropout(rate, rate, rate));
    }

    /** The same with a head of its own. */
    T5Config untied() {
        return new T5Config(
                vocabularySize,
                width,
                headWidth,
                heads,
                inner,
                encoderLayers,
                decoderLayers,
                buckets,
                maxDistance,
                layerNormEpsilon,
                feedForward,
                false,
                scaled,
                decoderStartToken,
                dropout);
    }

    boolean gated() {
        return feedForward.equals("gated-gelu");
    }
}
