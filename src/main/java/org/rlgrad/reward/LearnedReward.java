package org.rlgrad.reward;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.config.MetricConfig;
import org.rlgrad.config.Side;
import org.rlgrad.model.EncoderConfig;
import org.rlgrad.model.weights.Checkpoint;

/**
 * A classifier's probability of one label for prompt and output together.
 *
 * <p>Differs from the reference: the classifier is loaded once and takes texts in batches of similar length, where the
 * reference builds it anew for every single text. Values agree up to rounding.
 */
public final class LearnedReward implements RewardFunction {
    private final MetricConfig.LearnedReward config;
    private final TextClassifier classifier;

    private LearnedReward(MetricConfig.LearnedReward config, TextClassifier classifier) {
        this.config = config;
        this.classifier = classifier;
    }

    /**
     * Loads classifier and tokenizer from one folder.
     *
     * @throws Failure if files are missing or damaged, tokenizer and classifier do not fit, or there is no such label
     */
    static LearnedReward load(MetricConfig.LearnedReward config, Path folder, Device device) {
        check(config, folder);
        return new LearnedReward(config, TextClassifier.load(folder, device));
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
        float[][] probabilities = classifier.probabilities(texts, config.batchSize(), Side.LEFT);
        double[][] rewards = new double[inputs.size()][];
        int at = 0;
        for (int i = 0; i < rewards.length; i++) {
            rewards[i] = new double[inputs.get(i).texts().size()];
            for (int j = 0; j < rewards[i].length; j++) {
                rewards[i][j] = probabilities[at++][config.labelIx()];
            }
        }
        return rewards;
    }

    @Override
    public void close() {
        classifier.close();
    }
}
