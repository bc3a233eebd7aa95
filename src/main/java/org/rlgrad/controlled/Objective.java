package org.rlgrad.controlled;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import java.util.Optional;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.ObjectiveConfig;
import org.rlgrad.config.ObjectiveConfig.OptMethod;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.SamplingOps;
import org.rlgrad.tensor.Torch;
import org.rlgrad.train.PolicyObjectives;

/**
 * The objective of an experiment, and what is measured along with it, per sample (the paper's section 4.2; the formulas are
 * those of {@link PolicyObjectives}).
 *
 * <p>Differs from the reference: probabilities are kept as logarithms, so a vanishing one gives no infinity. Its sampled KL
 * penalty has a gradient of zero mean, so it does nothing on average; {@code fidelity: corrected} takes the score function's.
 */
final class Objective {
    /** Rows of {@link Outcome#values}. */
    static final int OBJECTIVE = 0;

    static final int LOSS = 1;
    static final int REWARD = 2;
    static final int REWARD_STD = 3;
    static final int ACCURACY = 4;
    static final int KL = 5;
    static final int VALUES = 6;

    private final ObjectiveConfig config;
    private final double temperature;
    private final boolean corrected;

    Objective(ObjectiveConfig config, double temperature, Fidelity fidelity) {
        this.config = config;
        this.temperature = temperature;
        this.corrected = fidelity == Fidelity.CORRECTED;
    }

    /**
     * @param minimised {@code [B]}, what is to be made small, with its graph
     * @param values {@code [VALUES, B]}, without; zero where a quantity does not exist
     */
    record Outcome(NDArray minimised, NDArray values) {}

    /** The samples' log-probabilities {@code [B, C]} from their logits. */
    NDArray logProbs(NDArray logits) {
        return Ops.logSoftmax(temperature == 1 ? logits : Ops.divide(logits, temperature));
    }

    /**
     * @param logProbs {@code [B, C]}
     * @param targets of the same samples
     * @param reference log-probabilities {@code [B, C]} of the KL penalty's reference, if there is a penalty
     * @param uniforms {@code [B, 1]}, for {@code reinforce}: they choose the sampled labels
     */
    Outcome of(NDArray logProbs, Targets targets, Optional<NDArray> reference, Optional<NDArray> uniforms) {
        Optional<NDArray> sampled = uniforms.map(
                u -> Torch.noGrad(() -> SamplingOps.draw(logProbs, u)).expandDims(-1));
        NDArray loss = PolicyObjectives.crossEntropy(logProbs, targets.labels());
        NDArray gain =
                switch (config.optMethod()) {
                    case SUPERVISED -> loss.neg();
                    case EXPECTED_REINFORCE -> PolicyObjectives.expectedReward(logProbs, targets.rewards());
                    case REINFORCE -> {
                        NDArray action = sampled.orElseThrow();
                        yield PolicyObjectives.reinforce(at(logProbs, action), at(targets.rewards(), action));
                    }
                };
        NDArray kl = reference
                .map(q -> sampled.isPresent()
                        ? PolicyObjectives.sampledKl(at(logProbs, sampled.get()), at(q, sampled.get()))
                        : PolicyObjectives.kl(logProbs, q))
                .orElseGet(gain::zerosLike);
        NDArray penalised = penalised(gain, kl, logProbs, reference, sampled);
        NDArray logged = gain.sub(Ops.scale(kl, config.klRegularizationCoeff()));
        NDArray values = Torch.noGrad(() -> values(logProbs, targets, sampled, logged, loss, kl));
        return new Outcome(penalised.neg(), values);
    }

    private NDArray penalised(
            NDArray gain, NDArray kl, NDArray logProbs, Optional<NDArray> reference, Optional<NDArray> sampled) {
        if (reference.isEmpty()) {
            return gain;
        }
        boolean score = corrected && sampled.isPresent();
        NDArray penalty =
                score ? PolicyObjectives.klScore(at(logProbs, sampled.get()), at(reference.get(), sampled.get())) : kl;
        return gain.sub(Ops.scale(penalty, config.klRegularizationCoeff()));
    }

    private NDArray values(
            NDArray logProbs, Targets targets, Optional<NDArray> sampled, NDArray gain, NDArray loss, NDArray kl) {
        NDArray objective = config.optMethod() == OptMethod.SUPERVISED ? gain.neg() : gain;
        NDArray none = loss.zerosLike();
        if (targets.areSeveral()) {
            return NDArrays.stack(new NDList(objective, loss, none, none, none, kl));
        }
        NDArray reward = sampled.map(action -> at(targets.rewards(), action))
                .orElseGet(() -> PolicyObjectives.expectedReward(logProbs, targets.rewards()));
        NDArray std = PolicyObjectives.rewardStd(logProbs, targets.rewards());
        return NDArrays.stack(new NDList(objective, loss, reward, std, isRight(logProbs, targets), kl));
    }

    /** 1 where the most probable label is the right one, {@code [B]}. */
    static NDArray isRight(NDArray logProbs, Targets targets) {
        return logProbs.argMax(-1).eq(targets.labels().squeeze(-1)).toType(DataType.FLOAT32, false);
    }

    /** Entries of {@code [B, C]} at {@code [B, 1]}: {@code [B]}. */
    private static NDArray at(NDArray values, NDArray columns) {
        return values.gather(columns, -1).squeeze(-1);
    }
}
