package org.rlgrad.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rlgrad.tensor.MaskOps;
import org.rlgrad.tensor.Ops;

/** Values in double precision and by their definitions; gradients by finite differences of these. */
class MaskedPolicyObjectivesTest {
    /** The fourth token is allowed, but less likely than float32's epsilon. */
    private static final double[] LOGITS = {0.3, 1.7, -0.4, -18, 0.9};

    private static final boolean[] ALLOWED = {true, false, true, true, true};
    private static final double EPSILON = Math.pow(2, -23);

    @Test
    void unnormalisedEntropy() {
        check(p -> MaskedPolicyObjectives.unnormalisedEntropy(p, allowed(p)), p -> {
            double z = mass(p);
            return -sum(a -> p[a] / z * Math.log(Math.max(EPSILON, p[a])));
        });
        double[] p = new Policy(LOGITS).probabilities();
        double z = mass(p);
        double entropy = -sum(a -> p[a] / z * Math.log(p[a] / z));
        assertThat(new Policy(LOGITS).value(l -> MaskedPolicyObjectives.unnormalisedEntropy(l, allowed(l))))
                .as("H(pi~) - log Z, up to the clamp of the fourth token")
                .isCloseTo(entropy - Math.log(z), within(1e-6));
        assertThat(Math.log(z)).isLessThan(-0.5);
    }

    @Test
    void renormalisedEntropy() {
        check(p -> MaskedPolicyObjectives.renormalisedEntropy(p, allowed(p)), p -> {
            double z = mass(p);
            return -sum(a -> p[a] / z * Math.log(p[a] / z));
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 3, 4})
    void renormalisedLogProbs(int token) {
        check(
                p -> MaskedPolicyObjectives.renormalisedLogProbs(p, allowed(p), Ops.longs(p.getManager(), token)),
                p -> Math.log(p[token] / mass(p)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void clampedLogProbs(int token) {
        check(
                p -> MaskedPolicyObjectives.clampedLogProbs(Ops.tokenLogProbs(p, Ops.longs(p.getManager(), token))),
                p -> Math.log(Math.max(EPSILON, p[token])));
        Policy certain = new Policy(40, 0, 0);
        Function<NDArray, NDArray> clamped =
                p -> MaskedPolicyObjectives.clampedLogProbs(Ops.tokenLogProbs(p, Ops.longs(p.getManager(), 0)));
        assertThat(certain.value(clamped)).isCloseTo(-EPSILON, within(1e-12));
        assertThat(Policy.norm(certain.gradient(clamped))).isZero();
    }

    /** With every token allowed the mask says nothing. */
    @Test
    void aFullMaskIsNone() {
        Policy policy = new Policy(0.2, -1, 1.5);
        Function<NDArray, NDArray> all = MaskOps::possible;
        double entropy = policy.value(Ops::entropy);
        assertThat(policy.value(p -> MaskedPolicyObjectives.unnormalisedEntropy(p, all.apply(p))))
                .isCloseTo(entropy, within(1e-6));
        assertThat(policy.value(p -> MaskedPolicyObjectives.renormalisedEntropy(p, all.apply(p))))
                .isCloseTo(entropy, within(1e-6));
    }

    private static void check(Function<NDArray, NDArray> objective, ToDoubleFunction<double[]> naive) {
        double expected = naive.applyAsDouble(new Policy(LOGITS).probabilities());
        assertThat(new Policy(LOGITS).value(objective)).isCloseTo(expected, within(2e-6 * (1 + Math.abs(expected))));
        double[] gradient = new Policy(LOGITS).gradient(objective);
        for (int a = 0; a < LOGITS.length; a++) {
            double step = 1e-5;
            double[] up = LOGITS.clone();
            double[] down = LOGITS.clone();
            up[a] += step;
            down[a] -= step;
            double slope = (naive.applyAsDouble(new Policy(up).probabilities())
                            - naive.applyAsDouble(new Policy(down).probabilities()))
                    / (2 * step);
            assertThat(gradient[a]).as("of token %d", a).isCloseTo(slope, within(3e-6));
        }
    }

    private static NDArray allowed(NDArray logProbs) {
        float[] scores = new float[ALLOWED.length];
        for (int a = 0; a < scores.length; a++) {
            scores[a] = ALLOWED[a] ? 0 : Float.NEGATIVE_INFINITY;
        }
        return MaskOps.possible(Ops.floats(logProbs.getManager(), scores).reshape(1, scores.length));
    }

    private static double mass(double[] p) {
        return sum(a -> p[a]);
    }

    private static double sum(IntToDoubleFunction term) {
        return IntStream.range(0, ALLOWED.length)
                .filter(a -> ALLOWED[a])
                .mapToDouble(term)
                .sum();
    }
}
