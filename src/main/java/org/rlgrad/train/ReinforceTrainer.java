package org.rlgrad.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.rlgrad.config.AlgorithmConfig.ReinforceArgs;
import org.rlgrad.config.OnPolicyConfig;
import org.rlgrad.generate.Generator;
import org.rlgrad.model.Continuation;
import org.rlgrad.tensor.AdamW;
import org.rlgrad.tensor.Gradients;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Parameters;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/**
 * REINFORCE (Williams 1992) on outputs of a language model: an iteration makes one optimizer step along the mean over outputs of
 * {@code (R - b) sum_t grad log pi(y_t)}, with R = r - beta sum_t k1_t. The baseline b does not look at the output itself, so the
 * estimate is unbiased where rollouts come from the whole distribution (top_k 0, no minimum length).
 *
 * <p>The objective is that of the controlled experiments ({@link PolicyObjectives#reinforce}), with a factor per token. Advantages
 * are not divided by a prompt's reward deviation: that would hide what the paper is about.
 */
public final class ReinforceTrainer implements OnPolicyTrainer {
    private final Actors actors;
    private final ReinforceArgs args;
    private final Rollouts rollouts;
    private final Probe probe;
    private final Baselines baselines;
    private final Parameters trained;
    private final AdamW optimizer;
    private final KlController klController;
    private int done;

    /**
     * Takes over the actors, but not their policy.
     *
     * @param greedy takes the most probable tokens; for the baseline that needs it
     */
    public ReinforceTrainer(
            Actors actors,
            ReinforceArgs args,
            OnPolicyConfig config,
            Rollouts rollouts,
            Probe probe,
            Optional<Generator> greedy) {
        this.actors = actors;
        this.args = args;
        this.rollouts = rollouts;
        this.probe = probe;
        this.baselines =
                new Baselines(args, inputs -> actors.score(rollouts.sample(greedy.orElseThrow(), inputs, 0, 1)));
        this.trained = actors.trainable();
        trained.requireGradients();
        this.optimizer = WeightDecay.policyOptimizer(trained, config.policy().weightDecay());
        this.klController =
                new KlController(config.klDiv().coeff(), config.klDiv().targetKl());
    }

    @Override
    public Iteration iterate(BooleanSupplier stop) {
        double beta = klController.coefficient();
        OnPolicyTrainer.checkStop(stop);
        List<Episode> episodes = actors.score(rollouts.sample(args.promptsPerIteration(), args.samplesPerPrompt()));
        Map<String, Double> rollout = RolloutStatistics.of(episodes, beta);
        probe.look(done).addTo(rollout);
        RolloutStatistics.PerPrompt.addSpread(rollout, episodes);
        OnPolicyTrainer.checkStop(stop);
        double[] returns = Baselines.returns(episodes, beta);
        double[] baseline = baselines.of(episodes, returns, beta);
        double[] advantages = IntStream.range(0, returns.length)
                .mapToDouble(i -> returns[i] - baseline[i])
                .toArray();
        Map<String, Double> update = learn(episodes, advantages);
        update.put("baseline", DoubleStream.of(baseline).average().orElseThrow());
        klController.update(RolloutStatistics.meanKl(episodes));
        done++;
        return new Iteration(rollout, update);
    }

    /** One optimizer step on these episodes. */
    Map<String, Double> learn(List<Episode> episodes, double[] advantages) {
        return Scopes.step(() -> {
            double[] sums = new double[2];
            List<Continuation> rows =
                    episodes.stream().map(Episode::continuation).toList();
            Gradients gradients =
                    Gradients.sum(Batches.byLength(rows), batch -> gradients(rows, batch, advantages, sums));
            double norm = gradients.clip(args.maxGradNorm()).getFloat();
            OnPolicyTrainer.checkFinite(sums[0], norm, done);
            optimizer.step(gradients, args.learningRate());
            Map<String, Double> row = new LinkedHashMap<>();
            row.put("loss", sums[0]);
            row.put("adv_std", Moments.of(advantages).std());
            row.put("entropy", sums[1]);
            row.put("grad_norm", norm);
            return row;
        });
    }

    /** Of some episodes; adds their part of the loss, and of the mean entropy, to {@code sums}. */
    private Gradients gradients(List<Continuation> all, int[] batch, double[] advantages, double[] sums) {
        List<Continuation> rows = Arrays.stream(batch).mapToObj(all::get).toList();
        float[] perToken = Batches.perToken(all, batch, advantages);
        int tokens = all.stream().mapToInt(row -> row.wanted().length).sum();
        NDArray loss = Scopes.layer(() -> Torch.recording(() -> {
            TokenPolicy.Scores scores = actors.policy().score(rows, args.entCoef() != 0);
            NDArray weights = Ops.floats(scores.logProbs().getManager(), perToken);
            NDArray objective =
                    PolicyObjectives.reinforce(scores.logProbs(), weights).sum();
            NDArray policyLoss = Ops.scale(objective, -1.0 / all.size());
            NDArray entropy = Ops.scale(scores.entropies().sum(), 1.0 / tokens);
            float[] read = NDArrays.stack(new NDList(policyLoss, entropy)).toFloatArray();
            sums[0] += read[0];
            sums[1] += read[1];
            // a term of weight 0 would still be differentiated
            return args.entCoef() == 0 ? policyLoss : policyLoss.sub(Ops.scale(entropy, args.entCoef()));
        }));
        return Gradients.of(loss, trained);
    }

    @Override
    public int done() {
        return done;
    }

    @Override
    public Map<String, NDArray> state() {
        return optimizer.state();
    }

    @Override
    public Map<String, Double> counters() {
        return Map.of(
                "done",
                (double) done,
                "drawn",
                (double) rollouts.drawn(),
                "kl_coeff",
                klController.coefficient(),
                "moving_average",
                baselines.average());
    }

    @Override
    public void restore(Map<String, Double> counters) {
        done = counters.get("done").intValue();
        rollouts.restore(counters.get("drawn").longValue());
        klController.restore(counters.get("kl_coeff"));
        baselines.restore(counters.get("moving_average"));
    }

    @Override
    public void close() {
        trained.close();
        actors.close();
    }
}
