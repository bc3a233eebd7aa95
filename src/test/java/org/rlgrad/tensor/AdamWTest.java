package org.rlgrad.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rlgrad.tensor.AdamW.Settings;
import org.rlgrad.tensor.AdamW.Variant;

/** Both variants against their own formulas in double precision, and views of parameters under one optimizer. */
class AdamWTest {
    private static final double RATE = 0.01;
    /** Large enough to show where it is added. */
    private static final double EPSILON = 1e-2;

    private Parameters parameters;

    @BeforeEach
    void open() {
        parameters = made(1.5, -2);
    }

    @AfterEach
    void close() {
        parameters.close();
    }

    private static Parameters made(double decaying, double bias) {
        Parameters made = new Parameters(Torch.newManager(Device.cpu()));
        made.put("weight", Ops.floats(made.manager(), (float) decaying, 0.25f));
        made.put("bias", Ops.floats(made.manager(), (float) bias));
        made.requireGradients();
        return made;
    }

    private static AdamW optimizer(Variant variant, Parameters parameters) {
        return new AdamW(parameters, name -> !name.endsWith("bias"), new Settings(variant, 0.8, 0.95, EPSILON, 0.3));
    }

    /** Gradients are 3 w^2 for every parameter w. */
    private static void step(Optimizer optimizer, Parameters parameters, double rate) {
        Scopes.step(() -> {
            NDArray loss = Torch.recording(() -> parameters.values().stream()
                    .map(w -> w.mul(w).mul(w).sum())
                    .reduce(NDArray::add)
                    .orElseThrow());
            System.gc();
            optimizer.step(Gradients.of(loss, parameters), rate);
            return null;
        });
    }

    /** The formulas as the libraries write them, for one number. */
    private static final class Naive {
        private double w;
        private double m;
        private double v;
        private int t;

        Naive(double w) {
            this.w = w;
        }

        void step(Variant variant, double rate, double decay) {
            double g = 3 * w * w;
            t++;
            m = 0.8 * m + (1 - 0.8) * g;
            v = 0.95 * v + (1 - 0.95) * g * g;
            double meanCorrection = 1 - Math.pow(0.8, t);
            double squareCorrection = 1 - Math.pow(0.95, t);
            if (variant == Variant.TORCH) {
                w *= 1 - rate * decay;
                w -= rate * (m / meanCorrection) / (Math.sqrt(v / squareCorrection) + EPSILON);
            } else {
                w -= rate * Math.sqrt(squareCorrection) / meanCorrection * m / (Math.sqrt(v) + EPSILON);
                w -= rate * decay * w;
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void followsItsFormula(Variant variant) {
        Optimizer optimizer = optimizer(variant, parameters);
        Naive[] naive = {new Naive(1.5), new Naive(0.25), new Naive(-2)};
        int live = 0;
        for (int step = 0; step < 6; step++) {
            double rate = RATE * step; // a schedule, which begins at 0
            step(optimizer, parameters, rate);
            for (int i = 0; i < naive.length; i++) {
                naive[i].step(variant, rate, i == 2 ? 0 : 0.3);
            }
            if (step == 1) {
                live = parameters.liveArrays();
            }
        }
        float[] weight = parameters.get("weight").toFloatArray();
        assertThat(weight[0]).isCloseTo((float) naive[0].w, within(1e-6f));
        assertThat(weight[1]).isCloseTo((float) naive[1].w, within(1e-6f));
        assertThat(parameters.get("bias").getFloat(0)).isCloseTo((float) naive[2].w, within(1e-6f));
        assertThat(parameters.liveArrays()).isEqualTo(live);
    }

    @Test
    void theVariantsDiffer() {
        try (Parameters others = made(1.5, -2)) {
            step(optimizer(Variant.TORCH, parameters), parameters, RATE);
            step(optimizer(Variant.TRANSFORMERS, others), others, RATE);
            assertThat(parameters.get("weight").getFloat(1))
                    .isNotCloseTo(others.get("weight").getFloat(1), within(1e-5f));
        }
    }

    /** What a checkpoint does: the state's values go into a new optimizer's arrays. */
    @ParameterizedTest
    @EnumSource(Variant.class)
    void restoredStateGoesOnTheSame(Variant variant) {
        try (Parameters twin = made(1.5, -2)) {
            Optimizer optimizer = optimizer(variant, parameters);
            Optimizer first = optimizer(variant, twin);
            for (int step = 0; step < 3; step++) {
                step(optimizer, parameters, RATE);
                step(first, twin, RATE);
            }
            Optimizer second = optimizer(variant, twin);
            assertThat(second.state().keySet())
                    .containsExactly("exp_avg.weight", "exp_avg.bias", "exp_avg_sq.weight", "exp_avg_sq.bias", "step");
            second.state()
                    .forEach((name, array) -> Ops.assign(array, first.state().get(name)));
            step(optimizer, parameters, RATE);
            step(second, twin, RATE);
            for (String name : parameters.names()) {
                assertThat(twin.get(name).toFloatArray())
                        .containsExactly(parameters.get(name).toFloatArray());
            }
        }
    }

    @Test
    void oneOptimizerSpansSeveralModels() {
        try (Parameters value = made(0.5, 1);
                Parameters policyTwin = made(1.5, -2);
                Parameters valueTwin = made(0.5, 1)) {
            int live = value.liveArrays();
            Map<String, Parameters> parts = new LinkedHashMap<>();
            parts.put("policy.", parameters);
            parts.put("value.", value.without(name -> name.equals("bias")));
            try (Parameters joined = Parameters.joined(parts)) {
                assertThat(joined.names()).containsExactly("policy.weight", "policy.bias", "value.weight");
                Optimizer optimizer = optimizer(Variant.TORCH, joined);
                Optimizer policyOptimizer = optimizer(Variant.TORCH, policyTwin);
                Optimizer valueOptimizer = optimizer(Variant.TORCH, valueTwin);
                for (int step = 0; step < 3; step++) {
                    step(optimizer, joined, RATE);
                    step(policyOptimizer, policyTwin, RATE);
                    step(valueOptimizer, valueTwin, RATE);
                }
            }
            assertThat(parameters.get("weight").toFloatArray())
                    .containsExactly(policyTwin.get("weight").toFloatArray());
            assertThat(value.get("weight").toFloatArray())
                    .containsExactly(valueTwin.get("weight").toFloatArray());
            assertThat(value.get("bias").getFloat(0)).isEqualTo(1);
            assertThat(value.liveArrays()).isEqualTo(live);
        }
    }

    @Test
    void equalNamesAreRefused() {
        Parameters views = parameters.without(name -> false);
        assertThatThrownBy(() -> Parameters.joined(twice(views))).hasMessageContaining("twice");
    }

    /** The prefixes {@code ""} and {@code "a."} make one name of two parameters. */
    private static Map<String, Parameters> twice(Parameters part) {
        Parameters inner = Parameters.joined(Map.of("a.", part));
        Map<String, Parameters> parts = new LinkedHashMap<>();
        parts.put("", inner);
        parts.put("a.", part);
        return parts;
    }
}
