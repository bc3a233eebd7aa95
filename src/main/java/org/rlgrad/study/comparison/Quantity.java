package org.rlgrad.study.comparison;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.rlgrad.report.RewardSummary;
import org.rlgrad.statistics.Resampled;
import org.rlgrad.study.InputChange;

/**
 * What a comparison estimates. The paper's Table 1 is one of the correlations of the initial reward standard deviation with the
 * change of the mean reward; whether the signed or the absolute change is not known, so both are here.
 */
public enum Quantity {
    /** Pearson's r with the signed change. */
    PEARSON_SIGNED("r, signed change"),
    /** Spearman's rho with the signed change. */
    SPEARMAN_SIGNED("rho, signed change"),
    /** Pearson's r with the absolute change. */
    PEARSON_ABSOLUTE("r, absolute change"),
    /** Spearman's rho with the absolute change. */
    SPEARMAN_ABSOLUTE("rho, absolute change"),
    /** Mean change of all inputs. */
    MEAN_CHANGE("mean change"),
    /** Mean change of the inputs whose initial standard deviation is at most {@link RewardSummary#SHOWN_THRESHOLD}. */
    MEAN_CHANGE_SMALL_STD("mean change, small std"),
    /** Mean change of the others. */
    MEAN_CHANGE_OTHERS("mean change, others");

    private final String title;

    Quantity(String title) {
        this.title = title;
    }

    /** In words. */
    public String title() {
        return title;
    }

    /** The name in tables, such as {@code pearson_signed}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The quantity of a resample of inputs; NaN where it has none. */
    ToDoubleFunction<int[]> over(List<InputChange> inputs) {
        double[] stds = inputs.stream().mapToDouble(i -> i.before().std()).toArray();
        double[] changes = inputs.stream().mapToDouble(InputChange::change).toArray();
        double[] sizes = inputs.stream().mapToDouble(i -> Math.abs(i.change())).toArray();
        boolean[] all = new boolean[stds.length];
        boolean[] small = new boolean[stds.length];
        boolean[] others = new boolean[stds.length];
        for (int i = 0; i < stds.length; i++) {
            all[i] = true;
            small[i] = stds[i] <= RewardSummary.SHOWN_THRESHOLD;
            others[i] = !small[i];
        }
        return switch (this) {
            case PEARSON_SIGNED -> Resampled.pearson(stds, changes);
            case SPEARMAN_SIGNED -> Resampled.spearman(stds, changes);
            case PEARSON_ABSOLUTE -> Resampled.pearson(stds, sizes);
            case SPEARMAN_ABSOLUTE -> Resampled.spearman(stds, sizes);
            case MEAN_CHANGE -> Resampled.mean(changes, all);
            case MEAN_CHANGE_SMALL_STD -> Resampled.mean(changes, small);
            case MEAN_CHANGE_OTHERS -> Resampled.mean(changes, others);
        };
    }
}
