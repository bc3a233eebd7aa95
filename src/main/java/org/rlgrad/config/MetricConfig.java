// Longer than most: one record for each metric.
package org.rlgrad.config;

import java.util.Optional;

/** One entry of a {@code metrics} list: the id with its arguments. */
public sealed interface MetricConfig {
    /** The registry id that the configuration names. */
    String id();

    /** Folder or hub id of the model that it runs; empty if it runs none, or (perplexity) none is named yet. */
    default Optional<String> model() {
        return Optional.empty();
    }

    /** The same with another model; itself if it runs none. */
    default MetricConfig withModel(String name) {
        return this;
    }

    /** Why a single generation has no value of its own under this metric; empty if it has. */
    default Optional<String> whyNotPerSample() {
        return Optional.empty();
    }

    /** Whether it looks at a sample's references; the others look at the text, the prompt or the metadata alone. */
    default boolean readsReferences() {
        return true;
    }

    /** Whether it needs a sample's metadata (ToTTo's table, DailyDialog's intent), which {@code samples.jsonl} does not keep. */
    default boolean readsMetadata() {
        return this instanceof ParentTotto || this instanceof BleuTotto || this instanceof IntentAccuracy;
    }

    record Meteor() implements MetricConfig {
        @Override
        public String id() {
            return "meteor";
        }
    }

    /** METEOR less 1 for each generation that repeats CommonGen's prompt. */
    record MeteorCommonGenRepeatPenalty() implements MetricConfig {
        /** What CommonGen's prompts begin with in the reference's configurations; the concepts follow. */
        public static final String PROMPT_PREFIX = "generate a sentence with: ";

        @Override
        public String id() {
            return "meteor_common_gen_repeat_penalty";
        }
    }

    /** @param useSingleRef whether only the first reference counts */
    record Rouge(boolean useSingleRef) implements MetricConfig {
        @Override
        public String id() {
            return "rouge";
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

    record Bleu() implements MetricConfig {
        @Override
        public String id() {
            return "bleu";
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

    record Chrf() implements MetricConfig {
        @Override
        public String id() {
            return "chrf";
        }
    }

    record Ter() implements MetricConfig {
        @Override
        public String id() {
            return "ter";
        }
    }

    record Cider() implements MetricConfig {
        @Override
        public String id() {
            return "cider";
        }

        @Override
        public Optional<String> whyNotPerSample() {
            return Optional.of("it weights n-grams by how many samples of a whole data set have them");
        }
    }

    /** @param modelName the language's encoder, or where it lies */
    record BertScore(Language language, String modelName) implements MetricConfig {
        /** The encoder and layer that the original software chooses for a language. */
        public enum Language {
            EN("roberta-large", 17),
            DE("bert-base-multilingual-cased", 9);

            private final String modelName;
            private final int layer;

            Language(String modelName, int layer) {
                this.modelName = modelName;
                this.layer = layer;
            }

            /** Its hub id. */
            public String modelName() {
                return modelName;
            }

            /** How many of its blocks a vector has passed. */
            public int layer() {
                return layer;
            }
        }

        @Override
        public String id() {
            return "bert_score";
        }

        @Override
        public Optional<String> model() {
            return Optional.of(modelName);
        }

        @Override
        public BertScore withModel(String name) {
            return new BertScore(language, name);
        }
    }

    /** @param windowSize tokens of an MSTTR window */
    record Diversity(int windowSize) implements MetricConfig {
        @Override
        public String id() {
            return "diversity";
        }

        @Override
        public Optional<String> whyNotPerSample() {
            return Optional.of("it describes all texts together");
        }

        @Override
        public boolean readsReferences() {
            return false;
        }
    }

    /**
     * @param tokenizerId folder or hub id of the policy's tokenizer; empty for that in the policy's folder
     * @param stride new tokens of a window
     * @param useTextFromMetaData whether the text {@code reference} of the metadata is scored, not the references
     * @param model the policy; a training run fills it in
     */
    record CausalPerplexity(
            Optional<String> tokenizerId, int stride, boolean useTextFromMetaData, Optional<String> model)
            implements MetricConfig {
        @Override
        public String id() {
            return "causal_perplexity";
        }

        @Override
        public CausalPerplexity withModel(String name) {
            return new CausalPerplexity(tokenizerId, stride, useTextFromMetaData, Optional.of(name));
        }

        @Override
        public Optional<String> whyNotPerSample() {
            return Optional.of("it scores the references under the policy, whatever was generated");
        }
    }

    /** @param modelName the classifier */
    record IntentAccuracy(String modelName) implements MetricConfig {
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
            return new IntentAccuracy(name);
        }

        @Override
        public boolean readsReferences() {
            return false;
        }
    }

    /** PARENT of ToTTo. */
    record ParentTotto() implements MetricConfig {
        @Override
        public String id() {
            return "parent_totto";
        }

        @Override
        public boolean readsReferences() {
            return false;
        }
    }

    record BleuTotto() implements MetricConfig {
        @Override
        public String id() {
            return "bleu_totto";
        }

        @Override
        public Optional<String> whyNotPerSample() {
            return Optional.of("it is the BLEU of a whole corpus; sacre_bleu has one for each sample");
        }

        @Override
        public boolean readsReferences() {
            return false;
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

        @Override
        public Optional<String> model() {
            return Optional.of(modelName);
        }

        @Override
        public LearnedReward withModel(String name) {
            return new LearnedReward(name, labelIx, batchSize, includePromptForEval);
        }

        @Override
        public boolean readsReferences() {
            return false;
        }
    }
}
