package org.rlgrad.train;

import java.util.List;
import org.rlgrad.model.Continuation;

/** What PPO takes for the log-probabilities and entropies of the policy at a buffer's transitions: the policy's own, or NLPO's. */
public interface ActionScores extends AutoCloseable {
    /** Log-probabilities of all transitions when they were sampled. */
    float[] old();

    /**
     * Scores now, with gradients where the thread records them.
     *
     * @param rows whose wanted tokens are the transitions
     * @param transitions places in the buffer, in the order of the wanted tokens
     */
    TokenPolicy.Scores of(List<Continuation> rows, int[] transitions);

    /** The policy's own, over the whole vocabulary. */
    static ActionScores plain(TokenPolicy policy, RolloutBuffer.Transitions transitions, boolean learnsEntropy) {
        float[] old = transitions.logProbs();
        return new ActionScores() {
            @Override
            public float[] old() {
                return old;
            }

            @Override
            public TokenPolicy.Scores of(List<Continuation> rows, int[] chosen) {
                return policy.score(rows, learnsEntropy);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    void close();
}
