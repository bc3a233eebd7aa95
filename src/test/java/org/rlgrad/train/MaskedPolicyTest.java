package org.rlgrad.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rlgrad.config.ActionMaskConfig;
import org.rlgrad.config.ActionMaskConfig.MaskType;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.GenerationConfig;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.generate.ActionMask;
import org.rlgrad.generate.AllowedTokens;
import org.rlgrad.generate.Generator;
import org.rlgrad.generate.Limits;
import org.rlgrad.generate.MaskModel;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.random.RandomStreams;
import org.rlgrad.reward.TextReward;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/** What NLPO's update sees of a rollout under a mask that hides much. */
class MaskedPolicyTest {
    private static final int KEPT = 3;

    /** A smoke training whose rollouts are masked by a copy of its policy. */
    private static final class Nlpo implements AutoCloseable {
        final Smoke smoke;
        final LanguageModel maskModel;
        final MaskModel mask;
        final Actors actors;
        final RolloutBuffer.Transitions transitions;
        final MaskedPolicy policy;

        Nlpo(Fidelity fidelity, boolean entropyCounts, int followEvery) {
            smoke = new Smoke(
                    Settings.with(s -> s.fidelity = fidelity), new TextReward("length", sample -> String::length));
            maskModel = smoke.policy.copy();
            ActionMaskConfig rule = new ActionMaskConfig(MaskType.LEARNED_TOP_P, 0.5, KEPT, 1);
            mask = new MaskModel(
                    maskModel, ActionMask.of(rule, ModelType.SEQ2SEQ, fidelity, new int[] {0, 1, 2}), fidelity);
            GenerationConfig sampling = smoke.settings.sampling();
            Limits limits = Limits.of(sampling, ModelType.SEQ2SEQ, 0);
            Generator generator = new Generator(
                    smoke.policy, sampling, limits, Smoke.END, 64, RandomStreams.of(1, "masked"), Optional.of(mask));
            actors = smoke.actors(true);
            Rollouts rollouts = smoke.rollouts(generator);
            List<Episode> episodes = actors.score(rollouts.sample(4, 4));
            int tokens = episodes.stream().mapToInt(Episode::length).sum();
            RolloutBuffer buffer = new RolloutBuffer(tokens - 2);
            episodes.forEach(episode -> buffer.add(episode, 0.1));
            transitions = buffer.finish(0.99, 0.95, false);
            AllowedTokens allowed = new AllowedTokens(smoke.policy, mask, sampling, limits, Smoke.END, 64);
            policy = new MaskedPolicy(
                    actors.policy(), allowed, fidelity, entropyCounts, Optional.of(maskModel), followEvery);
        }

        /** Log-probabilities (0) or entropies (1) of all transitions now. */
        float[][] now(ActionScores scores) {
            float[][] values = new float[2][transitions.size()];
            int[] all = IntStream.range(0, transitions.size()).toArray();
            for (TransitionRows part : TransitionRows.of(transitions, all)) {
                Scopes.step(() -> Torch.noGrad(() -> {
                    TokenPolicy.Scores ofPart = scores.of(part.rows(), part.transitions());
                    float[] logProbs = ofPart.logProbs().toFloatArray();
                    float[] entropies = ofPart.entropies().toFloatArray();
                    for (int i = 0; i < logProbs.length; i++) {
                        values[0][part.transitions()[i]] = logProbs[i];
                        values[1][part.transitions()[i]] = entropies[i];
                    }
                    return null;
                }));
            }
            return values;
        }

        @Override
        public void close() {
            policy.close();
            actors.close();
            smoke.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Fidelity.class)
    void ratiosAreOneBeforeTheFirstStep(Fidelity fidelity) {
        try (Nlpo nlpo = new Nlpo(fidelity, true, 0);
                ActionScores scores = nlpo.policy.scores(nlpo.transitions)) {
            float[] logProbs = nlpo.now(scores)[0];
            for (int t = 0; t < logProbs.length; t++) {
                assertThat(logProbs[t]).isCloseTo(scores.old()[t], within(2e-5f));
            }
        }
    }

    @Test
    void referenceKeepsTheProbabilitiesOfTheWholeVocabulary() {
        try (Nlpo nlpo = new Nlpo(Fidelity.REFERENCE, false, 0);
                ActionScores scores = nlpo.policy.scores(nlpo.transitions)) {
            float[] whole = nlpo.transitions.logProbs();
            for (int t = 0; t < whole.length; t++) {
                // the clamp's lower end, log 2^-23, is far below what is sampled; its upper end is within rounding of 0
                assertThat(scores.old()[t]).isCloseTo(whole[t], within(2e-6f));
            }
        }
    }

    @Test
    void correctedIsTheDistributionThatIsSampledFrom() {
        try (Nlpo nlpo = new Nlpo(Fidelity.CORRECTED, true, 0);
                ActionScores scores = nlpo.policy.scores(nlpo.transitions)) {
            float[] whole = nlpo.transitions.logProbs();
            float[] entropies = nlpo.now(scores)[1];
            int raised = 0;
            for (int t = 0; t < whole.length; t++) {
                assertThat(scores.old()[t])
                        .isGreaterThanOrEqualTo(whole[t] - 2e-5f)
                        .isLessThanOrEqualTo(1e-6f);
                raised += scores.old()[t] > whole[t] + 1e-3 ? 1 : 0;
                assertThat(entropies[t]).isGreaterThanOrEqualTo(-1e-5f);
            }
            assertThat(raised).as("transitions where the mask hides something").isGreaterThan(whole.length / 10);
        }
    }

    @Test
    void theMaskModelFollowsOnlyWhenItIsTo() {
        try (Nlpo nlpo = new Nlpo(Fidelity.CORRECTED, false, 2)) {
            NDArray weight = nlpo.smoke.policy.parameters().get("shared.weight");
            Scopes.step(() -> {
                Ops.assign(weight, Ops.scale(weight, 2));
                return null;
            });
            Map<String, NDArray> saved = nlpo.policy.state();
            float before = first(saved.get("mask.shared.weight"));
            nlpo.policy.afterIteration(1);
            assertThat(first(saved.get("mask.shared.weight"))).isEqualTo(before);
            nlpo.policy.afterIteration(2);
            assertThat(first(saved.get("mask.shared.weight")))
                    .isEqualTo(first(weight))
                    .isEqualTo(2 * before);
        }
        try (Nlpo nlpo = new Nlpo(Fidelity.REFERENCE, false, 0)) {
            assertThat(nlpo.policy.state()).isEmpty();
        }
    }

    private static float first(NDArray array) {
        return array.toFloatArray()[0];
    }
}
