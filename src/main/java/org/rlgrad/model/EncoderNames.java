package org.rlgrad.model;

import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Hugging Face's parameter names of an encoder's parts; each family has its own. */
record EncoderNames(
        String base,
        String layer,
        String query,
        String key,
        String value,
        String attentionOut,
        String attentionNorm,
        String inner,
        String outer,
        String outputNorm,
        String headDense,
        String headOut) {

    static EncoderNames of(EncoderConfig.Family family) {
        return switch (family) {
            case BERT -> bertLike("bert.", "bert.pooler.dense", "classifier");
            case ROBERTA -> bertLike("roberta.", "classifier.dense", "classifier.out_proj");
            case DISTILBERT ->
                new EncoderNames(
                        "distilbert.",
                        "distilbert.transformer.layer.",
                        ".attention.q_lin",
                        ".attention.k_lin",
                        ".attention.v_lin",
                        ".attention.out_lin",
                        ".sa_layer_norm",
                        ".ffn.lin1",
                        ".ffn.lin2",
                        ".output_layer_norm",
                        "pre_classifier",
                        "classifier");
        };
    }

    private static EncoderNames bertLike(String base, String headDense, String headOut) {
        return new EncoderNames(
                base,
                base + "encoder.layer.",
                ".attention.self.query",
                ".attention.self.key",
                ".attention.self.value",
                ".attention.output.dense",
                ".attention.output.LayerNorm",
                ".intermediate.dense",
                ".output.dense",
                ".output.LayerNorm",
                headDense,
                headOut);
    }

    /** Names and shapes of all parameters. */
    Map<String, Shape> declare(EncoderConfig config) {
        Map<String, Shape> shapes = declareEncoder(config);
        pair(shapes, headDense, new Shape(config.width(), config.width()));
        pair(shapes, headOut, new Shape(config.labels(), config.width()));
        return shapes;
    }

    /** The same without the head. */
    Map<String, Shape> declareEncoder(EncoderConfig config) {
        int width = config.width();
        Map<String, Shape> shapes = new LinkedHashMap<>();
        String embeddings = base + "embeddings.";
        shapes.put(embeddings + "word_embeddings.weight", new Shape(config.vocabularySize(), width));
        shapes.put(embeddings + "position_embeddings.weight", new Shape(config.positions(), width));
        if (config.types() > 0) {
            shapes.put(embeddings + "token_type_embeddings.weight", new Shape(config.types(), width));
        }
        pair(shapes, embeddings + "LayerNorm", new Shape(width));
        for (int i = 0; i < config.layers(); i++) {
            for (String projection : List.of(query, key, value, attentionOut)) {
                pair(shapes, layer + i + projection, new Shape(width, width));
            }
            pair(shapes, layer + i + attentionNorm, new Shape(width));
            pair(shapes, layer + i + inner, new Shape(config.inner(), width));
            pair(shapes, layer + i + outer, new Shape(width, config.inner()));
            pair(shapes, layer + i + outputNorm, new Shape(width));
        }
        return shapes;
    }

    private static void pair(Map<String, Shape> shapes, String name, Shape weight) {
        shapes.put(name + ".weight", weight);
        shapes.put(name + ".bias", new Shape(weight.get(0)));
    }
}
