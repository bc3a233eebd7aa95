package org.rlgrad.train;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.rlgrad.model.Continuation;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.tensor.Gradients;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/**
 * The gradient of an input's expected reward V(x; theta) = E_{y ~ p_theta(.|x)} r(x, y) (Razin et al. 2024, section 2), with
 * respect to all parameters, estimated from sampled outputs: what their Theorem 1 bounds.
 *
 * <p>Outputs come in groups, each of which estimates the gradient on its own, {@code G = mean_i (r_i - b_i) grad log p(y_i|x)}
 * with the mean reward of the group's other outputs as b_i. Groups share nothing, so they are independent and unbiased, and
 * their scalar products tell the norm of the expectation without the noise's. Equal rewards give exactly 0.
 *
 * <p>The groups' gradients are kept in the host's memory while an input is worked on; the device holds two at most.
 *
 * @param model whose parameters collect gradients; outputs must be drawn from its whole distribution, at temperature 1
 */
public record ExpectedGradient(LanguageModel model) {
    public ExpectedGradient {
        model.parameters().requireGradients();
    }

    /**
     * Scalar products of the groups' gradients.
     *
     * @param prompt the input's tokens
     * @param outputs independent draws, the end token included where there is one; each group is a run of them
     * @param rewards one for each output
     * @param groups how many, of two outputs or more, all of one size
     * @return {@code [groups][groups]}
     */
    public double[][] scalarProducts(int[] prompt, int[][] outputs, double[] rewards, int groups) {
        int size = outputs.length / groups;
        if (size < 2 || size * groups != outputs.length) {
            throw new IllegalArgumentException(outputs.length + " outputs in " + groups + " groups");
        }
        return Scopes.step(() -> {
            Map<Integer, Gradients> gradients = new TreeMap<>();
            double[][] products = new double[groups][groups];
            for (int group = 0; group < groups; group++) {
                int from = group * size;
                double[] advantages = advantages(Arrays.copyOfRange(rewards, from, from + size));
                int[] rows =
                        IntStream.range(0, size).filter(i -> advantages[i] != 0).toArray();
                if (rows.length > 0) {
                    List<Continuation> continuations = Arrays.stream(rows)
                            .mapToObj(i -> Continuation.whole(prompt, outputs[from + i]))
                            .toList();
                    double[] weights = Arrays.stream(rows)
                            .mapToDouble(i -> advantages[i] / size)
                            .toArray();
                    gradients.put(group, weighted(continuations, weights).onHost());
                }
                addProducts(group, gradients, products);
            }
            return products;
        });
    }

    private static void addProducts(int group, Map<Integer, Gradients> gradients, double[][] products) {
        if (gradients.containsKey(group)) {
            gradients.forEach((other, gradient) -> {
                products[group][other] = gradients.get(group).dot(gradient);
                products[other][group] = products[group][other];
            });
        }
    }

    /** Each reward minus the mean of the others, from differences to the first, so that equal rewards give exact zeros. */
    static double[] advantages(double[] rewards) {
        double[] differences = Arrays.stream(rewards).map(r -> r - rewards[0]).toArray();
        double sum = Arrays.stream(differences).sum();
        return Arrays.stream(differences)
                .map(difference -> difference - (sum - difference) / (rewards.length - 1))
                .toArray();
    }

    /** The gradient of the weighted sum of the outputs' log-probabilities. */
    private Gradients weighted(List<Continuation> outputs, double[] weights) {
        return Gradients.sum(Batches.byLength(outputs), batch -> {
            List<Continuation> rows =
                    Arrays.stream(batch).mapToObj(outputs::get).toList();
            float[] perToken = Batches.perToken(outputs, batch, weights);
            NDArray objective = Scopes.layer(() -> Torch.recording(() -> objective(rows, perToken)));
            return Gradients.of(objective, model.parameters());
        });
    }

    private NDArray objective(List<Continuation> rows, float[] perToken) {
        NDArray logits = model.head(model.states(rows));
        NDArray logProbs = Ops.tokenLogProbs(logits, TokenPolicy.targets(logits, rows));
        return PolicyObjectives.reinforce(logProbs, Ops.floats(logProbs.getManager(), perToken))
                .sum();
    }
}
