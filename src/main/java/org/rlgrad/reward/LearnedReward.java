package org.rlgrad.reward;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.config.MetricConfig;
import org.rlgrad.config.Side;
import org.rlgrad.model.EncoderConfig;
import org.rlgrad.model.SequenceClassifier;
import org.rlgrad.model.weights.Checkpoint;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;
import org.rlgrad.tokenizer.PaddedBatch;
import org.rlgrad.tokenizer.Tokenizer;

/**
 * A classifier's probability of one label for prompt and output together.
 *
 * <p>Differs from the reference: the classifier is loaded once and takes texts in batches of similar length, where the
 * reference builds it anew for every single text. Values agree up to rounding.
 */
public final class LearnedReward implements RewardFunction {
    private final MetricConfig.LearnedReward config;
    private final Tokenizer tokenizer;
    private final SequenceClassifier classifier;
    private final int maxTokens;

    private LearnedReward(MetricConfig.LearnedReward config, Tokenizer tokenizer, SequenceClassifier classifier) {
        this.config = config;
        this.tokenizer = tokenizer;
        this.classifier = classifier;
        this.maxTokens = Math.min(tokenizer.modelMaxLength(), classifier.maxTokens());
    }

    /**
     * Loads classifier and tokenizer from one folder.
     *
     * @throws Failure if files are missing or damaged, tokenizer and classifier do not fit, or there is no such label
     */
    static LearnedReward load(MetricConfig.LearnedReward config, Path folder, Device device) {
        check(config, folder);
        SequenceClassifier classifier = SequenceClassifier.load(folder, device);
        try {
            Tokenizer tokenizer = Tokenizer.load(folder);
            LearnedReward reward = new LearnedReward(config, tokenizer, classifier);
            try {
                reward.checkTokenizer(folder);
                return reward;
            } catch (RuntimeException e) {
                tokenizer.close();
                throw e;
            }
        } catch (RuntimeException e) {
            classifier.close();
            throw e;
        }
    }

    /** Looks at the classifier's folder without loading it. */
    static void check(MetricConfig.LearnedReward config, Path folder) {
        int labels = EncoderConfig.of(folder).labels();
        if (config.labelIx() >= labels) {
            throw new Failure(
                    ExitCode.BAD_CONFIG,
                    "learned_reward: label_ix: " + config.labelIx() + ", but " + folder + " has " + labels
                            + " labels, counted from 0");
        }
        Checkpoint.files(folder);
    }

    private void checkTokenizer(Path folder) {
        if (tokenizer.vocabularySize() > classifier.config().vocabularySize()) {
            throw Failure.badData(folder + ": its tokenizer has " + tokenizer.vocabularySize()
                    + " tokens, its classifier only " + classifier.config().vocabularySize());
        }
    }

    @Override
    public String key() {
        return "semantic/learned_automodel_metric";
    }

    @Override
    public double[][] score(List<Outputs> inputs) {
        List<String> texts = new ArrayList<>();
        for (Outputs outputs : inputs) {
            String prompt = config.includePromptForEval() ? outputs.sample().prompt() : "";
            outputs.texts().forEach(text -> texts.add(prompt + text));
        }
        double[] flat = probabilities(texts);
        double[][] rewards = new double[inputs.size()][];
        int at = 0;
        for (int i = 0; i < rewards.length; i++) {
            int count = inputs.get(i).texts().size();
            rewards[i] = Arrays.copyOfRange(flat, at, at + count);
            at += count;
        }
        return rewards;
    }

    private double[] probabilities(List<String> texts) {
        List<int[]> tokens = tokenizer.encodeAll(texts, maxTokens, Side.LEFT);
        int[] byLength = IntStream.range(0, tokens.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> tokens.get(i).length))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] result = new double[texts.size()];
        for (int start = 0; start < byLength.length; start += config.batchSize()) {
            int[] batch = Arrays.copyOfRange(byLength, start, Math.min(start + config.batchSize(), byLength.length));
            double[] probabilities =
                    classify(Arrays.stream(batch).mapToObj(tokens::get).toList());
            for (int i = 0; i < batch.length; i++) {
                result[batch[i]] = probabilities[i];
            }
        }
        return result;
    }

    private double[] classify(List<int[]> rows) {
        PaddedBatch batch = PaddedBatch.toLongest(rows, classifier.config().paddingId(), Side.RIGHT);
        return Torch.noGrad(() -> Scopes.step(() -> {
            NDArray logits = classifier.logits(longs(batch.ids()), longs(batch.mask()), null);
            float[] probabilities = logits.softmax(1).toFloatArray();
            int labels = classifier.config().labels();
            return IntStream.range(0, rows.size())
                    .mapToDouble(row -> probabilities[row * labels + config.labelIx()])
                    .toArray();
        }));
    }

    private static long[][] longs(int[][] rows) {
        return Arrays.stream(rows)
                .map(row -> Arrays.stream(row).asLongStream().toArray())
                .toArray(long[][]::new);
    }

    @Override
    public void close() {
        tokenizer.close();
        classifier.close();
    }
}
