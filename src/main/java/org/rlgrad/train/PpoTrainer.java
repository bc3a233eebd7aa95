package org.rlgrad.train;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;
import org.rlgrad.config.AlgorithmConfig.PpoArgs;
import org.rlgrad.config.OnPolicyConfig;
import org.rlgrad.random.RandomStreams;

/**
 * PPO on a language model whose actions are tokens (Schulman et al. 2017; Ramamurthy et al. 2023, section 4), with a value model
 * of its own and a KL penalty per token. NLPO is the same with a masked policy.
 *
 * <p>An iteration fills a buffer of transitions, adapts beta, and passes over the buffer several times in minibatches.
 *
 * <p>Differs from the reference: draws are seeded; log-probabilities, values and reference log-probabilities of a rollout come from
 * one teacher-forced pass each instead of a replay token by token.
 */
public final class PpoTrainer implements OnPolicyTrainer {
    private static final String KL_COEFFICIENT = "kl_coeff";

    private final Actors actors;
    private final Optional<MaskedPolicy> mask;
    private final PpoArgs args;
    private final OnPolicyConfig config;
    private final Rollouts rollouts;
    private final Probe probe;
    private final PpoUpdate update;
    private final KlController klController;
    private final RandomStreams shuffles;
    private int done;

    /**
     * Takes over the actors, but not their policy.
     *
     * @param mask NLPO's; empty: PPO
     */
    public PpoTrainer(
            Actors actors,
            Optional<MaskedPolicy> mask,
            PpoArgs args,
            OnPolicyConfig config,
            Rollouts rollouts,
            Probe probe,
            RandomStreams shuffles) {
        this.actors = actors;
        this.mask = mask;
        this.args = args;
        this.config = config;
        this.rollouts = rollouts;
        this.probe = probe;
        this.update = new PpoUpdate(actors, args, config.policy().weightDecay());
        this.klController =
                new KlController(config.klDiv().coeff(), config.klDiv().targetKl());
        this.shuffles = shuffles;
    }

    @Override
    public Iteration iterate(BooleanSupplier stop) {
        double beta = klController.coefficient();
        List<Episode> episodes = new ArrayList<>();
        RolloutBuffer buffer = fill(episodes, beta, stop);
        Map<String, Double> rollout = RolloutStatistics.of(episodes, beta);
        probe.look(done).addTo(rollout);
        RolloutStatistics.PerPrompt.addSpread(rollout, episodes);
        klController.update(RolloutStatistics.meanKl(episodes));
        RolloutBuffer.Transitions transitions =
                buffer.finish(args.gamma(), args.gaeLambda(), config.klDiv().normReward());
        Map<String, Double> training = learn(transitions, stop);
        done++;
        mask.ifPresent(masked -> masked.afterIteration(done));
        return new Iteration(rollout, training);
    }

    /**
     * Groups of {@code n_envs} episodes, in order, until the buffer is full. Many groups are generated together, as many as will
     * be needed by the lengths so far; what is too much is dropped unseen, so that the distribution is that of one by one.
     */
    private RolloutBuffer fill(List<Episode> episodes, double beta, BooleanSupplier stop) {
        int group = config.env().nEnvs();
        RolloutBuffer buffer = new RolloutBuffer(args.nSteps() * group);
        double length = config.env().maxEpisodeLength(); // at first as long as they can be
        while (!buffer.isFull()) {
            OnPolicyTrainer.checkStop(stop);
            int missing = args.nSteps() * group - buffer.filled();
            int groups = (int) Math.ceil(missing / (group * length));
            List<Episode> fresh = actors.score(rollouts.sample(groups * group, 1));
            for (int from = 0; from < fresh.size() && !buffer.isFull(); from += group) {
                for (Episode episode : fresh.subList(from, from + group)) {
                    episodes.add(episode);
                    buffer.add(episode, beta);
                }
            }
            length = episodes.stream().mapToInt(Episode::length).average().orElseThrow();
        }
        return buffer;
    }

    private Map<String, Double> learn(RolloutBuffer.Transitions transitions, BooleanSupplier stop) {
        try (ActionScores scores = mask.map(masked -> masked.scores(transitions))
                .orElseGet(() -> ActionScores.plain(actors.policy(), transitions, args.entCoef() != 0))) {
            return learn(transitions, scores, stop);
        }
    }

    private Map<String, Double> learn(
            RolloutBuffer.Transitions transitions, ActionScores scores, BooleanSupplier stop) {
        List<PpoUpdate.Step> steps = new ArrayList<>();
        List<PpoUpdate.Step> lastEpoch = List.of();
        boolean goOn = true;
        for (int epoch = 0; epoch < args.nEpochs() && goOn; epoch++) {
            int first = steps.size();
            long shuffle = (long) done * args.nEpochs() + epoch;
            for (int[] minibatch : Minibatches.of(transitions, args, shuffles, shuffle)) {
                OnPolicyTrainer.checkStop(stop);
                PpoUpdate.Step step = update.step(transitions, scores, minibatch);
                OnPolicyTrainer.checkFinite(step.loss(), step.gradientNorm(), done);
                steps.add(step);
                goOn = step.taken();
                if (!goOn) {
                    break;
                }
            }
            lastEpoch = steps.subList(first, steps.size());
        }
        return log(transitions, steps, lastEpoch);
    }

    private static Map<String, Double> log(
            RolloutBuffer.Transitions transitions, List<PpoUpdate.Step> steps, List<PpoUpdate.Step> lastEpoch) {
        Map<String, Double> row = new LinkedHashMap<>();
        row.put("policy_gradient_loss", mean(steps, PpoUpdate.Step::policyLoss));
        row.put("value_loss", mean(steps, PpoUpdate.Step::valueLoss));
        row.put("entropy_loss", mean(steps, PpoUpdate.Step::entropyLoss));
        row.put("approx_kl", mean(lastEpoch, step -> step.drift().approximateKl()));
        row.put("clip_fraction", mean(steps, step -> step.drift().clipFraction()));
        row.put("explained_variance", transitions.explainedVariance());
        row.put("grad_norm", mean(steps, PpoUpdate.Step::gradientNorm));
        row.put("updates", (double) steps.stream().filter(PpoUpdate.Step::taken).count());
        return row;
    }

    private static double mean(List<PpoUpdate.Step> steps, ToDoubleFunction<PpoUpdate.Step> value) {
        return steps.stream().mapToDouble(value).average().orElse(Double.NaN);
    }

    @Override
    public int done() {
        return done;
    }

    @Override
    public Map<String, NDArray> state() {
        Map<String, NDArray> state = new LinkedHashMap<>(actors.valueWeights());
        mask.ifPresent(masked -> state.putAll(masked.state()));
        update.optimizerState().forEach((name, array) -> state.put("optimizer." + name, array));
        return state;
    }

    @Override
    public Map<String, Double> counters() {
        return Map.of(
                "done", (double) done, "drawn", (double) rollouts.drawn(), KL_COEFFICIENT, klController.coefficient());
    }

    @Override
    public void restore(Map<String, Double> counters) {
        done = counters.get("done").intValue();
        rollouts.restore(counters.get("drawn").longValue());
        klController.restore(counters.get(KL_COEFFICIENT));
    }

    @Override
    public void close() {
        update.close();
        mask.ifPresent(MaskedPolicy::close);
        actors.close();
    }
}
