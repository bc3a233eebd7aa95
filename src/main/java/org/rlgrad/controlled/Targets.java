package org.rlgrad.controlled;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.rlgrad.config.ObjectiveConfig;
import org.rlgrad.config.ObjectiveConfig.RewardType;
import org.rlgrad.tensor.Ops;

/**
 * What is asked of each sample, on the device.
 *
 * @param labels {@code [N, K]} int64: the right labels, one or all of a label set
 * @param rewards {@code [N, C]}: 1 for the right label, else less; null where there are several right labels
 */
record Targets(NDArray labels, NDArray rewards) {
    /** Reward of the right label. */
    private static final float RIGHT = 1;

    /** Reward of a wrong label of a modified sample under {@code labels_with_custom}: high, and still not the best. */
    private static final float CUSTOM = 0.5f;

    /** Several right labels for each sample, as in pretraining. */
    static Targets several(NDManager manager, int[] classes, int[][] labelSets) {
        long[][] rows = new long[classes.length][];
        for (int i = 0; i < rows.length; i++) {
            int[] set = labelSets[classes[i]];
            rows[i] = new long[set.length];
            for (int k = 0; k < set.length; k++) {
                rows[i][k] = set[k];
            }
        }
        return new Targets(Ops.ids(manager, rows), null);
    }

    /** One right label for each sample, and what every label earns. */
    static Targets one(NDManager manager, int[] labels, boolean[] modified, int classes, ObjectiveConfig config) {
        float[] rewards = new float[labels.length * classes];
        for (int i = 0; i < labels.length; i++) {
            boolean custom = config.rewardType() == RewardType.LABELS_WITH_CUSTOM && modified[i];
            float wrong = custom ? CUSTOM : (float) config.minReward();
            for (int c = 0; c < classes; c++) {
                rewards[i * classes + c] = c == labels[i] ? RIGHT : wrong;
            }
        }
        NDArray right = Ops.indices(manager, labels).reshape(labels.length, 1);
        return new Targets(right, Ops.floats(manager, rewards).reshape(new Shape(labels.length, classes)));
    }

    /** Those of some samples. */
    Targets of(NDArray rows) {
        return new Targets(Ops.select(labels, rows, 0), rewards == null ? null : Ops.select(rewards, rows, 0));
    }

    boolean areSeveral() {
        return rewards == null;
    }
}
