package org.rlgrad.study;

import java.util.Comparator;
import org.rlgrad.config.PoolArgs;

/**
 * What is learnt: one of the paper's data sets, or a task of one's own. Arguments of a pool, such as a prompt's prefix, do not make
 * another one.
 *
 * @param order place in the appendix's table of configurations; own tasks come last
 * @param title as papers write it
 */
public record Dataset(int order, String title) implements Comparable<Dataset> {
    static final Dataset NARRATIVE_QA = new Dataset(0, "NarrativeQA");
    static final Dataset TOTTO = new Dataset(1, "ToTTo");

    static Dataset of(PoolArgs pool) {
        if (pool instanceof PoolArgs.NarrativeQa) {
            return NARRATIVE_QA;
        } else if (pool instanceof PoolArgs.Totto) {
            return TOTTO;
        } else if (pool instanceof PoolArgs.CommonGen) {
            return new Dataset(2, "CommonGen");
        } else if (pool instanceof PoolArgs.Iwslt2017EnDe) {
            return new Dataset(3, "IWSLT 2017");
        } else if (pool instanceof PoolArgs.CnnDailyMail) {
            return new Dataset(4, "CNN/DailyMail");
        } else if (pool instanceof PoolArgs.DailyDialog) {
            return new Dataset(5, "DailyDialog");
        } else if (pool instanceof PoolArgs.Prompts own) {
            return new Dataset(7, own.name());
        }
        return new Dataset(6, "IMDB");
    }

    @Override
    public int compareTo(Dataset other) {
        return Comparator.comparingInt(Dataset::order)
                .thenComparing(Dataset::title)
                .compare(this, other);
    }
}
