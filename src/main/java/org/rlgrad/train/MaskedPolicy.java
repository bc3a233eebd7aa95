package org.rlgrad.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.rlgrad.config.Fidelity;
import org.rlgrad.generate.AllowedTokens;
import org.rlgrad.generate.Prompt;
import org.rlgrad.model.Continuation;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/**
 * The policy of NLPO (Ramamurthy et al. 2023): tokens outside a mask, which a mask model makes, are never sampled.
 *
 * <p>Under {@code fidelity: reference} probabilities are not renormalised over the mask, so that log-probabilities are PPO's but
 * for a clamp, and the mask model stays what it was at the start, whatever {@code target_update_iterations} says. {@code corrected}
 * takes both for what the paper means: the distribution that is sampled from, and a mask model that follows the policy.
 */
public final class MaskedPolicy implements AutoCloseable {
    private static final double LEAST = Math.pow(2, -23);

    private final TokenPolicy policy;
    private final AllowedTokens allowedTokens;
    private final Fidelity fidelity;
    private final boolean entropyCounts;
    private final Optional<LanguageModel> maskModel;
    private final int followEvery;

    /**
     * Of a policy that is sampled with this mask.
     *
     * @param entropyCounts whether entropies enter the loss
     * @param maskModel a model of its own, closed with this; empty if the policy itself ranks the tokens
     * @param followEvery iterations after which the mask model becomes a copy of the policy; 0: never
     */
    public MaskedPolicy(
            TokenPolicy policy,
            AllowedTokens allowedTokens,
            Fidelity fidelity,
            boolean entropyCounts,
            Optional<LanguageModel> maskModel,
            int followEvery) {
        this.policy = policy;
        this.allowedTokens = allowedTokens;
        this.fidelity = fidelity;
        this.entropyCounts = entropyCounts;
        this.maskModel = maskModel;
        this.followEvery = followEvery;
    }

    /** The scores of a rollout's transitions. The policy must be as it was when they were sampled. */
    ActionScores scores(RolloutBuffer.Transitions transitions) {
        boolean needed = fidelity == Fidelity.CORRECTED || entropyCounts;
        if (!needed) {
            return new Masked(transitions, Optional.empty());
        }
        NDManager manager = policy.model().parameters().manager().newSubManager();
        return new Masked(
                transitions,
                Optional.of(new Allowed(manager, allowed(manager, transitions.episodes()), firsts(transitions))));
    }

    /** Lets the mask model follow, where it is to. */
    void afterIteration(int done) {
        if (followEvery > 0 && done % followEvery == 0) {
            Map<String, NDArray> now = policy.model().parameters().asMap();
            maskModel.orElseThrow().parameters().asMap().forEach((name, weight) -> Ops.assign(weight, now.get(name)));
        }
    }

    /** The mask model's weights, where they change. */
    Map<String, NDArray> state() {
        Map<String, NDArray> state = new LinkedHashMap<>();
        if (followEvery > 0) {
            maskModel.orElseThrow().parameters().asMap().forEach((name, weight) -> state.put("mask." + name, weight));
        }
        return state;
    }

    private NDArray allowed(NDManager owner, List<Episode> episodes) {
        List<Prompt> prompts = new ArrayList<>();
        for (Episode episode : episodes) {
            prompts.add(new Prompt(prompts.size(), episode.prompt()));
        }
        return allowedTokens.of(
                owner, prompts, episodes.stream().map(Episode::tokens).toArray(int[][]::new));
    }

    /** For each transition its row among those of all episodes. */
    private static int[] firsts(RolloutBuffer.Transitions transitions) {
        int[] first = new int[transitions.episodes().size()];
        for (int episode = 1; episode < first.length; episode++) {
            first[episode] =
                    first[episode - 1] + transitions.episodes().get(episode - 1).length();
        }
        int[] rows = new int[transitions.size()];
        for (int t = 0; t < rows.length; t++) {
            rows[t] = first[transitions.episodeOf()[t]] + transitions.tokenOf()[t];
        }
        return rows;
    }

    /**
     * What could have been sampled.
     *
     * @param sets {@code [sum of episodes' lengths, V]} boolean
     * @param rowOf for each transition its row there
     */
    private record Allowed(NDManager manager, NDArray sets, int[] rowOf) {
        NDArray of(int[] transitions) {
            long[] rows = new long[transitions.length];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = rowOf[transitions[i]];
            }
            return Ops.select(sets, Ops.longs(manager, rows), 0);
        }
    }

    private final class Masked implements ActionScores {
        private final Optional<Allowed> allowed;
        private final float[] old;

        Masked(RolloutBuffer.Transitions transitions, Optional<Allowed> allowed) {
            this.allowed = allowed;
            this.old = fidelity == Fidelity.REFERENCE ? clamped(transitions.logProbs()) : renormalised(transitions);
        }

        @Override
        public float[] old() {
            return old;
        }

        @Override
        public TokenPolicy.Scores of(List<Continuation> rows, int[] transitions) {
            NDArray logits = policy.logits(rows);
            NDArray targets = TokenPolicy.targets(logits, rows);
            if (fidelity == Fidelity.CORRECTED) {
                NDArray sets = allowed.orElseThrow().of(transitions);
                return new TokenPolicy.Scores(
                        MaskedPolicyObjectives.renormalisedLogProbs(logits, sets, targets),
                        MaskedPolicyObjectives.renormalisedEntropy(logits, sets));
            }
            NDArray logProbs = MaskedPolicyObjectives.clampedLogProbs(Ops.tokenLogProbs(logits, targets));
            NDArray entropies = allowed.map(
                            known -> MaskedPolicyObjectives.unnormalisedEntropy(logits, known.of(transitions)))
                    .orElseGet(() -> Ops.entropy(logits));
            return new TokenPolicy.Scores(logProbs, entropies);
        }

        private float[] renormalised(RolloutBuffer.Transitions transitions) {
            float[] logProbs = new float[transitions.size()];
            int[] all = IntStream.range(0, transitions.size()).toArray();
            for (TransitionRows part : TransitionRows.of(transitions, all)) {
                float[] ofPart = Scopes.step(() -> Torch.noGrad(
                        () -> of(part.rows(), part.transitions()).logProbs().toFloatArray()));
                for (int i = 0; i < ofPart.length; i++) {
                    logProbs[part.transitions()[i]] = ofPart[i];
                }
            }
            return logProbs;
        }

        @Override
        public void close() {
            allowed.ifPresent(known -> known.manager().close());
        }
    }

    private static float[] clamped(float[] logProbs) {
        float[] clamped = new float[logProbs.length];
        for (int i = 0; i < clamped.length; i++) {
            clamped[i] = (float) Math.log(Math.max(LEAST, Math.min(1 - LEAST, Math.exp(logProbs[i]))));
        }
        return clamped;
    }

    @Override
    public void close() {
        maskModel.ifPresent(LanguageModel::close);
    }
}
