package org.rlgrad.study.forecast;

/**
 * How long gradient flow takes on one input, after the separation of section 4.3 of Razin et al. 2024 (arXiv 2310.20703): Omega(1 / STD^2)
 * for reinforcement finetuning (RFT), O(log(1 / STD)) for supervised finetuning (SFT).
 *
 * <p>The model is the simplest that has both. An input has two outputs, with rewards that differ by {@code difference}; the policy is a
 * softmax of two free logits, the good output has probability p = sigmoid(z), z the difference of the logits. Gradient flow on the
 * expected reward gives dz/dt = 2 difference p (1 - p), on the good output's log-likelihood dz/dt = 2 (1 - p). Both are integrated in
 * closed form. Time is in units of flow at learning rate 1, so that only ratios of times of the same method mean something.
 */
final class EscapeTime {
    private EscapeTime() {}

    /**
     * Time in which RFT raises the good output's probability.
     *
     * @param from in (0, 1)
     * @param to in [from, 1)
     * @param difference of the two rewards, positive
     */
    static double ofReinforcement(double from, double to, double difference) {
        return (reinforced(to) - reinforced(from)) / (2 * difference);
    }

    /** Integral of dp / (p (1 - p))^2. */
    private static double reinforced(double p) {
        return 1 / (1 - p) - 1 / p + 2 * logOdds(p);
    }

    /** The same for SFT, for which rewards do not matter. */
    static double ofSupervision(double from, double to) {
        return (supervised(to) - supervised(from)) / 2;
    }

    /** Integral of dp / (p (1 - p)^2). */
    private static double supervised(double p) {
        return logOdds(p) + 1 / (1 - p);
    }

    private static double logOdds(double p) {
        return Math.log(p) - Math.log1p(-p);
    }

    /**
     * The largest probability that an output can have whose reward lies {@code gap} above the mean of a reward with standard deviation
     * {@code std}, whatever the reward's distribution is otherwise (Cantelli's inequality). A reward of two values attains it: its odds
     * are (std / gap)^2.
     *
     * @param gap positive
     */
    static double largestProbability(double std, double gap) {
        return std * std / (std * std + gap * gap);
    }
}
