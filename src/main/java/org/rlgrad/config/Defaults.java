package org.rlgrad.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.rlgrad.config.AlgorithmConfig.PpoArgs;
import org.rlgrad.config.TrainingArguments.Schedule;

/**
 * What a key has when a file leaves it out. Those of {@code generation_kwargs} are {@link GenerationConfig#defaults()};
 * the rest are the reference's (its pools', metrics', environments' and policies' arguments), those of the libraries that it
 * hands a block to, or, for rlgrad's own keys, ours.
 */
final class Defaults {
    static final Side PADDING_SIDE = Side.LEFT;
    static final Side TRUNCATION_SIDE = Side.LEFT;
    static final boolean PAD_TOKEN_AS_EOS_TOKEN = true;

    /** All inputs, in order. */
    static final int NUM_TRAIN_SAMPLES = -1;
    /** Drawn with the run's seed. */
    static final int TRAIN_SAMPLES_RND_SEED = -1;

    static final Split SPLIT = Split.TRAIN;

    /** The reference never reads {@code alg.id} in an extraction. */
    static final String EXTRACTION_ALGORITHM = "supervised";

    static final Fidelity FIDELITY = Fidelity.REFERENCE;
    static final int SEED = 0;

    static final PoolArgs.Totto TOTTO = new PoolArgs.Totto(PoolArgs.Totto.Representation.SUBTABLE);
    static final String PROMPTS_NAME = "own task";
    static final PoolArgs.CommonGen COMMON_GEN = new PoolArgs.CommonGen("summarize: ", " ", " ");
    static final PoolArgs.Iwslt2017EnDe IWSLT = new PoolArgs.Iwslt2017EnDe("", "");
    static final PoolArgs.CnnDailyMail CNN = new PoolArgs.CnnDailyMail("", "", -1, -1);
    static final boolean IMDB_ONLY_POSITIVE = false;
    static final PoolArgs.ImdbSeq2Seq IMDB_SEQ2SEQ = new PoolArgs.ImdbSeq2Seq(-1, 1.0);

    static final MetricConfig.Rouge ROUGE = new MetricConfig.Rouge(true);
    static final MetricConfig.Diversity DIVERSITY = new MetricConfig.Diversity(100);
    static final MetricConfig.CausalPerplexity CAUSAL_PERPLEXITY =
            new MetricConfig.CausalPerplexity(Optional.empty(), 512, false, Optional.empty());
    /** The classifier that the reference fixes. */
    static final String INTENT_MODEL = "rajkumarrrk/roberta-daily-dialog-intent-classifier";
    /** sacreBLEU's own default. */
    static final MetricConfig.SacreBleu SACRE_BLEU = new MetricConfig.SacreBleu(MetricConfig.SacreBleu.Tokenize.V13A);
    /** py-rouge 1.1's own defaults. */
    static final MetricConfig.RougeLMax ROUGE_L_MAX =
            new MetricConfig.RougeLMax(true, 665, MetricConfig.RougeLMax.LimitType.BYTES, 0.5, 1.0, true);

    static final boolean INCLUDE_PROMPT_FOR_EVAL = true;
    /** Of a learned reward in training; in the configurations' metrics it is the same. */
    static final int REWARD_BATCH_SIZE = 100;

    /** All samples, in order. */
    static final double FRAC_TRAIN_SAMPLES = -1;

    /** transformers 4.18; all checkpoints are kept. */
    static final TrainingArguments TRAINING_ARGUMENTS =
            new TrainingArguments(8, 5e-5, Schedule.LINEAR, 0, 0, 0.9, 0.999, 1e-8, 1, 3, -1, 500, 500, 0, true);

    /** stable-baselines3 1.5. */
    static final PpoArgs PPO = new PpoArgs(
            2048,
            64,
            10,
            3e-4,
            0.99,
            0.95,
            0.2,
            OptionalDouble.empty(),
            true,
            0,
            0.5,
            0.5,
            OptionalDouble.empty(),
            false,
            PpoArgs.Minibatches.TOKENS);

    static final double BASELINE_DECAY = 0.9;
    static final double POLICY_WEIGHT_DECAY = 1e-6;
    static final int N_ENVS = 1;
    static final boolean NORM_REWARD = false;

    static final ActionMaskConfig.MaskType MASK_TYPE = ActionMaskConfig.MaskType.LEARNED_TOP_K;
    static final int MIN_TOKENS_TO_KEEP = 100;
    static final int TARGET_UPDATE_ITERATIONS = 1000;

    static final List<Split> EVALUATED_SPLITS = List.of(Split.values());
    /** All of a split. */
    static final int MAX_EVALUATED_SAMPLES = -1;

    static final int SAVE_EVERY = 20;
    static final int SAVE_TOTAL_LIMIT = 1;
    static final OnPolicyConfig.Probe PROBE = new OnPolicyConfig.Probe(8, 4);

    private Defaults() {}
}
