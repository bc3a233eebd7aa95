package org.rlgrad.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.List;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.model.weights.Checkpoint;
import org.rlgrad.model.weights.ModelJson;
import org.rlgrad.random.TorchRandom;
import org.rlgrad.tensor.Dropout;
import org.rlgrad.tensor.Parameters;
import org.rlgrad.tensor.Torch;

/** A model that continues token sequences: decoder-only ({@link Gpt2}) or encoder-decoder ({@link T5}). */
public sealed interface LanguageModel extends AutoCloseable permits Gpt2, T5 {

    /**
     * Loads a Hugging Face checkpoint folder.
     *
     * @throws Failure if files are missing or damaged, the family is not supported, or it does not fit {@code type}
     */
    static LanguageModel load(Path folder, ModelType type, Device device) {
        ModelJson json = ModelJson.open(folder);
        Architecture.checkType(json, type);
        Checkpoint checkpoint = Checkpoint.open(folder);
        return switch (type) {
            case CAUSAL -> Gpt2.load(Gpt2Config.of(json), checkpoint, device);
            case SEQ2SEQ -> T5.load(T5Config.of(json), checkpoint, device);
        };
    }

    /**
     * A new model of a folder's {@code config.json}, with the random weights that transformers draws for its family, in distribution.
     *
     * @throws Failure if the file is missing or damaged, the family is not supported, or it does not fit {@code type}
     */
    static LanguageModel initialized(Path folder, ModelType type, TorchRandom random, Device device) {
        ModelJson json = ModelJson.open(folder);
        Architecture.checkType(json, type);
        Parameters parameters = new Parameters(Torch.newManager(device));
        Initializer initializer = new Initializer(parameters, random);
        return switch (type) {
            case CAUSAL -> {
                Gpt2Config config = Gpt2Config.of(json);
                initializer.gpt2(config, json.number("initializer_range", 0.02));
                yield new Gpt2(config, parameters);
            }
            case SEQ2SEQ -> {
                T5Config config = T5Config.of(json);
                initializer.t5(config, json.number("initializer_factor", 1));
                yield new T5(config, parameters);
            }
        };
    }

    /** The weights. */
    Parameters parameters();

    /** V, the width of the logits. */
    int vocabularySize();

    /** E, the width of hidden states. */
    int width();

    /**
     * Teacher forcing: one pass over whole sequences gives, for each wanted token, the final hidden state that predicts it, with
     * gradients where the thread records them. Padding and sharing of prompts are this method's own business.
     *
     * @param rows at least one; nothing after a row's last wanted token is computed
     * @return {@code [n, E]}, the wanted tokens of all rows, one row after the other
     */
    default NDArray states(List<Continuation> rows) {
        return states(rows, Dropout.NONE);
    }

    /** The same with dropout, whose random masks come from the engine's generator ({@link Dropout#seed}). */
    NDArray states(List<Continuation> rows, Dropout dropout);

    /** The rates that the checkpoint was configured with. */
    Dropout dropout();

    /** Logits {@code [..., V]} of final hidden states {@code [..., E]}. */
    NDArray head(NDArray states);

    /** A model of its own with the same weights, which collect no gradients. */
    LanguageModel copy();

    /** The tokens that stand before the first new one in the sequence that is continued: what repetition rules look back on. */
    int[] contextOf(int[] prompt);

    /**
     * Reads prompts once and stands ready to continue each of them, without gradients.
     *
     * @param prompts token ids, not padded; at least one prompt, each of at least one token
     * @param maxNewTokens most tokens that will be appended to a row
     */
    Decoding start(List<int[]> prompts, int maxNewTokens);

    @Override
    void close();
}
