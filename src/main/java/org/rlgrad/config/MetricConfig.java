package org.rlgrad.config;

/** One entry of a {@code metrics} list: the id with its arguments. */
public sealed interface MetricConfig {
    /** The registry id that the configuration names. */
    String id();

    record Meteor() implements MetricConfig {
        @Override
        public String id() {
            return "meteor";
        }
    }

    /** @param tokenize sacreBLEU's tokenizer */
    record SacreBleu(Tokenize tokenize) implements MetricConfig {
        public enum Tokenize {
            V13A,
            INTL
        }

        @Override
        public String id() {
            return "sacre_bleu";
        }
    }

    /** py-rouge's arguments; those that do not matter for ROUGE-L are checked and dropped. */
    record RougeLMax(
            boolean limitLength,
            int lengthLimit,
            LimitType lengthLimitType,
            double alpha,
            double weightFactor,
            boolean stemming)
            implements MetricConfig {
        public enum LimitType {
            WORDS,
            BYTES
        }

        @Override
        public String id() {
            return "rouge_l_max";
        }
    }

    /**
     * @param modelName folder or hub id of a sequence classifier
     * @param labelIx the class whose probability is the reward
     * @param batchSize texts a forward pass takes
     * @param includePromptForEval whether the prompt stands before the generation in the text
     */
    record LearnedReward(String modelName, int labelIx, int batchSize, boolean includePromptForEval)
            implements MetricConfig {
        @Override
        public String id() {
            return "learned_reward";
        }
    }
}
