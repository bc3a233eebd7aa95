package org.rlgrad.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.rlgrad.model.Continuation;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.tensor.Gradients;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/** What Theorem 1 speaks of, by listing all outputs of a {@link TinyGpt2} model. */
record ExactGradient(double norm, double std) {

    /** Of rewards in the order of {@link TinyGpt2#outputs}. */
    static ExactGradient of(LanguageModel model, int[] prompt, double[] rewards) {
        model.parameters().requireGradients();
        return Scopes.step(() -> {
            NDArray logProbs = Scopes.layer(() -> Torch.recording(() -> logProbs(model, prompt)));
            NDArray reward = Policy.row(logProbs.getManager(), rewards);
            double std = Torch.noGrad(() -> PolicyObjectives.rewardStd(logProbs, reward))
                    .getFloat();
            NDArray v = Torch.recording(
                    () -> PolicyObjectives.expectedReward(logProbs, reward).sum());
            return new ExactGradient(Gradients.of(v, model.parameters()).norm().getFloat(), std);
        });
    }

    /** {@code [1, outputs]}, one pass for each. */
    private static NDArray logProbs(LanguageModel model, int[] prompt) {
        NDList all = new NDList();
        for (int[] tokens : TinyGpt2.outputs()) {
            NDArray logits = model.head(model.states(List.of(Continuation.whole(prompt, tokens))));
            all.add(Ops.tokenLogProbs(logits, Ops.indices(logits.getManager(), tokens))
                    .sum());
        }
        return NDArrays.stack(all).reshape(1, all.size());
    }

    /** Every prefix that an output has: none, and any token but the end. */
    static List<Continuation> prefixes(int[] prompt) {
        List<Continuation> prefixes = new ArrayList<>(List.of(Continuation.whole(prompt, new int[] {0})));
        for (int first = 0; first < TinyGpt2.VOCABULARY; first++) {
            if (first != TinyGpt2.END) {
                prefixes.add(new Continuation(prompt, new int[] {first, 0}, new int[] {1}));
            }
        }
        return prefixes;
    }

    /** The Jacobian's spectral norm after a prefix, from one backward pass per token. */
    static double spectralNorm(LanguageModel model, Continuation prefix) {
        model.parameters().requireGradients();
        return Scopes.step(() -> {
            int tokens = model.vocabularySize();
            List<Gradients> rows = IntStream.range(0, tokens)
                    .mapToObj(token -> {
                        NDArray logit = Torch.recording(() -> Ops.select(
                                        model.head(model.states(List.of(prefix)))
                                                .reshape(tokens),
                                        Ops.indices(model.parameters().manager(), token),
                                        0)
                                .sum());
                        return Gradients.of(logit, model.parameters());
                    })
                    .toList();
            double[][] gram = new double[tokens][tokens];
            for (int i = 0; i < tokens; i++) {
                for (int j = 0; j < tokens; j++) {
                    gram[i][j] = rows.get(i).dot(rows.get(j));
                }
            }
            return Math.sqrt(largestEigenvalue(gram));
        });
    }

    /** By many squarings of the matrix: trace(A^(2^k))^(1/2^k) tends to it. */
    private static double largestEigenvalue(double[][] matrix) {
        double[][] power = matrix;
        double logarithm = 0;
        double weight = 1;
        for (int k = 0; k < 40; k++) {
            double trace = 0;
            for (int i = 0; i < power.length; i++) {
                trace += power[i][i];
            }
            logarithm += weight * Math.log(trace);
            weight /= 2;
            power = squared(power, trace);
        }
        return Math.exp(logarithm);
    }

    private static double[][] squared(double[][] matrix, double divisor) {
        int n = matrix.length;
        double[][] result = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (int k = 0; k < n; k++) {
                    result[i][j] += matrix[i][k] / divisor * (matrix[k][j] / divisor);
                }
            }
        }
        return result;
    }
}
