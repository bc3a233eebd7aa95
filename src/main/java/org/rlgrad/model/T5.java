package org.rlgrad.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.rlgrad.model.weights.Checkpoint;
import org.rlgrad.tensor.Dropout;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Parameters;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/**
 * T5 (Raffel et al. 2020): pre-norm encoder and decoder without biases, relative position buckets, unscaled attention.
 *
 * <p>v1.0 (relu, tied head scaled by width^-1/2) and v1.1 (gated GELU, own head). Parameters carry the Hugging Face names.
 */
public final class T5 implements LanguageModel {
    /** Tied copies, and a stray tensor of the original checkpoints. */
    private static final Pattern IGNORED = Pattern.compile(
            "(encoder|decoder)\\.embed_tokens\\.weight|decoder\\.block\\.0\\.layer\\.1\\.EncDecAttention\\.relative_attention_bias\\.weight");

    private final T5Config config;
    private final Parameters parameters;
    private final List<T5EncoderBlock> encoder = new ArrayList<>();
    private final List<T5DecoderBlock> decoder = new ArrayList<>();

    /** Over existing parameters, of the names and shapes that {@link #declare} gives. */
    public T5(T5Config config, Parameters parameters) {
        this.config = config;
        this.parameters = parameters;
        for (int layer = 0; layer < config.encoderLayers(); layer++) {
            encoder.add(new T5EncoderBlock(new T5Layers(config, parameters, "encoder.block." + layer + ".layer.")));
        }
        for (int layer = 0; layer < config.decoderLayers(); layer++) {
            decoder.add(new T5DecoderBlock(new T5Layers(config, parameters, "decoder.block." + layer + ".layer.")));
        }
    }

    static T5 load(T5Config written, Checkpoint checkpoint, Device device) {
        // newer libraries write "tied" for v1.1 as well; there a head in the checkpoint is one of its own
        boolean ownHead = !written.scaled() && checkpoint.tensors().containsKey("lm_head.weight");
        T5Config config = ownHead ? written.untied() : written;
        Parameters loaded = WeightLoader.load(
                checkpoint,
                declare(config),
                name -> IGNORED.matcher(name).matches() || (config.tied() && name.equals("lm_head.weight"))
                        ? null
                        : name,
                device);
        return new T5(config, loaded);
    }

    /** Names and shapes of all parameters. */
    public static Map<String, Shape> declare(T5Config config) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put("shared.weight", new Shape(config.vocabularySize(), config.width()));
        declareStack(shapes, config, "encoder", config.encoderLayers(), List.of("SelfAttention"));
        declareStack(shapes, config, "decoder", config.decoderLayers(), List.of("SelfAttention", "EncDecAttention"));
        if (!config.tied()) {
            shapes.put("lm_head.weight", new Shape(config.vocabularySize(), config.width()));
        }
        return shapes;
    }

    private static void declareStack(
            Map<String, Shape> shapes, T5Config config, String stack, int layers, List<String> attentions) {
        int inner = config.heads() * config.headWidth();
        for (int layer = 0; layer < layers; layer++) {
            String block = stack + ".block." + layer + ".layer.";
            for (int a = 0; a < attentions.size(); a++) {
                String attention = block + a + "." + attentions.get(a) + ".";
                for (String projection : List.of("q", "k", "v")) {
                    shapes.put(attention + projection + ".weight", new Shape(inner, config.width()));
                }
                shapes.put(attention + "o.weight", new Shape(config.width(), inner));
                if (layer == 0 && a == 0) {
                    shapes.put(
                            attention + "relative_attention_bias.weight", new Shape(config.buckets(), config.heads()));
                }
                shapes.put(block + a + ".layer_norm.weight", new Shape(config.width()));
            }
            String feedForward = block + attentions.size() + ".";
            for (String in : config.gated() ? List.of("wi_0", "wi_1") : List.of("wi")) {
                shapes.put(feedForward + "DenseReluDense." + in + ".weight", new Shape(config.inner(), config.width()));
            }
            shapes.put(feedForward + "DenseReluDense.wo.weight", new Shape(config.width(), config.inner()));
            shapes.put(feedForward + "layer_norm.weight", new Shape(config.width()));
        }
        shapes.put(stack + ".final_layer_norm.weight", new Shape(config.width()));
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public int vocabularySize() {
        return config.vocabularySize();
    }

    /** The decoder's start token. */
    @Override
    public int[] contextOf(int[] prompt) {
        return new int[] {config.decoderStartToken()};
    }

    /**
     * Encodes prompts.
     *
     * @param ids {@code [B, S]}
     * @param keyMask {@code [B, 1, 1, S]} added to scores, or null if nothing is padded
     * @return final hidden states {@code [B, S, E]}
     */
    public NDArray encode(NDArray ids, NDArray keyMask) {
        return encode(ids, keyMask, Dropout.NONE);
    }

    private NDArray encode(NDArray ids, NDArray keyMask, Dropout dropout) {
        NDArray mask = Scopes.layer(() -> {
            NDArray bias = positionBias((int) ids.getShape().get(1), true);
            return keyMask == null ? bias : bias.add(keyMask);
        });
        NDArray x = dropout.ofEmbedding(Ops.embedding(parameters.get("shared.weight"), ids));
        for (T5EncoderBlock block : encoder) {
            NDArray input = x;
            x = Scopes.layer(() -> block.forward(input, mask, dropout));
        }
        return dropout.ofResidual(finalNorm(x, "encoder"));
    }

    /**
     * The decoder on whole target prefixes.
     *
     * @param decoderIds {@code [B, T]}
     * @param decoderKeyMask {@code [B, 1, 1, T]}, or null
     * @param encoded {@code [B, S, E]} from {@link #encode}
     * @param keyMask the encoder's, or null
     * @return final hidden states {@code [B, T, E]}, before the head and its scaling
     */
    public NDArray decode(NDArray decoderIds, NDArray decoderKeyMask, NDArray encoded, NDArray keyMask) {
        return decode(decoderIds, decoderKeyMask, new T5DecoderBlock.Encoded(encoded, keyMask, null), Dropout.NONE);
    }

    private NDArray decode(
            NDArray decoderIds, NDArray decoderKeyMask, T5DecoderBlock.Encoded encoded, Dropout dropout) {
        int length = (int) decoderIds.getShape().get(1);
        NDArray mask = Scopes.layer(() -> {
            NDArray causal = positionBias(length, false).add(Padding.causalMask(decoderIds.getManager(), length));
            return decoderKeyMask == null ? causal : causal.add(decoderKeyMask);
        });
        NDArray x = dropout.ofEmbedding(Ops.embedding(parameters.get("shared.weight"), decoderIds));
        for (T5DecoderBlock block : decoder) {
            NDArray input = x;
            x = Scopes.layer(() -> block.forward(input, mask, encoded, dropout));
        }
        return dropout.ofResidual(finalNorm(x, "decoder"));
    }

    @Override
    public Dropout dropout() {
        return config.dropout();
    }

    @Override
    public int width() {
        return config.width();
    }

    /**
     * Decoder rows are padded on the right, where nothing sees them. Each distinct prompt is encoded once; with dropout, where
     * every row draws masks of its own, each row's.
     */
    @Override
    public NDArray states(List<Continuation> rows, Dropout dropout) {
        PromptRows prompts = dropout.equals(Dropout.NONE) ? PromptRows.of(rows) : PromptRows.each(rows);
        NDArray promptIds = Padding.ids(parameters.manager(), prompts.distinct());
        NDArray keyMask = Padding.equalLengths(prompts.distinct())
                ? null
                : Padding.scoreMask(parameters.manager(), prompts.distinct());
        NDArray index = prompts.oneRowEach() ? null : Ops.indices(parameters.manager(), prompts.ofRow());
        List<int[]> read = rows.stream().map(this::decoderInput).toList();
        int columns = Padding.longest(read);
        NDArray decoded = decode(
                Padding.ids(parameters.manager(), read),
                null,
                new T5DecoderBlock.Encoded(encode(promptIds, keyMask, dropout), keyMask, index),
                dropout);
        long[] places = IntStream.range(0, rows.size())
                .boxed()
                .flatMapToLong(r -> Arrays.stream(rows.get(r).wanted()).mapToLong(t -> (long) r * columns + t))
                .toArray();
        return Ops.select(decoded.reshape(-1, config.width()), Ops.longs(parameters.manager(), places), 0);
    }

    private int[] decoderInput(Continuation row) {
        return IntStream.concat(IntStream.of(config.decoderStartToken()), Arrays.stream(row.read()))
                .toArray();
    }

    @Override
    public T5 copy() {
        return new T5(config, parameters.copy());
    }

    /** Logits {@code [..., V]} of decoder states {@code [..., E]}. */
    @Override
    public NDArray head(NDArray decoded) {
        NDArray scaled = config.scaled() ? Ops.scale(decoded, 1 / Math.sqrt(config.width())) : decoded;
        return Ops.linear(scaled, parameters.get(config.tied() ? "shared.weight" : "lm_head.weight"), null);
    }

    private NDArray finalNorm(NDArray x, String stack) {
        return Ops.rmsNorm(x, parameters.get(stack + ".final_layer_norm.weight"), config.layerNormEpsilon());
    }

    /** The learned bias of every (query, key) pair of a length, {@code [1, H, T, T]}. */
    private NDArray positionBias(int length, boolean ofEncoder) {
        long[] buckets = new long[length * length];
        for (int query = 0; query < length; query++) {
            for (int key = 0; key < length; key++) {
                buckets[query * length + key] = bucket(key - query, ofEncoder);
            }
        }
        return bias(buckets, ofEncoder).reshape(1, config.heads(), length, length);
    }

    /** Bias of buckets {@code [n]}: {@code [H, n]}, contiguous. */
    private NDArray bias(long[] buckets, boolean ofEncoder) {
        String stack = ofEncoder ? "encoder" : "decoder";
        NDArray table = parameters.get(stack + ".block.0.layer.0.SelfAttention.relative_attention_bias.weight");
        return Ops.contiguous(
                Ops.embedding(table, Ops.longs(table.getManager(), buckets)).transpose());
    }

    private int bucket(int relativePosition, boolean ofEncoder) {
        return RelativePosition.bucket(relativePosition, ofEncoder, config.buckets(), config.maxDistance());
    }

    @Override
    public T5Decoding start(List<int[]> prompts, int maxNewTokens) {
        return Torch.noGrad(() -> new T5Decoding(prompts, maxNewTokens));
    }

    @Override
    public void close() {
        parameters.close();
    }

    /** The encoder's keys are shared by a prompt's rows; own tokens begin with the decoder start token. */
    public final class T5Decoding extends Decoding {
        /** {@code [P, S, E]}: the encoder's output until the first {@link #step}, for {@link #peekFirst}; then null. */
        private NDArray encoded;

        private T5Decoding(List<int[]> prompts, int maxNewTokens) {
            super(
                    parameters.manager().newSubManager(),
                    config.decoderLayers(),
                    config.heads(),
                    config.headWidth(),
                    prompts.size(),
                    maxNewTokens + 1);
            sharedMask = Padding.scoreMask(manager, prompts);
            Scopes.step(() -> {
                NDArray keyMask = Padding.equalLengths(prompts) ? null : sharedMask;
                encoded = Scopes.keep(manager, encode(Padding.ids(manager, prompts), keyMask));
                for (int layer = 0; layer < decoder.size(); layer++) {
                    int index = layer;
                    decoder.get(layer).crossKeys(encoded, (k, v) -> share(index, k, v));
                }
                return null;
            });
            step(startTokens());
        }

        private long[] startTokens() {
            long[] start = new long[rows()];
            Arrays.fill(start, config.decoderStartToken());
            return start;
        }

        /**
         * The first new token's logits by another T5 of the same shape that reads this one's encoder output.
         *
         * @return {@code [P, V]}, which this decoding owns; only before the first {@link #step} and {@link #select}
         */
        public NDArray peekFirst(T5 other) {
            return Torch.noGrad(() -> Scopes.step(() -> {
                NDArray start = Ops.longs(manager, startTokens()).expandDims(1);
                return Scopes.keep(
                        manager,
                        other.head(other.decode(start, null, encoded, sharedMask))
                                .squeeze(1));
            }));
        }

        /**
         * The next logits by another T5 of the same shape that reads this one's caches, of which only the newest token's part
         * is its own. They stay as they are: {@link #step} by the same tokens is to follow.
         *
         * @return {@code [N, V]}, which this decoding owns
         */
        public NDArray peek(T5 other, long[] tokens) {
            // what it writes for the newest token lies beyond the caches' length, where the step writes its own
            return Torch.noGrad(() -> Scopes.step(() -> Scopes.keep(manager, forward(other, tokens))));
        }

        @Override
        NDArray forward(long[] tokens) {
            if (length == 1) {
                encoded.close();
                encoded = null;
            }
            return forward(T5.this, tokens);
        }

        private NDArray forward(T5 model, long[] tokens) {
            long[] buckets = new long[length + 1];
            for (int key = 0; key <= length; key++) {
                buckets[key] = bucket(key - length, false);
            }
            NDArray bias = model.bias(buckets, false).reshape(1, config.heads(), 1, length + 1L);
            NDArray x = Ops.embedding(model.parameters.get("shared.weight"), Ops.longs(manager, tokens));
            for (int layer = 0; layer < decoder.size(); layer++) {
                int index = layer;
                NDArray input = x;
                x = Scopes.layer(() -> model.decoder.get(index).step(input, this, index, bias));
            }
            return model.head(model.finalNorm(x, "decoder"));
        }

        @Override
        void selectPrompts(int[] kept) {
            // positions are relative and the shared keys say the rest: nothing of its own to keep
        }
    }
}
