package org.rlgrad.config;

import java.util.OptionalDouble;

/** How a language model is trained: the {@code alg} block, with the blocks that only its kind of training has. */
public sealed interface AlgorithmConfig {
    /** The {@link #modelName} that stands for the supervised run's model, see {@link SupervisedFile}. */
    String AUTO = "auto";

    /** {@code alg.id}. */
    String id();

    /** The family of the trained model. */
    ModelConfig.ModelType modelType();

    /** Folder or hub id of the checkpoint that training starts from, or {@link #AUTO}. */
    String modelName();

    /** The same with another checkpoint to start from. */
    AlgorithmConfig withModelName(String name);

    /** How training samples, and how the train split is generated in evaluations. */
    GenerationConfig generationKwargs();

    /**
     * Likelihood of the references: {@code alg.id: supervised}.
     *
     * @param initialWeights rlgrad's own key: what {@code modelName} gives beside the architecture
     */
    record Supervised(
            ModelConfig.ModelType modelType,
            String modelName,
            InitialWeights initialWeights,
            GenerationConfig generationKwargs,
            TrainingArguments trainingArgs)
            implements AlgorithmConfig {
        /** Where training starts. */
        public enum InitialWeights {
            /** At the checkpoint's weights. */
            PRETRAINED,
            /** At random ones, drawn by the run's seed: the training is itself a pretraining. */
            RANDOM
        }

        @Override
        public String id() {
            return "supervised";
        }

        @Override
        public Supervised withModelName(String name) {
            return new Supervised(modelType, name, initialWeights, generationKwargs, trainingArgs);
        }
    }

    /** Reward of the model's own samples. */
    sealed interface OnPolicy extends AlgorithmConfig {
        /** What all of them have. */
        OnPolicyConfig onPolicy();

        /** The same with other blocks in place of {@link #onPolicy}. */
        OnPolicy with(OnPolicyConfig other);

        @Override
        default OnPolicy withModelName(String name) {
            return with(onPolicy().withModelName(name));
        }

        @Override
        default ModelConfig.ModelType modelType() {
            return onPolicy().policy().modelType();
        }

        @Override
        default String modelName() {
            return onPolicy().policy().modelName();
        }

        @Override
        default GenerationConfig generationKwargs() {
            return onPolicy().policy().generationKwargs();
        }
    }

    /** PPO in either form: what samples it is the only difference. */
    sealed interface Proximal extends OnPolicy {
        /** How the buffer is filled and learnt from. */
        PpoArgs args();
    }

    /** Proximal policy optimisation (Schulman et al. 2017). */
    record Ppo(OnPolicyConfig onPolicy, PpoArgs args) implements Proximal {
        @Override
        public String id() {
            return "ppo";
        }

        @Override
        public Ppo with(OnPolicyConfig other) {
            return new Ppo(other, args);
        }
    }

    /** PPO with masked sampling (Ramamurthy et al. 2023). */
    record Nlpo(OnPolicyConfig onPolicy, PpoArgs args, ActionMaskConfig mask) implements Proximal {
        @Override
        public String id() {
            return "nlpo";
        }

        @Override
        public Nlpo with(OnPolicyConfig other) {
            return new Nlpo(other, args, mask);
        }
    }

    /** Plain policy gradients (Williams 1992). */
    record Reinforce(OnPolicyConfig onPolicy, ReinforceArgs args) implements OnPolicy {
        @Override
        public String id() {
            return "reinforce";
        }

        @Override
        public Reinforce with(OnPolicyConfig other) {
            return new Reinforce(other, args);
        }
    }

    /**
     * {@code alg.args} of PPO and NLPO, with stable-baselines3's names and defaults.
     *
     * @param nSteps tokens per environment and iteration; with {@code env.n_envs} the size of the rollout buffer
     * @param batchSize tokens of a minibatch
     * @param nEpochs passes over the buffer
     * @param clipRangeVf empty: values are not clipped
     * @param targetKl empty: no early stop; otherwise an update ends when its KL exceeds 1.5 times this
     * @param enforceTokenEntropyRegEstimate whether entropy is estimated at the sampled tokens alone
     * @param minibatches rlgrad's own key: what minibatches are made of
     */
    record PpoArgs(
            int nSteps,
            int batchSize,
            int nEpochs,
            double learningRate,
            double gamma,
            double gaeLambda,
            double clipRange,
            OptionalDouble clipRangeVf,
            boolean normalizeAdvantage,
            double entCoef,
            double vfCoef,
            double maxGradNorm,
            OptionalDouble targetKl,
            boolean enforceTokenEntropyRegEstimate,
            Minibatches minibatches) {
        public enum Minibatches {
            /** A random permutation of the buffer's tokens is cut, as in the reference. */
            TOKENS,
            /** Whole episodes, in random order, until a minibatch has {@code batch_size} tokens: another PPO, and a faster one. */
            EPISODES
        }
    }

    /**
     * {@code alg.args} of REINFORCE.
     *
     * @param promptsPerIteration prompts drawn for one iteration, which makes one optimizer step
     * @param samplesPerPrompt outputs of each
     * @param baselineDecay of the moving average: b is replaced by {@code decay * b + (1 - decay) * batch mean}
     */
    record ReinforceArgs(
            int promptsPerIteration,
            int samplesPerPrompt,
            Baseline baseline,
            double baselineDecay,
            double learningRate,
            double entCoef,
            double maxGradNorm) {
        /** What is subtracted from a sample's return. */
        public enum Baseline {
            NONE,
            BATCH_MEAN,
            MOVING_AVERAGE,
            /** The mean of the prompt's other samples (Kool et al. 2019). */
            LEAVE_ONE_OUT,
            /** The reward of the greedy output (Rennie et al. 2017). */
            GREEDY
        }
    }
}
