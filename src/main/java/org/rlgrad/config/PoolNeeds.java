package org.rlgrad.config;

import java.util.Optional;

/** Metrics and rewards that read more of a sample than its texts, and so are for one data pool alone. */
final class PoolNeeds {
    private PoolNeeds() {}

    /** Why the pool's samples cannot be scored with this metric; empty if they can. */
    static Optional<String> unmetBy(PoolArgs pool, MetricConfig metric) {
        if (metric instanceof MetricConfig.ParentTotto || metric instanceof MetricConfig.BleuTotto) {
            return tables(pool, metric.id());
        } else if (metric instanceof MetricConfig.IntentAccuracy) {
            return intents(pool, metric.id());
        } else if (metric instanceof MetricConfig.MeteorCommonGenRepeatPenalty) {
            return concepts(pool, metric.id());
        } else if (metric instanceof MetricConfig.CausalPerplexity perplexity && perplexity.useTextFromMetaData()) {
            return pool instanceof PoolArgs.ImdbSeq2Seq
                    ? Optional.empty()
                    : needs(pool, "use_text_from_meta_data of causal_perplexity", "the whole reviews", "imdb_seq2seq");
        }
        return Optional.empty();
    }

    /** Likewise this reward. */
    static Optional<String> unmetBy(PoolArgs pool, RewardConfig reward) {
        if (reward instanceof RewardConfig.OfMetric ofMetric) {
            return unmetBy(pool, ofMetric.metric());
        } else if (reward instanceof RewardConfig.Parent) {
            return tables(pool, reward.id());
        } else if (reward instanceof RewardConfig.IntentAccuracy) {
            return intents(pool, reward.id());
        } else if (reward instanceof RewardConfig.WithRepeatPenalty) {
            return concepts(pool, RewardConfig.WithRepeatPenalty.ID);
        }
        return Optional.empty();
    }

    private static Optional<String> tables(PoolArgs pool, String id) {
        return pool instanceof PoolArgs.Totto ? Optional.empty() : needs(pool, id, "the tables", "totto");
    }

    private static Optional<String> intents(PoolArgs pool, String id) {
        return pool instanceof PoolArgs.DailyDialog ? Optional.empty() : needs(pool, id, "the intents", "daily_dialog");
    }

    private static Optional<String> concepts(PoolArgs pool, String id) {
        String prefix = MetricConfig.MeteorCommonGenRepeatPenalty.PROMPT_PREFIX;
        if (!(pool instanceof PoolArgs.CommonGen commonGen)) {
            return needs(pool, id, "the prompts", "commongen");
        }
        return commonGen.prefix().contains(prefix)
                ? Optional.empty()
                : Optional.of(id + " needs datapool.args.prefix: \"" + prefix + "\", which is \"" + commonGen.prefix()
                        + "\" here");
    }

    private static Optional<String> needs(PoolArgs pool, String id, String what, String owner) {
        return Optional.of(
                id + " needs " + what + " of the data pool " + owner + "; the samples of " + pool.id() + " have none");
    }
}
