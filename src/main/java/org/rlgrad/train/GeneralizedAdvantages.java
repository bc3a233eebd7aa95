package org.rlgrad.train;

/**
 * Generalised advantage estimation (Schulman et al. 2016, equations 11 to 16) over episodes that lie one after the other, in
 * float32 as stable-baselines3 computes it.
 *
 * @param advantages A_t
 * @param returns A_t + V_t, what values are trained towards
 */
public record GeneralizedAdvantages(float[] advantages, float[] returns) {

    /**
     * Backwards through the buffer: {@code delta_t = r_t + gamma V_{t+1} n_t - V_t}, {@code A_t = delta_t + gamma lambda n_t
     * A_{t+1}}, where n_t is 0 if another episode begins at t + 1.
     *
     * @param rewards r_t
     * @param values V_t
     * @param starts whether t is the first transition of its episode
     * @param lastValue V after the last transition, if its episode goes on
     * @param lastDone whether the last transition ended its episode
     */
    public static GeneralizedAdvantages of(
            float[] rewards,
            float[] values,
            boolean[] starts,
            float lastValue,
            boolean lastDone,
            double gamma,
            double lambda) {
        float[] advantages = new float[rewards.length];
        float[] returns = new float[rewards.length];
        float discount = (float) gamma;
        float trace = (float) (gamma * lambda);
        float advantage = 0;
        for (int t = rewards.length - 1; t >= 0; t--) {
            boolean last = t == rewards.length - 1;
            float goesOn = (last ? lastDone : starts[t + 1]) ? 0 : 1;
            float nextValue = last ? lastValue : values[t + 1];
            float delta = rewards[t] + discount * nextValue * goesOn - values[t];
            advantage = delta + trace * goesOn * advantage;
            advantages[t] = advantage;
            returns[t] = advantage + values[t];
        }
        return new GeneralizedAdvantages(advantages, returns);
    }
}
