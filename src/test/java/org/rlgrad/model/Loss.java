package org.rlgrad.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.rlgrad.GoldenTensors;
import org.rlgrad.tensor.Ops;

/**
 * The reference's cross-entropy: the mean of -log p over labels other than -100; causal models predict the next label.
 *
 * @param logits those that predict a label, {@code [n, V]}
 * @param targets {@code [n]}, 0 where not counted
 */
record Loss(NDArray logits, NDArray targets, boolean[] counted, NDArray mean) {

    static Loss of(NDManager manager, GoldenTensors golden, String name, NDArray logits) {
        long[][] labels = golden.longRows(name + "/labels");
        int vocabulary = (int) logits.getShape().get(2);
        // causal cases have no decoder_input_ids: logits at t predict the label at t + 1
        int shift = golden.has(name + "/decoder_input_ids") ? 0 : 1;
        int width = labels[0].length - shift;
        long[] targets = new long[labels.length * width];
        boolean[] counted = new boolean[targets.length];
        float[] weights = new float[targets.length];
        int count = 0;
        for (int row = 0; row < labels.length; row++) {
            for (int t = 0; t < width; t++) {
                long label = labels[row][t + shift];
                counted[row * width + t] = label != -100;
                targets[row * width + t] = Math.max(label, 0);
                count += label != -100 ? 1 : 0;
            }
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] = counted[i] ? -1f / count : 0;
        }
        NDArray rows = Ops.slice(logits, 1, 0, width).reshape(-1, vocabulary);
        NDArray target = Ops.longs(manager, targets);
        NDArray mean = Ops.tokenLogProbs(rows, target)
                .mul(Ops.floats(manager, weights))
                .sum();
        return new Loss(rows, target, counted, mean);
    }
}
