package org.rlgrad.study;

import org.rlgrad.config.PoolArgs;

/** The paper's data sets, in the order of its appendix's configurations. Arguments of a pool, such as a prompt's prefix, do not make another one. */
public enum Dataset {
    NARRATIVE_QA("NarrativeQA"),
    TOTTO("ToTTo"),
    COMMON_GEN("CommonGen"),
    IWSLT_2017("IWSLT 2017"),
    CNN_DAILY_MAIL("CNN/DailyMail"),
    DAILY_DIALOG("DailyDialog"),
    /** Both of its pools. */
    IMDB("IMDB");

    private final String title;

    Dataset(String title) {
        this.title = title;
    }

    /** As papers write it. */
    public String title() {
        return title;
    }

    static Dataset of(PoolArgs pool) {
        if (pool instanceof PoolArgs.NarrativeQa) {
            return NARRATIVE_QA;
        } else if (pool instanceof PoolArgs.Totto) {
            return TOTTO;
        } else if (pool instanceof PoolArgs.CommonGen) {
            return COMMON_GEN;
        } else if (pool instanceof PoolArgs.Iwslt2017EnDe) {
            return IWSLT_2017;
        } else if (pool instanceof PoolArgs.CnnDailyMail) {
            return CNN_DAILY_MAIL;
        } else if (pool instanceof PoolArgs.DailyDialog) {
            return DAILY_DIALOG;
        }
        return IMDB;
    }
}
