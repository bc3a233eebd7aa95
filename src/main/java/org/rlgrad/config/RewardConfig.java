package org.rlgrad.config;

/** The {@code reward_fn} block: what an episode earns when it ends. */
public sealed interface RewardConfig {
    /** The registry id that the configuration names. */
    String id();

    /** The metric of the same name, on the one sample. */
    record OfMetric(MetricConfig metric) implements RewardConfig {
        @Override
        public String id() {
            return metric.id();
        }
    }
}
