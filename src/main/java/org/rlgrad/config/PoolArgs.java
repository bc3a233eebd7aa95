package org.rlgrad.config;

/**
 * {@code datapool.id} with its {@code datapool.args}: which dataset, and how a row becomes a prompt.
 *
 * <p>One record per data pool; field names are the YAML keys in camel case.
 */
public sealed interface PoolArgs {
    /** The registry id that the configuration names. */
    String id();

    record NarrativeQa() implements PoolArgs {
        @Override
        public String id() {
            return "narrative_qa";
        }
    }

    /** @param representation {@code subtable} (highlighted cells) or {@code fulltable} */
    record Totto(Representation representation) implements PoolArgs {
        public enum Representation {
            SUBTABLE,
            FULLTABLE
        }

        @Override
        public String id() {
            return "totto";
        }
    }

    record CommonGen(String prefix, String conceptSeparatorToken, String conceptEndToken) implements PoolArgs {
        @Override
        public String id() {
            return "commongen";
        }
    }

    record Iwslt2017EnDe(String promptPrefix, String promptSuffix) implements PoolArgs {
        @Override
        public String id() {
            return "iwslt2017en_de";
        }
    }

    /**
     * @param truncateArticle keep that many NLTK word tokens of the article; negative: all
     * @param maxSize stop after that many rows; negative: all
     */
    record CnnDailyMail(String promptPrefix, String promptSuffix, int truncateArticle, int maxSize)
            implements PoolArgs {
        @Override
        public String id() {
            return "cnn_daily_mail";
        }
    }

    record DailyDialog(int contextSize) implements PoolArgs {
        @Override
        public String id() {
            return "daily_dialog";
        }
    }

    record Imdb(int seed, boolean onlyPositiveSamples) implements PoolArgs {
        @Override
        public String id() {
            return "imdb";
        }
    }

    /**
     * A task of one's own, rlgrad's own pool: rows with a prompt and the references that answer it.
     *
     * @param name what the task is called in figures and tables
     */
    record Prompts(String name) implements PoolArgs {
        @Override
        public String id() {
            return "prompts";
        }
    }

    record ImdbSeq2Seq(int seed, double positiveRatio) implements PoolArgs {
        @Override
        public String id() {
            return "imdb_seq2seq";
        }
    }
}
