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
import java.util.stream.LongStream;
import org.rlgrad.model.weights.Checkpoint;
import org.rlgrad.tensor.Dropout;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Parameters;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/**
 * GPT-2 with its language-model head (Radford et al. 2019): pre-norm blocks, learned positions, tied output embeddings.
 *
 * <p>Parameters carry the Hugging Face names; {@code c_*} weights are stored {@code [in, out]} as there.
 */
public final class Gpt2 implements LanguageModel {
    /** Buffers of masks and the tied head, which checkpoints may carry along. */
    private static final Pattern IGNORED = Pattern.compile(".*\\.attn\\.(bias|masked_bias)|lm_head\\.weight");

    /** Added to the scores of padded keys by transformers 4.18; what that does where nothing else is seen is a rule of its own. */
    private static final float PADDED = -1e4f;

    private final Gpt2Config config;
    private final Parameters parameters;
    private final List<Gpt2Block> blocks = new ArrayList<>();

    /** Over existing parameters, of the names and shapes that {@link #declare} gives. */
    public Gpt2(Gpt2Config config, Parameters parameters) {
        this.config = config;
        this.parameters = parameters;
        for (int layer = 0; layer < config.layers(); layer++) {
            blocks.add(new Gpt2Block(config, parameters, "transformer.h." + layer + "."));
        }
    }

    static Gpt2 load(Gpt2Config config, Checkpoint checkpoint, Device device) {
        Parameters loaded = WeightLoader.load(
                checkpoint,
                declare(config),
                name -> IGNORED.matcher(name).matches()
                        ? null
                        : name.startsWith("transformer.") ? name : "transformer." + name,
                device);
        return new Gpt2(config, loaded);
    }

    /** Names and shapes of all parameters. */
    public static Map<String, Shape> declare(Gpt2Config config) {
        int width = config.width();
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put("transformer.wte.weight", new Shape(config.vocabularySize(), width));
        shapes.put("transformer.wpe.weight", new Shape(config.positions(), width));
        for (int layer = 0; layer < config.layers(); layer++) {
            String block = "transformer.h." + layer + ".";
            norm(shapes, block + "ln_1", width);
            affine(shapes, block + "attn.c_attn", width, 3 * width);
            affine(shapes, block + "attn.c_proj", width, width);
            norm(shapes, block + "ln_2", width);
            affine(shapes, block + "mlp.c_fc", width, config.inner());
            affine(shapes, block + "mlp.c_proj", config.inner(), width);
        }
        norm(shapes, "transformer.ln_f", width);
        return shapes;
    }

    private static void affine(Map<String, Shape> shapes, String name, int in, int out) {
        shapes.put(name + ".weight", new Shape(in, out));
        shapes.put(name + ".bias", new Shape(out));
    }

    private static void norm(Map<String, Shape> shapes, String name, int width) {
        shapes.put(name + ".weight", new Shape(width));
        shapes.put(name + ".bias", new Shape(width));
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public int vocabularySize() {
        return config.vocabularySize();
    }

    /**
     * Logits of all positions, with gradients where the thread records them.
     *
     * @param ids {@code [B, T]}
     * @param positions {@code [B, T]}: position ids, 0 at a row's first real token
     * @param keyMask {@code [B, 1, 1, T]} added to scores ({@link Ops#MASKED} at padded keys), or null if nothing is padded
     * @return {@code [B, T, V]}
     */
    public NDArray logits(NDArray ids, NDArray positions, NDArray keyMask) {
        return head(finalNorm(lastBlock(ids, positions, attention(ids, keyMask), Dropout.NONE)));
    }

    /**
     * Logits of some positions of rows without padding, each row's first token at position 0.
     *
     * @param ids {@code [B, T]}
     * @return {@code [B, to - from, V]}
     */
    public NDArray logits(NDArray ids, int from, int to) {
        NDArray positions = firstPositions((int) ids.getShape().get(1));
        return head(finalNorm(Ops.slice(lastBlock(ids, positions, Ops::causalAttention, Dropout.NONE), 1, from, to)));
    }

    @Override
    public int width() {
        return config.width();
    }

    /** Padded on the right: causal attention alone keeps wanted positions from seeing padding. */
    @Override
    public NDArray states(List<Continuation> rows, Dropout dropout) {
        return states(rows, rows.stream().map(Gpt2::input).toList(), Ops::causalAttention, dropout);
    }

    /**
     * The same, where prompts begin with padding and this is treated as transformers 4.18 does in training, see {@link
     * Ops#leftPaddedAttention}: positions count it, and its own states are used like any others.
     *
     * @param rows of the same number of tokens
     * @param padding tokens that each row begins with
     */
    public NDArray leftPaddedStates(List<Continuation> rows, int[] padding, Dropout dropout) {
        // also the last tokens, which nothing real reads: padding does
        List<int[]> whole = rows.stream()
                .map(row -> IntStream.concat(Arrays.stream(row.prompt()), Arrays.stream(row.tokens()))
                        .toArray())
                .toList();
        NDArray mask = Padding.leftScoreMask(parameters.manager(), padding, Padding.longest(whole), PADDED);
        return states(
                rows, whole, (q, k, v, scale, rate) -> Ops.leftPaddedAttention(q, k, v, mask, scale, rate), dropout);
    }

    private NDArray states(List<Continuation> rows, List<int[]> read, Gpt2Block.Attention attention, Dropout dropout) {
        int columns = Padding.longest(read);
        NDArray x = lastBlock(Padding.ids(parameters.manager(), read), firstPositions(columns), attention, dropout);
        long[] places = IntStream.range(0, rows.size())
                .boxed()
                .flatMapToLong(r -> {
                    long first = (long) r * columns + rows.get(r).prompt().length - 1;
                    return Arrays.stream(rows.get(r).wanted()).mapToLong(position -> first + position);
                })
                .toArray();
        return finalNorm(Ops.select(x.reshape(-1, config.width()), Ops.longs(parameters.manager(), places), 0));
    }

    private static int[] input(Continuation row) {
        return IntStream.concat(Arrays.stream(row.prompt()), Arrays.stream(row.read()))
                .toArray();
    }

    /** Position ids {@code [1, columns]} from 0 on. */
    private NDArray firstPositions(int columns) {
        return Ops.longs(parameters.manager(), LongStream.range(0, columns).toArray())
                .reshape(1, columns);
    }

    @Override
    public Gpt2 copy() {
        return new Gpt2(config, parameters.copy());
    }

    /** Most tokens of a row. */
    public int maxTokens() {
        return config.positions();
    }

    /** Embeddings and the output of every block, the last one normalised: {@code layers + 1} arrays {@code [B, T, E]}. */
    public List<NDArray> hiddenStates(NDArray ids, NDArray positions, NDArray keyMask) {
        List<NDArray> states = new ArrayList<>();
        Gpt2Block.Attention attention = attention(ids, keyMask);
        NDArray x = embed(ids, positions);
        for (Gpt2Block block : blocks) {
            states.add(x);
            x = block.forward(x, attention, Dropout.NONE, null);
        }
        states.add(finalNorm(x));
        return states;
    }

    private NDArray lastBlock(NDArray ids, NDArray positions, Gpt2Block.Attention attention, Dropout dropout) {
        NDArray x = dropout.ofEmbedding(embed(ids, positions));
        for (Gpt2Block block : blocks) {
            NDArray input = x;
            x = Scopes.layer(() -> block.forward(input, attention, dropout, null));
        }
        return x;
    }

    private NDArray embed(NDArray ids, NDArray positions) {
        return Ops.embedding(parameters.get("transformer.wte.weight"), ids)
                .add(Ops.embedding(parameters.get("transformer.wpe.weight"), positions));
    }

    private NDArray finalNorm(NDArray x) {
        return Ops.layerNorm(
                x,
                parameters.get("transformer.ln_f.weight"),
                parameters.get("transformer.ln_f.bias"),
                config.layerNormEpsilon());
    }

    @Override
    public NDArray head(NDArray states) {
        return Ops.linear(states, parameters.get("transformer.wte.weight"), null);
    }

    /** Causal, and blind to what the key mask hides; plain causal without one. */
    private static Gpt2Block.Attention attention(NDArray ids, NDArray keyMask) {
        if (keyMask == null) {
            return Ops::causalAttention;
        }
        NDArray mask = Padding.causalMask(
                        keyMask.getManager(), (int) ids.getShape().get(1))
                .add(keyMask);
        return (q, k, v, scale, rate) -> Ops.maskedAttention(q, k, v, mask, scale, rate);
    }

    @Override
    public Dropout dropout() {
        return config.dropout();
    }

    /** The prompt. */
    @Override
    public int[] contextOf(int[] prompt) {
        return prompt;
    }

    @Override
    public Decoding start(List<int[]> prompts, int maxNewTokens) {
        return Torch.noGrad(() -> new Gpt2Decoding(prompts, maxNewTokens));
    }

    @Override
    public void close() {
        parameters.close();
    }

    /** Prompts' keys are shared by their rows; positions go on where each prompt ends. */
    private final class Gpt2Decoding extends Decoding {
        private int[] promptLength;

        Gpt2Decoding(List<int[]> prompts, int maxNewTokens) {
            super(
                    parameters.manager().newSubManager(),
                    config.layers(),
                    config.heads(),
                    config.width() / config.heads(),
                    prompts.size(),
                    maxNewTokens);
            promptLength = prompts.stream().mapToInt(p -> p.length).toArray();
            sharedMask = Padding.scoreMask(manager, prompts);
            Scopes.step(() -> {
                setLogits(Scopes.keep(manager, prefill(prompts)));
                return null;
            });
        }

        /** Padded on the right: causal attention alone keeps real tokens from seeing padding. */
        private NDArray prefill(List<int[]> prompts) {
            int columns = Padding.longest(prompts);
            NDArray ids = Padding.ids(manager, prompts);
            NDArray x = embed(ids, firstPositions(columns));
            for (int layer = 0; layer < blocks.size(); layer++) {
                int index = layer;
                NDArray input = x;
                x = Scopes.layer(() -> blocks.get(index)
                        .forward(input, Ops::causalAttention, Dropout.NONE, (k, v) -> share(index, k, v)));
            }
            long[] last = new long[prompts.size()];
            for (int p = 0; p < last.length; p++) {
                last[p] = (long) p * columns + promptLength[p] - 1;
            }
            NDArray ends = Ops.select(x.reshape(-1, config.width()), Ops.longs(manager, last), 0);
            return head(finalNorm(ends));
        }

        @Override
        NDArray forward(long[] tokens) {
            long[] positions = new long[tokens.length];
            for (int row = 0; row < positions.length; row++) {
                positions[row] = promptLength[promptOfRow[row]] + (long) length;
            }
            NDArray x = embed(Ops.longs(manager, tokens), Ops.longs(manager, positions));
            for (int layer = 0; layer < blocks.size(); layer++) {
                int index = layer;
                NDArray input = x;
                x = Scopes.layer(() -> blocks.get(index).step(input, this, index));
            }
            return head(finalNorm(x));
        }

        @Override
        void selectPrompts(int[] kept) {
            int[] lengths = new int[kept.length];
            for (int i = 0; i < kept.length; i++) {
                lengths[i] = promptLength[kept[i]];
            }
            promptLength = lengths;
        }
    }
}
