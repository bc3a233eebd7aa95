package org.rlgrad.train;

import java.util.ArrayList;
import java.util.List;

/**
 * A fixed number of transitions, filled episode by episode; the last one is cut where the buffer ends, and its next value
 * bootstraps (as in the reference, whose buffer is stable-baselines3's with one row).
 */
public final class RolloutBuffer {
    private final List<Episode> episodes = new ArrayList<>();
    private final int[] episodeOf;
    private final int[] tokenOf;
    private final float[] rewards;
    private final float[] values;
    private final boolean[] starts;
    private int filled;
    private float lastValue;
    private boolean lastDone;

    /** Of so many transitions. */
    public RolloutBuffer(int size) {
        episodeOf = new int[size];
        tokenOf = new int[size];
        rewards = new float[size];
        values = new float[size];
        starts = new boolean[size];
    }

    /** Whether there is room for more. */
    public boolean isFull() {
        return filled == episodeOf.length;
    }

    /** Number of transitions so far. */
    public int filled() {
        return filled;
    }

    /** Appends an episode's transitions, as many as find room, with rewards {@code task reward - beta k1}. */
    public void add(Episode episode, double klCoefficient) {
        if (isFull()) {
            return; // an episode without transitions would be none of the update's
        }
        float beta = (float) klCoefficient;
        episodes.add(episode);
        for (int token = 0; token < episode.length() && !isFull(); token++) {
            boolean last = token == episode.length() - 1;
            episodeOf[filled] = episodes.size() - 1;
            tokenOf[filled] = token;
            float klReward = -beta * episode.k1(token);
            rewards[filled] = last ? episode.reward() + klReward : klReward;
            values[filled] = episode.values()[token];
            starts[filled] = token == 0;
            lastValue = last ? 0 : episode.values()[token + 1];
            lastDone = last && episode.done();
            filled++;
        }
    }

    /**
     * A full buffer with its advantages.
     *
     * @param normalizeRewards whether rewards are standardised first (population standard deviation + 1e-8)
     */
    public Transitions finish(double gamma, double lambda, boolean normalizeRewards) {
        if (!isFull()) {
            throw new IllegalStateException("the buffer holds " + filled + " of " + episodeOf.length + " transitions");
        }
        float[] used = normalizeRewards ? standardized(rewards) : rewards;
        GeneralizedAdvantages advantages =
                GeneralizedAdvantages.of(used, values, starts, lastValue, lastDone, gamma, lambda);
        return new Transitions(
                episodes, episodeOf, tokenOf, used, values, advantages.advantages(), advantages.returns());
    }

    /**
     * The transitions of an update.
     *
     * @param episodeOf for each transition its place in {@code episodes}
     * @param tokenOf for each transition its token in the episode
     */
    public record Transitions(
            List<Episode> episodes,
            int[] episodeOf,
            int[] tokenOf,
            float[] rewards,
            float[] values,
            float[] advantages,
            float[] returns) {

        int size() {
            return episodeOf.length;
        }

        /** log pi of each transition, over the whole vocabulary. */
        float[] logProbs() {
            float[] logProbs = new float[size()];
            for (int t = 0; t < logProbs.length; t++) {
                logProbs[t] = episodes.get(episodeOf[t]).logProbs()[tokenOf[t]];
            }
            return logProbs;
        }

        /** 1 - Var(returns - values) / Var(returns). */
        double explainedVariance() {
            float[] residuals = new float[returns.length];
            for (int t = 0; t < residuals.length; t++) {
                residuals[t] = returns[t] - values[t];
            }
            double variance = Moments.of(returns).variance();
            return variance == 0 ? Double.NaN : 1 - Moments.of(residuals).variance() / variance;
        }
    }

    private static float[] standardized(float[] values) {
        Moments moments = Moments.of(values);
        float[] standardized = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            standardized[i] = (float) ((values[i] - moments.mean()) / (moments.std() + 1e-8));
        }
        return standardized;
    }
}
