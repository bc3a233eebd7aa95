package org.rlgrad.reward;

import java.util.List;
import org.rlgrad.config.RewardConfig;

/**
 * The reward {@code intent_accuracy}: has a dialog's answer the right intent, and how near is it to the real one?
 *
 * <p>Differs from the reference: the METEOR of an output is its own, under both fidelities; there it is the mean over the
 * finished episodes before it in the batch as well, so that an episode is paid for others. No configuration of the paper uses it.
 *
 * @param intents 1 or 0; closed with this one
 * @param meteor added if {@code shape} says so
 */
record IntentReward(RewardConfig.IntentAccuracy config, IntentAccuracy intents, RewardFunction meteor)
        implements RewardFunction {

    @Override
    public String key() {
        return config.shape() ? "intent/accuracy_and_meteor" : intents.key();
    }

    @Override
    public double[][] score(List<Outputs> inputs) {
        double[][] rewards = intents.score(inputs);
        double[][] similarities = config.shape() ? meteor.score(inputs) : new double[0][];
        for (int i = 0; i < rewards.length; i++) {
            for (int j = 0; j < rewards[i].length; j++) {
                rewards[i][j] *= config.intentCoeff();
                if (config.shape()) {
                    rewards[i][j] += config.autoCoeff() * similarities[i][j];
                }
            }
        }
        return rewards;
    }

    @Override
    public void close() {
        intents.close();
    }
}
