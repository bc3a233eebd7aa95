package org.rlgrad.model;

import java.util.List;
import org.rlgrad.Failure;
import org.rlgrad.model.weights.ModelJson;
import org.rlgrad.tensor.Dropout;

/**
 * GPT-2's {@code config.json}.
 *
 * @param positions longest sequence
 * @param width E
 * @param inner width of the feed-forward layer
 * @param activation {@code gelu_new}, {@code gelu} or {@code relu}
 * @param dropout where supervised training asks for it
 */
public record Gpt2Config(
        int vocabularySize,
        int positions,
        int width,
        int layers,
        int heads,
        int inner,
        double layerNormEpsilon,
        String activation,
        Dropout dropout) {

    static Gpt2Config of(ModelJson json) {
        int width = json.positive("n_embd");
        int heads = json.positive("n_head");
        json.divides(width, heads, "n_embd / n_head");
        if (!json.flag("scale_attn_weights", true)
                || json.flag("scale_attn_by_inverse_layer_idx", false)
                || !json.flag("tie_word_embeddings", true)) {
            throw Failure.badData(json.file()
                    + ": unscaled or layer-scaled attention and untied embeddings are not supported for gpt2");
        }
        return new Gpt2Config(
                json.positive("vocab_size"),
                json.positive("n_positions"),
                width,
                json.positive("n_layer"),
                heads,
                json.integer("n_inner", 4 * width),
                json.number("layer_norm_epsilon", 1e-5),
                json.choice("activation_function", List.of("gelu_new", "gelu", "relu")),
                new Dropout(json.rate("embd_pdrop", 0.1), json.rate("attn_pdrop", 0.1), json.rate("resid_pdrop", 0.1)));
    }
}
