package org.rlgrad.experiment;

import java.util.Optional;
import java.util.stream.IntStream;
import org.rlgrad.config.ActionMaskConfig;
import org.rlgrad.config.AlgorithmConfig;
import org.rlgrad.config.AlgorithmConfig.Nlpo;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.GenerationConfig;
import org.rlgrad.generate.ActionMask;
import org.rlgrad.generate.AllowedTokens;
import org.rlgrad.generate.Limits;
import org.rlgrad.generate.MaskModel;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.train.MaskedPolicy;
import org.rlgrad.train.TokenPolicy;

/**
 * What NLPO has beside PPO: a mask model, which begins as a copy of the policy.
 *
 * @param model the mask model with its rule
 * @param endToken ends a sequence
 */
record NlpoMask(MaskModel model, ActionMaskConfig config, int endToken) {

    /** The mask of an algorithm; empty unless it is NLPO. */
    static Optional<NlpoMask> of(AlgorithmConfig.OnPolicy algorithm, TrainingPlan plan, LanguageModel policy) {
        if (!(algorithm instanceof Nlpo nlpo)) {
            return Optional.empty();
        }
        Fidelity fidelity = plan.config().fidelity();
        int[] special = IntStream.range(0, plan.text().tokenizer().vocabularySize())
                .filter(plan.text().tokenizer()::isSpecial)
                .toArray();
        ActionMask rule = ActionMask.of(nlpo.mask(), algorithm.modelType(), fidelity, special);
        LanguageModel ranking = rule.learned() ? policy.copy() : policy;
        return Optional.of(new NlpoMask(
                new MaskModel(ranking, rule, fidelity), nlpo.mask(), plan.text().endToken()));
    }

    /**
     * The masked policy that the update sees.
     *
     * @param sampling as in the rollouts
     * @param maxRows sequences that are decoded together
     * @param entropyCounts whether entropies enter the loss
     */
    MaskedPolicy policy(
            TokenPolicy policy, GenerationConfig sampling, Limits limits, int maxRows, boolean entropyCounts) {
        boolean follows = model.fidelity() == Fidelity.CORRECTED && model.mask().learned();
        return new MaskedPolicy(
                policy,
                new AllowedTokens(policy.model(), model, sampling, limits, endToken, maxRows),
                model.fidelity(),
                entropyCounts,
                model.mask().learned() ? Optional.of(model.model()) : Optional.empty(),
                follows ? config.targetUpdateIterations() : 0);
    }
}
