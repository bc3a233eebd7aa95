package org.rlgrad.model;

import java.nio.file.Path;
import java.util.List;
import org.rlgrad.Failure;
import org.rlgrad.model.weights.ModelJson;

/**
 * {@code config.json} of a BERT-like sequence classifier.
 *
 * @param positions rows of the position table (RoBERTa's begins at {@code paddingId + 1})
 * @param types rows of the token type table; 0 for DistilBERT, which has none
 */
public record EncoderConfig(
        Family family,
        int vocabularySize,
        int positions,
        int types,
        int width,
        int layers,
        int heads,
        int inner,
        double layerNormEpsilon,
        String activation,
        int paddingId,
        int labels) {

    /** The three families: one architecture, three ways to name it and to read out the first position. */
    public enum Family {
        BERT,
        DISTILBERT,
        ROBERTA
    }

    /**
     * BERT by the rule of its published sizes: heads of width 64, inner width four times the width, 512 positions, GELU.
     *
     * @param width a multiple of 64
     */
    public static EncoderConfig bert(int vocabularySize, int layers, int width, int labels) {
        return new EncoderConfig(
                Family.BERT, vocabularySize, 512, 2, width, layers, width / 64, 4 * width, 1e-12, "gelu", 0, labels);
    }

    /**
     * Reads a checkpoint folder's {@code config.json}.
     *
     * @throws Failure if it is missing, damaged, or of an unsupported family
     */
    public static EncoderConfig of(Path folder) {
        return of(ModelJson.open(folder));
    }

    /** The same encoder cut off above some of its blocks. */
    EncoderConfig withLayers(int kept) {
        return new EncoderConfig(
                family,
                vocabularySize,
                positions,
                types,
                width,
                kept,
                heads,
                inner,
                layerNormEpsilon,
                activation,
                paddingId,
                labels);
    }

    private static EncoderConfig of(ModelJson json) {
        return switch (json.modelType()) {
            case "bert" -> bertLike(json, Family.BERT);
            case "roberta" -> bertLike(json, Family.ROBERTA);
            case "distilbert" -> distilBert(json);
            default ->
                throw Failure.badData(json.file() + ": model_type \"" + json.modelType()
                        + "\" is no supported sequence classifier (bert, roberta, distilbert)");
        };
    }

    private static EncoderConfig bertLike(ModelJson json, Family family) {
        json.choice("position_embedding_type", List.of("absolute"));
        return checked(
                json,
                new EncoderConfig(
                        family,
                        json.positive("vocab_size"),
                        json.positive("max_position_embeddings"),
                        json.positive("type_vocab_size"),
                        json.positive("hidden_size"),
                        json.positive("num_hidden_layers"),
                        json.positive("num_attention_heads"),
                        json.positive("intermediate_size"),
                        json.number("layer_norm_eps", 1e-12),
                        json.choice("hidden_act", List.of("gelu", "relu", "gelu_new")),
                        json.integer("pad_token_id", family == Family.ROBERTA ? 1 : 0),
                        labels(json)));
    }

    private static EncoderConfig distilBert(ModelJson json) {
        return checked(
                json,
                new EncoderConfig(
                        Family.DISTILBERT,
                        json.positive("vocab_size"),
                        json.positive("max_position_embeddings"),
                        0,
                        json.positive("dim"),
                        json.positive("n_layers"),
                        json.positive("n_heads"),
                        json.positive("hidden_dim"),
                        1e-12,
                        json.choice("activation", List.of("gelu", "relu")),
                        json.integer("pad_token_id", 0),
                        labels(json)));
    }

    private static EncoderConfig checked(ModelJson json, EncoderConfig config) {
        json.divides(config.width(), config.heads(), "width / heads");
        return config;
    }

    /** {@code id2label} if present, else {@code num_labels}, else the library's default of two. */
    private static int labels(ModelJson json) {
        int named = json.root().path("id2label").size();
        return named > 0 ? named : json.integer("num_labels", 2);
    }
}
