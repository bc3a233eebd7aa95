package org.rlgrad.train;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.rlgrad.tensor.AdamW;
import org.rlgrad.tensor.Gradients;
import org.rlgrad.tensor.Parameters;

/** Reads gradients, which only optimizers can: an AdamW whose first moment forgets everything holds the last one. */
final class GradientValues {
    private static final String MOMENT = "exp_avg.";

    private GradientValues() {}

    /** By parameter; nothing is changed. */
    static Map<String, float[]> of(Gradients gradients, Parameters parameters) {
        AdamW reader = new AdamW(parameters, name -> false, new AdamW.Settings(AdamW.Variant.TORCH, 0, 0.999, 1e-8, 0));
        reader.step(gradients, 0);
        return moments(reader.state(), 1);
    }

    /** The gradient of an optimizer's first step, whatever its learning rate: its first moment over 1 - beta1. */
    static Map<String, float[]> ofFirstStep(Map<String, NDArray> optimizerState) {
        return moments(optimizerState, 1 - 0.9);
    }

    private static Map<String, float[]> moments(Map<String, NDArray> state, double weight) {
        Map<String, float[]> gradients = new LinkedHashMap<>();
        new TreeMap<>(state).forEach((name, moment) -> {
            if (name.startsWith(MOMENT)) {
                float[] values = moment.toFloatArray();
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (values[i] / weight);
                }
                gradients.put(name.substring(MOMENT.length()), values);
            }
        });
        return gradients;
    }
}
