package org.rlgrad.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rlgrad.model.weights.Checkpoint;
import org.rlgrad.random.TorchRandom;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Parameters;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/**
 * A text classifier on a BERT-like encoder (Devlin et al. 2019; Sanh et al. 2019; Liu et al. 2019): post-norm blocks, and a
 * two-layer head on the first position.
 */
public final class SequenceClassifier implements AutoCloseable {
    private final EncoderConfig config;
    private final EncoderNames names;
    private final Parameters parameters;
    private final double scale;

    /** Over existing parameters. */
    public SequenceClassifier(EncoderConfig config, Parameters parameters) {
        this.config = config;
        this.names = EncoderNames.of(config.family());
        this.parameters = parameters;
        this.scale = 1 / Math.sqrt((double) config.width() / config.heads());
    }

    /**
     * Loads a Hugging Face checkpoint folder.
     *
     * @throws org.rlgrad.Failure if files are missing or damaged, or the family is not supported
     */
    public static SequenceClassifier load(Path folder, Device device) {
        EncoderConfig config = EncoderConfig.of(folder);
        Parameters loaded = WeightLoader.load(
                Checkpoint.open(folder),
                EncoderNames.of(config.family()).declare(config),
                name -> name.endsWith("position_ids") ? null : name,
                device);
        return new SequenceClassifier(config, loaded);
    }

    /**
     * Newly initialised: matrices N(0, 0.02^2) but for the padding token's embedding, which is zero; biases 0; layer norms 1
     * and 0. The draws come in the order of the parameters.
     *
     * <p>Differs from the reference: transformers draws and overwrites PyTorch's default initialisations first, so one seed gives
     * other weights of the same distribution.
     */
    public static SequenceClassifier initialized(EncoderConfig config, TorchRandom random, Device device) {
        Parameters parameters = new Parameters(Torch.newManager(device));
        new Initializer(parameters, random).encoder(config);
        return new SequenceClassifier(config, parameters);
    }

    public EncoderConfig config() {
        return config;
    }

    public Parameters parameters() {
        return parameters;
    }

    /** Most tokens of a text. */
    public int maxTokens() {
        return config.family() == EncoderConfig.Family.ROBERTA
                ? config.positions() - config.paddingId() - 1
                : config.positions();
    }

    /**
     * Class logits. The head reads the first position only, so the last block computes no other: all positions give keys and
     * values there, the first one alone a query and what follows from it.
     *
     * @param ids {@code [B][T]}, padded on either side
     * @param mask 1 at real tokens
     * @param typeIds {@code [B][T]}, or null for zeros; not used by DistilBERT
     * @return {@code [B, labels]}
     */
    public NDArray logits(long[][] ids, long[][] mask, long[][] typeIds) {
        NDArray dense = affine(lastHidden(ids, mask, typeIds, true).squeeze(1), names.headDense());
        NDArray activated = config.family() == EncoderConfig.Family.DISTILBERT ? Activation.relu(dense) : dense.tanh();
        return affine(activated, names.headOut());
    }

    /** The last block's output {@code [B, T, E]}; arguments as for {@link #logits}. */
    NDArray lastHidden(long[][] ids, long[][] mask, long[][] typeIds) {
        return lastHidden(ids, mask, typeIds, false);
    }

    /** Likewise of the first position only, {@code [B, 1, E]}, where that is asked for. */
    private NDArray lastHidden(long[][] ids, long[][] mask, long[][] typeIds, boolean firstOnly) {
        NDArray scoreMask = scoreMask(mask);
        NDArray x = Scopes.layer(() -> embed(ids, mask, typeIds));
        for (int layer = 0; layer < config.layers(); layer++) {
            String prefix = names.layer() + layer;
            NDArray input = x;
            boolean cut = firstOnly && layer == config.layers() - 1;
            x = Scopes.layer(() -> block(cut ? Ops.slice(input, 1, 0, 1) : input, input, scoreMask, prefix));
        }
        return x;
    }

    /** Embeddings and every block's output: {@code layers + 1} arrays {@code [B, T, E]}. */
    public List<NDArray> hiddenStates(long[][] ids, long[][] mask, long[][] typeIds) {
        NDArray scoreMask = scoreMask(mask);
        List<NDArray> states = new ArrayList<>();
        states.add(embed(ids, mask, typeIds));
        for (int layer = 0; layer < config.layers(); layer++) {
            NDArray input = states.get(layer);
            states.add(block(input, input, scoreMask, names.layer() + layer));
        }
        return states;
    }

    private NDArray embed(long[][] ids, long[][] mask, long[][] typeIds) {
        NDManager manager = parameters.manager();
        String embeddings = names.base() + "embeddings.";
        NDArray sum = Ops.embedding(parameters.get(embeddings + "word_embeddings.weight"), Ops.ids(manager, ids))
                .add(Ops.embedding(
                        parameters.get(embeddings + "position_embeddings.weight"), Ops.ids(manager, positions(mask))));
        if (config.types() > 0) {
            long[][] types = typeIds == null ? new long[ids.length][ids[0].length] : typeIds;
            sum = sum.add(Ops.embedding(
                    parameters.get(embeddings + "token_type_embeddings.weight"), Ops.ids(manager, types)));
        }
        return norm(sum, embeddings + "LayerNorm");
    }

    /** Column numbers; for RoBERTa the count of real tokens so far, after the padding id. */
    private long[][] positions(long[][] mask) {
        long[][] positions = new long[mask.length][mask[0].length];
        for (int row = 0; row < mask.length; row++) {
            long seen = config.paddingId();
            for (int column = 0; column < mask[row].length; column++) {
                if (config.family() != EncoderConfig.Family.ROBERTA) {
                    positions[row][column] = column;
                } else {
                    positions[row][column] = mask[row][column] == 1 ? ++seen : config.paddingId();
                }
            }
        }
        return positions;
    }

    private NDArray scoreMask(long[][] mask) {
        int columns = mask[0].length;
        float[] scores = new float[mask.length * columns];
        for (int row = 0; row < mask.length; row++) {
            for (int column = 0; column < columns; column++) {
                scores[row * columns + column] = mask[row][column] == 1 ? 0 : Ops.MASKED;
            }
        }
        return Ops.floats(parameters.manager(), scores).reshape(mask.length, 1, 1, columns);
    }

    /** The block's output at the positions {@code x [B, T or 1, E]}, which attend to {@code keys [B, T, E]}. */
    private NDArray block(NDArray x, NDArray keys, NDArray scoreMask, String prefix) {
        NDArray mixed = Ops.maskedAttention(
                Ops.splitHeads(affine(x, prefix + names.query()), config.heads()),
                Ops.splitHeads(affine(keys, prefix + names.key()), config.heads()),
                Ops.splitHeads(affine(keys, prefix + names.value()), config.heads()),
                scoreMask,
                scale);
        NDArray attended = norm(
                x.add(affine(Ops.joinHeads(mixed), prefix + names.attentionOut())), prefix + names.attentionNorm());
        NDArray inner = affine(attended, prefix + names.inner());
        NDArray activated =
                switch (config.activation()) {
                    case "gelu" -> Ops.gelu(inner);
                    case "gelu_new" -> Ops.geluTanh(inner);
                    default -> Activation.relu(inner);
                };
        return norm(attended.add(affine(activated, prefix + names.outer())), prefix + names.outputNorm());
    }

    private NDArray affine(NDArray x, String name) {
        return Ops.linear(x, parameters.get(name + ".weight"), parameters.get(name + ".bias"));
    }

    private NDArray norm(NDArray x, String name) {
        return Ops.layerNorm(
                x, parameters.get(name + ".weight"), parameters.get(name + ".bias"), config.layerNormEpsilon());
    }

    @Override
    public void close() {
        parameters.close();
    }
}
