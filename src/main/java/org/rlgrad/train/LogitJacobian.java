package org.rlgrad.train;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.rlgrad.model.Continuation;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.tensor.Gradients;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/**
 * gamma(x; theta) of Theorem 1 (Razin et al. 2024): the largest spectral norm of the Jacobian J of the next token's logits with
 * respect to all parameters, over the prefixes of outputs. Over the prefixes that are looked at only, so a lower bound of it.
 *
 * <p>Power iteration on J J^T. J^T v is a backward pass. J d is a central difference of the logits along the parameters'
 * direction d, since the engine differentiates backwards only; its error can slow the iteration down, but not lift the result,
 * |J^T v| for a unit vector v, above the norm.
 */
public final class LogitJacobian implements AutoCloseable {
    /** How far, in Euclidean norm, a difference moves the logits: well above their rounding, and still nearly linear. */
    private static final double LOGIT_STEP = 0.1;

    /** Growth by less than this ends the iteration. Close singular values would take it far longer, for little. */
    private static final double SLOWEST = 1e-4;

    private static final int MOST_ITERATIONS = 50;
    private static final long START_SEED = 5;

    private final LanguageModel model;
    private final LanguageModel moved;

    /** Of a model, of which it keeps a copy to move about. */
    public LogitJacobian(LanguageModel model) {
        this.model = model;
        this.moved = model.copy();
        model.parameters().requireGradients();
    }

    /**
     * A few prefixes of outputs, from no token to all but the last: the j-th of k is a prefix of the j-th output, by j / (k - 1) of
     * its length.
     */
    public static List<Continuation> prefixes(int[] prompt, int[][] outputs, int most) {
        int count = Math.min(most, outputs.length);
        return IntStream.range(0, count)
                .mapToObj(j -> {
                    int last = (outputs[j].length - 1) * j / Math.max(1, count - 1);
                    return new Continuation(prompt, outputs[j], new int[] {last});
                })
                .toList();
    }

    /** An estimate of the norm and the unit vector, {@code [V]}, that the next iteration begins with. */
    private record Iterate(double norm, float[] next) {}

    /**
     * The largest spectral norm over prefixes: from below, to a few hundredths where singular values lie close together, and far better
     * where the largest stands out.
     *
     * @param prefixes at least one; the last wanted token of each is the one that follows the prefix
     */
    public double largestNorm(List<Continuation> prefixes) {
        double largest = 0;
        for (Continuation prefix : prefixes) {
            Iterate last = new Iterate(0, unit(random(model.vocabularySize())));
            for (int i = 0; i < MOST_ITERATIONS; i++) {
                Iterate iterate = improve(prefix, last.next);
                boolean converged = iterate.norm <= last.norm * (1 + SLOWEST);
                last = iterate;
                if (converged) {
                    break;
                }
            }
            largest = Math.max(largest, last.norm);
        }
        return largest;
    }

    /** |J^T v|, and J J^T v scaled to norm 1. */
    private Iterate improve(Continuation prefix, float[] v) {
        return Scopes.step(() -> {
            NDArray projected = Scopes.layer(() -> Torch.recording(() -> {
                NDArray logits = logits(model, prefix);
                return logits.mul(Ops.floats(logits.getManager(), v)).sum();
            }));
            Gradients direction = Gradients.of(projected, model.parameters());
            double norm = direction.norm().getFloat();
            if (norm == 0) {
                return new Iterate(0, v);
            }
            double step = LOGIT_STEP / (norm * norm);
            float[] difference = movedLogits(prefix, direction, step);
            float[] backwards = movedLogits(prefix, direction, -step);
            for (int i = 0; i < difference.length; i++) {
                difference[i] -= backwards[i];
            }
            return new Iterate(norm, unit(difference));
        });
    }

    private float[] movedLogits(Continuation prefix, Gradients direction, double step) {
        direction.displace(model.parameters(), step, moved.parameters());
        return Scopes.step(() -> Torch.noGrad(() -> logits(moved, prefix).toFloatArray()));
    }

    /** Of the token after the prefix, {@code [V]}. */
    private static NDArray logits(LanguageModel model, Continuation prefix) {
        return model.head(model.states(List.of(prefix))).reshape(model.vocabularySize());
    }

    private static float[] random(int size) {
        SplittableRandom random = new SplittableRandom(START_SEED);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static float[] unit(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        double norm = Math.sqrt(squares);
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = norm == 0 ? vector[i] : (float) (vector[i] / norm);
        }
        return unit;
    }

    @Override
    public void close() {
        moved.close();
    }
}
