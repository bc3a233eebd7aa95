package org.rlgrad.config;

import java.util.Optional;

/**
 * What a key has when a file leaves it out. Those of {@code generation_kwargs} are {@link GenerationConfig#defaults()};
 * the rest are the reference's (its pools' and metrics' arguments) or, for rlgrad's own keys, ours.
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

    private Defaults() {}
}
