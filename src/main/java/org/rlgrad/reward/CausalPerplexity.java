package org.rlgrad.reward;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.MetricConfig;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.data.Sample;
import org.rlgrad.hub.ModelLocation;
import org.rlgrad.model.Gpt2;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;
import org.rlgrad.tokenizer.Tokenizer;

/**
 * Perplexity of the policy itself on the references of a split (not on generations), as one long text, in windows: each window
 * scores {@code stride} new tokens, given as many of those before them as the model has room for.
 *
 * <p>{@link Fidelity#REFERENCE} multiplies a window's mean cross-entropy with the number of its new tokens. The first window has
 * one prediction less than new tokens, since nothing predicts the very first. {@link Fidelity#CORRECTED} weights each prediction
 * alike.
 *
 * <p>Differs from the reference: a window that predicts nothing (a single last token where the stride is the whole model length)
 * counts nothing; there the result is NaN.
 */
public final class CausalPerplexity {
    /** Predictions that a forward pass scores; with GPT-2's vocabulary their logits take 200 MB. */
    private static final int PREDICTIONS_AT_ONCE = 1024;

    private CausalPerplexity() {}

    /**
     * @param begin first token that the model sees
     * @param end one past the last
     * @param fresh tokens that no window before had
     */
    private record Window(int begin, int end, int fresh) {
        int length() {
            return end - begin;
        }

        /** How many tokens it predicts: the new ones, but never its own first. */
        int predictions() {
            return Math.min(fresh, length() - 1);
        }
    }

    /**
     * The texts to score: all references, or the {@code reference} of each sample's metadata.
     *
     * @throws Failure if the metadata have none
     */
    public static List<String> texts(List<Sample> samples, boolean useTextFromMetaData) {
        if (!useTextFromMetaData) {
            return samples.stream()
                    .flatMap(sample -> sample.references().stream())
                    .toList();
        }
        return samples.stream()
                .map(sample -> {
                    String text = sample.metadata().path("reference").textValue();
                    if (text == null) {
                        throw Failure.badData(
                                "causal_perplexity: use_text_from_meta_data: sample " + sample.id()
                                        + " has no text \"reference\" in its metadata; leave the argument out for this data pool");
                    }
                    return text;
                })
                .toList();
    }

    /**
     * The perplexity, at least 1.
     *
     * @param texts joined by an empty line
     * @param stride new tokens of a window
     * @throws Failure if the policy is no GPT-2, the stride exceeds its length, the tokenizer is another model's, or there is
     *     nothing to predict
     */
    public static double of(
            LanguageModel policy, Tokenizer tokenizer, List<String> texts, int stride, Fidelity fidelity) {
        if (!(policy instanceof Gpt2 model)) {
            throw Failure.badData("causal_perplexity: the policy is no GPT-2 model; take the metric out");
        }
        if (tokenizer.vocabularySize() > model.vocabularySize()) {
            throw new Failure(
                    ExitCode.BAD_CONFIG,
                    "causal_perplexity: tokenizer_id: it has " + tokenizer.vocabularySize()
                            + " tokens, the policy only " + model.vocabularySize());
        }
        return of(model, tokenizer.encodeWithoutSpecialTokens(String.join("\n\n", texts)), stride, fidelity);
    }

    /**
     * The tokenizer that {@code tokenizer_id} names, loaded; empty for the policy's own.
     *
     * @throws Failure if it is missing or damaged
     */
    public static Optional<Tokenizer> tokenizer(MetricConfig.CausalPerplexity config) {
        return config.tokenizerId().map(ModelLocation::resolveOfMetric).map(Tokenizer::load);
    }

    /** The same of the policy that the configuration names, which is loaded for it. */
    static double ofFolder(MetricConfig.CausalPerplexity config, List<String> texts, Fidelity fidelity, Device device) {
        String name = config.model()
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE,
                        "causal_perplexity: name the policy (a GPT-2 folder or hub id): --model FOLDER"));
        Path folder = ModelLocation.resolveOfMetric(name);
        Path tokenizerFolder =
                ModelLocation.resolveOfMetric(config.tokenizerId().orElse(name));
        try (LanguageModel policy = LanguageModel.load(folder, ModelType.CAUSAL, device);
                Tokenizer tokenizer = Tokenizer.load(tokenizerFolder)) {
            return of(policy, tokenizer, texts, config.stride(), fidelity);
        }
    }

    /** The same of token ids. */
    static double of(Gpt2 model, int[] tokens, int stride, Fidelity fidelity) {
        if (stride < 1 || stride > model.maxTokens()) {
            throw new Failure(
                    ExitCode.BAD_CONFIG,
                    "causal_perplexity: stride: " + stride + " is not between 1 and the model's " + model.maxTokens()
                            + " positions");
        }
        if (tokens.length < 2) {
            throw Failure.badData("causal_perplexity: the references have fewer than two tokens");
        }
        List<Window> windows = windows(tokens.length, stride, model.maxTokens());
        double loss = 0;
        long weights = 0;
        for (int start = 0; start < windows.size(); ) {
            int end = batchEnd(windows, start);
            Window first = windows.get(start);
            double sum = first.predictions() == 0 ? 0 : -logProbability(model, tokens, windows.subList(start, end));
            int count = (end - start) * first.predictions();
            long weight =
                    switch (fidelity) {
                        case REFERENCE -> (long) (end - start) * first.fresh();
                        case CORRECTED -> count;
                    };
            loss += count == 0 ? 0 : weight * (sum / count);
            weights += weight;
            start = end;
        }
        return Math.exp(loss / weights);
    }

    private static List<Window> windows(int tokens, int stride, int maxTokens) {
        List<Window> windows = new ArrayList<>();
        for (int i = 0; i < tokens; i += stride) {
            int end = Math.min(i + stride, tokens);
            windows.add(new Window(Math.max(i + stride - maxTokens, 0), end, end - i));
        }
        return windows;
    }

    /** One past the last of the windows that have the form of the first and fit into one forward pass. */
    private static int batchEnd(List<Window> windows, int start) {
        Window first = windows.get(start);
        int end = start + 1;
        while (end < windows.size()
                && windows.get(end).length() == first.length()
                && windows.get(end).fresh() == first.fresh()
                && (end - start + 1) * first.fresh() <= PREDICTIONS_AT_ONCE) {
            end++;
        }
        return end;
    }

    /** Of all predicted tokens of windows of one form, in nats. */
    private static double logProbability(Gpt2 model, int[] tokens, List<Window> windows) {
        int length = windows.get(0).length();
        int predictions = windows.get(0).predictions();
        long[][] ids = new long[windows.size()][];
        long[][] predicted = new long[windows.size()][];
        for (int row = 0; row < ids.length; row++) {
            Window window = windows.get(row);
            ids[row] = Arrays.stream(tokens, window.begin(), window.end())
                    .asLongStream()
                    .toArray();
            predicted[row] = Arrays.copyOfRange(ids[row], length - predictions, length);
        }
        return Torch.noGrad(() -> Scopes.step(() -> {
            NDArray logits =
                    model.logits(Ops.ids(model.parameters().manager(), ids), length - 1 - predictions, length - 1);
            NDArray logProbs =
                    Ops.tokenLogProbs(logits, Ops.ids(model.parameters().manager(), predicted));
            double sum = 0;
            for (float logProb : logProbs.toFloatArray()) {
                sum += logProb;
            }
            return sum;
        }));
    }
}
