package org.rlgrad.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.rlgrad.Failure;
import org.rlgrad.model.weights.Checkpoint;
import org.rlgrad.tensor.Parameters;

/**
 * The lower layers of a BERT-like encoder, for the vectors that it gives to tokens. Loads from any checkpoint that has them,
 * whatever its head is (masked language model, classifier, none); higher layers are not loaded.
 */
public final class TextEncoder implements AutoCloseable {
    private final EncoderConfig config;
    /** Has no parameters of a head and is never asked for logits. */
    private final SequenceClassifier body;

    private TextEncoder(EncoderConfig config, Parameters parameters) {
        this.config = config;
        this.body = new SequenceClassifier(config, parameters);
    }

    /**
     * Loads a Hugging Face checkpoint folder.
     *
     * @param layers how many blocks, from below
     * @throws Failure if files are missing or damaged, the family is not supported, or it has fewer layers
     */
    public static TextEncoder load(Path folder, int layers, Device device) {
        EncoderConfig whole = EncoderConfig.of(folder);
        if (layers > whole.layers()) {
            throw Failure.badData(
                    folder + ": has " + whole.layers() + " layers, but layer " + layers + " is asked for");
        }
        EncoderConfig config = whole.withLayers(layers);
        EncoderNames names = EncoderNames.of(config.family());
        Map<String, Shape> declared = names.declareEncoder(config);
        Parameters loaded = WeightLoader.load(
                Checkpoint.open(folder), declared, name -> naming(name, names.base(), declared.keySet()), device);
        return new TextEncoder(config, loaded);
    }

    /** Checkpoints may lack the prefix, and old ones call a norm's weight and bias gamma and beta. */
    private static String naming(String name, String base, Set<String> declared) {
        String current = name.replaceFirst("LayerNorm\\.gamma$", "LayerNorm.weight")
                .replaceFirst("LayerNorm\\.beta$", "LayerNorm.bias");
        String full = current.startsWith(base) ? current : base + current;
        return declared.contains(full) ? full : null;
    }

    public EncoderConfig config() {
        return config;
    }

    public Parameters parameters() {
        return body.parameters();
    }

    /** Most tokens of a text. */
    public int maxTokens() {
        return body.maxTokens();
    }

    /**
     * The last loaded block's output.
     *
     * @param ids {@code [B][T]}, padded on either side
     * @param mask 1 at real tokens
     * @return {@code [B, T, E]}
     */
    public NDArray encode(long[][] ids, long[][] mask) {
        return body.lastHidden(ids, mask, null);
    }

    @Override
    public void close() {
        body.close();
    }
}
