package org.rlgrad.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.rlgrad.config.AlgorithmConfig.PpoArgs;
import org.rlgrad.model.Continuation;
import org.rlgrad.tensor.AdamW;
import org.rlgrad.tensor.Gradients;
import org.rlgrad.tensor.Parameters;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/**
 * One optimizer step of PPO on a minibatch of transitions.
 *
 * <p>Exact, but with one pass for each <em>distinct</em> episode of the minibatch instead of one for each transition: dropout is off,
 * so teacher forcing gives the same log-probabilities, values and, by linearity, gradients. An episode is read up to its last
 * transition in the minibatch, and the vocabulary is looked at for these transitions alone.
 */
final class PpoUpdate implements AutoCloseable {
    private final Actors actors;
    private final ValueModel value;
    private final PpoArgs args;
    private final Parameters trained;
    private final AdamW optimizer;

    PpoUpdate(Actors actors, PpoArgs args, double weightDecay) {
        this.actors = actors;
        this.value = actors.value().orElseThrow();
        this.args = args;
        this.trained = actors.trainable();
        trained.requireGradients();
        this.optimizer = WeightDecay.policyOptimizer(trained, weightDecay);
    }

    /**
     * What a step did; losses are means over the minibatch's tokens.
     *
     * @param gradientNorm before clipping
     * @param taken false if the drift of the policy was too large, so that nothing was changed
     */
    record Step(
            double policyLoss,
            double valueLoss,
            double entropyLoss,
            double loss,
            PpoLoss.Drift drift,
            double gradientNorm,
            boolean taken) {}

    Step step(RolloutBuffer.Transitions transitions, int[] minibatch) {
        return Scopes.step(() -> {
            Minibatch batch = Minibatch.of(transitions, minibatch, args.normalizeAdvantage());
            float[] newLogProbs = new float[minibatch.length];
            double[] sums = new double[3];
            List<int[]> parts = Batches.byLength(batch.rows());
            Gradients gradients = gradients(batch, parts.get(0), newLogProbs, sums);
            for (int[] part : parts.subList(1, parts.size())) {
                Scopes.step(() -> {
                    gradients.mix(1, gradients(batch, part, newLogProbs, sums), 1);
                    return null;
                });
            }
            PpoLoss.Drift drift = PpoLoss.Drift.of(batch.old().logProbs(), newLogProbs, args.clipRange());
            boolean taken = args.targetKl().isEmpty()
                    || drift.approximateKl() <= 1.5 * args.targetKl().getAsDouble();
            double norm = gradients.clip(args.maxGradNorm()).getFloat();
            if (taken) {
                optimizer.step(gradients, args.learningRate());
            }
            double policyLoss = sums[0] / minibatch.length;
            double valueLoss = sums[1] / minibatch.length;
            double entropyLoss = sums[2] / minibatch.length;
            double loss = policyLoss + args.entCoef() * entropyLoss + args.vfCoef() * valueLoss;
            return new Step(policyLoss, valueLoss, entropyLoss, loss, drift, norm, taken);
        });
    }

    /** Of some episodes of the minibatch; adds their losses to {@code sums}. */
    private Gradients gradients(Minibatch batch, int[] chosen, float[] newLogProbs, double[] sums) {
        List<Continuation> rows =
                Arrays.stream(chosen).mapToObj(batch.rows()::get).toList();
        int[] places = Arrays.stream(chosen)
                .flatMap(row -> Arrays.stream(batch.places().get(row)))
                .toArray();
        NDArray loss = Scopes.layer(() -> Torch.recording(() -> {
            TokenPolicy.Scores scores = actors.policy().score(rows);
            PpoLoss terms =
                    PpoLoss.of(scores.logProbs(), value.values(rows), scores.entropies(), batch.old(places), args);
            float[] logProbs = scores.logProbs().toFloatArray();
            for (int i = 0; i < places.length; i++) {
                newLogProbs[places[i]] = logProbs[i];
            }
            float[] read = NDArrays.stack(new NDList(terms.policy(), terms.value(), terms.entropy()))
                    .toFloatArray();
            for (int i = 0; i < sums.length; i++) {
                sums[i] += read[i];
            }
            return terms.weighted(args, newLogProbs.length);
        }));
        return Gradients.of(loss, trained);
    }

    Map<String, NDArray> optimizerState() {
        return optimizer.state();
    }

    /** Frees the optimizer's state. */
    @Override
    public void close() {
        trained.close();
    }

    /**
     * The transitions of a minibatch by their episodes.
     *
     * @param rows distinct episodes, each with the tokens that are in the minibatch
     * @param places for each row the places of these tokens in {@code old}
     * @param old in the minibatch's own order
     */
    private record Minibatch(List<Continuation> rows, List<int[]> places, PpoLoss.Old old) {
        static Minibatch of(RolloutBuffer.Transitions transitions, int[] chosen, boolean normalize) {
            TreeMap<Integer, TreeMap<Integer, Integer>> placeOfToken = new TreeMap<>();
            float[] logProbs = new float[chosen.length];
            float[] values = new float[chosen.length];
            float[] advantages = new float[chosen.length];
            float[] returns = new float[chosen.length];
            for (int place = 0; place < chosen.length; place++) {
                int transition = chosen[place];
                placeOfToken
                        .computeIfAbsent(transitions.episodeOf()[transition], episode -> new TreeMap<>())
                        .put(transitions.tokenOf()[transition], place);
                logProbs[place] = transitions.logProb(transition);
                values[place] = transitions.values()[transition];
                advantages[place] = transitions.advantages()[transition];
                returns[place] = transitions.returns()[transition];
            }
            List<Continuation> rows = new ArrayList<>();
            List<int[]> places = new ArrayList<>();
            placeOfToken.forEach((episode, tokens) -> {
                int[] wanted =
                        tokens.keySet().stream().mapToInt(Integer::intValue).toArray();
                rows.add(transitions.episodes().get(episode).continuation(wanted));
                places.add(tokens.values().stream().mapToInt(Integer::intValue).toArray());
            });
            float[] used = normalize ? PpoLoss.normalized(advantages) : advantages;
            return new Minibatch(rows, places, new PpoLoss.Old(logProbs, values, used, returns));
        }

        PpoLoss.Old old(int[] chosen) {
            return new PpoLoss.Old(
                    pick(old.logProbs(), chosen),
                    pick(old.values(), chosen),
                    pick(old.advantages(), chosen),
                    pick(old.returns(), chosen));
        }

        private static float[] pick(float[] values, int[] chosen) {
            float[] picked = new float[chosen.length];
            IntStream.range(0, chosen.length).forEach(i -> picked[i] = values[chosen[i]]);
            return picked;
        }
    }
}
