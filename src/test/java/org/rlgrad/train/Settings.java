package org.rlgrad.train;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.rlgrad.config.AlgorithmConfig.PpoArgs;
import org.rlgrad.config.AlgorithmConfig.PpoArgs.Minibatches;
import org.rlgrad.config.AlgorithmConfig.ReinforceArgs;
import org.rlgrad.config.AlgorithmConfig.ReinforceArgs.Baseline;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.GenerationConfig;
import org.rlgrad.config.GenerationConfig.PostProcessing;
import org.rlgrad.config.MetricConfig;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.config.OnPolicyConfig;
import org.rlgrad.config.RewardConfig;
import org.rlgrad.config.Side;

/** A small training; a test turns what it is about. */
final class Settings {
    int nSteps = 8;
    int batchSize = 16;
    int nEpochs = 2;
    double learningRate = 1e-4;
    OptionalDouble clipRangeVf = OptionalDouble.empty();
    boolean normalizeAdvantage = true;
    double entCoef;
    double maxGradNorm = 0.5;
    OptionalDouble earlyStopKl = OptionalDouble.empty();
    boolean tokenEntropy;
    Minibatches minibatches = Minibatches.TOKENS;

    int promptsPerIteration = 4;
    int samplesPerPrompt = 4;
    Baseline baseline = Baseline.NONE;

    int nEnvs = 4;
    int longest = 24;
    int maxNewTokens = 24;
    double klCoefficient = 0.1;
    OptionalDouble targetKl = OptionalDouble.empty();
    boolean normReward;
    Fidelity fidelity = Fidelity.REFERENCE;
    long seed = 1;

    static Settings with(Consumer<Settings> change) {
        Settings settings = new Settings();
        change.accept(settings);
        return settings;
    }

    PpoArgs ppo() {
        return new PpoArgs(
                nSteps,
                batchSize,
                nEpochs,
                learningRate,
                0.99,
                0.95,
                0.2,
                clipRangeVf,
                normalizeAdvantage,
                entCoef,
                0.5,
                maxGradNorm,
                earlyStopKl,
                tokenEntropy,
                minibatches);
    }

    ReinforceArgs reinforce() {
        return new ReinforceArgs(
                promptsPerIteration, samplesPerPrompt, baseline, 0.9, learningRate, entCoef, maxGradNorm);
    }

    /** Draws from the whole distribution. */
    GenerationConfig sampling() {
        return new GenerationConfig(
                true, OptionalInt.of(maxNewTokens), 20, 0, 1, 0, 1, 1, 0, 1, 1, false, PostProcessing.NONE);
    }

    OnPolicyConfig onPolicy() {
        return new OnPolicyConfig(
                new RewardConfig.OfMetric(new MetricConfig.Meteor()),
                new OnPolicyConfig.Env(nEnvs, 20, longest, OptionalInt.of(0), Side.LEFT),
                new OnPolicyConfig.Policy(ModelType.SEQ2SEQ, "model", sampling(), Side.LEFT, 1e-6),
                new OnPolicyConfig.KlDivergence(klCoefficient, targetKl, normReward),
                new OnPolicyConfig.Iterations(1, 1, 1, 1, new OnPolicyConfig.Probe(2, 3)));
    }
}
