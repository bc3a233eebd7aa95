package org.rlgrad.train;

import java.util.OptionalDouble;

/**
 * The coefficient beta of the KL penalty, which follows the measured KL if there is a target (Ziegler et al. 2019, section 2.2).
 *
 * <p>A step changes it by at most 2 %: the relative error is clipped at 0.2 and weighted by 0.1.
 */
public final class KlController {
    private static final double GAIN = 0.1;
    private static final double LARGEST_ERROR = 0.2;

    private final OptionalDouble target;
    private double coefficient;

    /** @param target mean KL per token; empty: beta stays as it is */
    public KlController(double coefficient, OptionalDouble target) {
        this.coefficient = coefficient;
        this.target = target;
    }

    /** beta. */
    public double coefficient() {
        return coefficient;
    }

    /** Takes up a saved beta. */
    void restore(double saved) {
        coefficient = saved;
    }

    /** Adapts beta to the mean k1 estimate per token of a rollout. */
    public void update(double kl) {
        if (target.isPresent()) {
            double error = (kl - target.getAsDouble()) / target.getAsDouble();
            coefficient *= 1 + GAIN * Math.max(-LARGEST_ERROR, Math.min(LARGEST_ERROR, error));
        }
    }
}
