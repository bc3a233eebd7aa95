package org.rlgrad.config;

import java.util.Optional;

/** The {@code reward_fn} block: what an episode earns when it ends. */
public sealed interface RewardConfig {
    /** The registry id that the configuration names. */
    String id();

    /** Folder or hub id of the model that it runs; empty if it runs none. */
    default Optional<String> model() {
        return Optional.empty();
    }

    /** The same with another model; itself if it runs none. */
    default RewardConfig withModel(String name) {
        return this;
    }

    /** The metric of the same name, on the one sample. */
    record OfMetric(MetricConfig metric) implements RewardConfig {
        @Override
        public String id() {
            return metric.id();
        }

        @Override
        public Optional<String> model() {
            return metric.model();
        }

        @Override
        public OfMetric withModel(String name) {
            return new OfMetric(metric.withModel(name));
        }
    }

    /**
     * {@code shaping_fn: common_gen_repeat_penalty}: another reward, less 1 for an output that repeats CommonGen's prompt.
     *
     * @param base METEOR or ROUGE, which take a {@code shaping_fn}
     */
    record WithRepeatPenalty(RewardConfig base) implements RewardConfig {
        /** The one {@code shaping_fn} there is. */
        public static final String ID = "common_gen_repeat_penalty";

        @Override
        public String id() {
            return base.id();
        }
    }

    /** F of one kind of ROUGE. */
    record Rouge(RougeType rougeType, boolean useSingleRef) implements RewardConfig {
        @Override
        public String id() {
            return "rouge";
        }
    }

    /** The kinds of ROUGE. */
    enum RougeType {
        ROUGE_1("rouge1"),
        ROUGE_2("rouge2"),
        ROUGE_L("rougeL"),
        ROUGE_LSUM("rougeLsum");

        private final String key;

        RougeType(String key) {
            this.key = key;
        }

        /** The value of {@code rouge_type}. */
        public String key() {
            return key;
        }
    }

    /** The mean of ROUGE-1, ROUGE-2 and ROUGE-L against the first reference. */
    record RougeCombined() implements RewardConfig {
        @Override
        public String id() {
            return "rouge_combined";
        }
    }

    /** 1 - TER: 1 at best, without a lower bound. */
    record Ter() implements RewardConfig {
        @Override
        public String id() {
            return "ter";
        }
    }

    /** PARENT's F over ToTTo's table. */
    record Parent() implements RewardConfig {
        @Override
        public String id() {
            return "parent";
        }
    }

    /**
     * {@code intentCoeff} if a dialog's answer has the right intent, and with {@code shape} {@code autoCoeff} times METEOR.
     *
     * @param modelName the classifier
     */
    record IntentAccuracy(String modelName, boolean shape, double intentCoeff, double autoCoeff)
            implements RewardConfig {
        @Override
        public String id() {
            return "intent_accuracy";
        }

        @Override
        public Optional<String> model() {
            return Optional.of(modelName);
        }

        @Override
        public IntentAccuracy withModel(String name) {
            return new IntentAccuracy(name, shape, intentCoeff, autoCoeff);
        }
    }

    /**
     * How many numbers stand in rising order, per word.
     *
     * @param minTokens half of it is the fewest words that count
     */
    record IncreasingNumbers(int minTokens) implements RewardConfig {
        @Override
        public String id() {
            return "increasing_numbers";
        }
    }

    /** Whether there is a date. */
    record SentencesWithDates() implements RewardConfig {
        @Override
        public String id() {
            return "sentences_with_dates";
        }
    }
}
