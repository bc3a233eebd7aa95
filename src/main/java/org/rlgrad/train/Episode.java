package org.rlgrad.train;

import java.util.Arrays;
import org.rlgrad.model.Continuation;

/**
 * One sampled output with what the models think of its L tokens.
 *
 * @param sample index of its input among the training samples
 * @param prompt tokens
 * @param tokens the L actions, the end token included
 * @param done whether the end token or the longest length was reached; only then is there a reward
 * @param text what was generated, without special tokens
 * @param reward the task's, earned with the last token; 0 unless done
 * @param logProbs log pi(a_t | s_t) of the policy that sampled, at its temperature
 * @param referenceLogProbs those of the reference model
 * @param values V(s_t); empty where nothing is bootstrapped
 */
public record Episode(
        int sample,
        int[] prompt,
        int[] tokens,
        boolean done,
        String text,
        float reward,
        float[] logProbs,
        float[] referenceLogProbs,
        float[] values) {

    /** L. */
    int length() {
        return tokens.length;
    }

    /** The k1 estimate of KL(policy || reference) at a token: log pi - log reference. */
    float k1(int token) {
        return logProbs[token] - referenceLogProbs[token];
    }

    /** Likewise k3, which is never negative: {@code exp(-k1) - 1 + k1} (Schulman 2020). */
    double k3(int token) {
        double k1 = k1(token);
        return Math.expm1(-k1) + k1;
    }

    /** Sum of k1 over the tokens. */
    double kl() {
        double sum = 0;
        for (int token = 0; token < tokens.length; token++) {
            sum += k1(token);
        }
        return sum;
    }

    /** All tokens, to be scored. */
    Continuation continuation() {
        return Continuation.whole(prompt, tokens);
    }

    /** These tokens (ascending) alone, to be scored. */
    Continuation continuation(int[] wanted) {
        return new Continuation(prompt, tokens, wanted);
    }

    Episode rewarded(float earned) {
        return new Episode(sample, prompt, tokens, done, text, earned, logProbs, referenceLogProbs, values);
    }

    Episode scored(float[] newLogProbs, float[] newReferenceLogProbs, float[] newValues) {
        return new Episode(sample, prompt, tokens, done, text, reward, newLogProbs, newReferenceLogProbs, newValues);
    }

    @Override
    public String toString() {
        return "episode of sample " + sample + ": " + Arrays.toString(tokens) + ", reward " + reward;
    }
}
