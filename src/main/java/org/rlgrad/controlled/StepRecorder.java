package org.rlgrad.controlled;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.rlgrad.controlled.Step.Means;
import org.rlgrad.tensor.Scopes;

/** Keeps the measurements of an epoch's steps on the device, and fetches them all at once: no step waits for the host. */
final class StepRecorder implements AutoCloseable {
    /** Values and gradient norm. */
    private static final int WIDTH = Objective.VALUES + 1;

    private final NDManager manager;
    private final NDArray nothing;
    private final NDList rows = new NDList();
    private final List<int[]> counts = new ArrayList<>();

    /** Arrays are made by a child of {@code parent}. */
    StepRecorder(NDManager parent) {
        manager = parent.newSubManager();
        nothing = Scopes.keep(manager, manager.zeros(new Shape(WIDTH)));
    }

    /** Adds a step; {@code small} and {@code large} may be null. */
    void add(Pass small, Pass large, Pass all, NDArray parametersNorm) {
        NDArray row = NDArrays.concat(new NDList(vector(small), vector(large), vector(all), parametersNorm.reshape(1)));
        rows.add(Scopes.keep(manager, row));
        counts.add(new int[] {count(small), count(large), count(all)});
    }

    /** All steps since the last call. */
    List<Step> take() {
        List<Step> steps = new ArrayList<>();
        if (!rows.isEmpty()) {
            float[] numbers = Scopes.step(() -> NDArrays.stack(rows).toFloatArray());
            int width = 3 * WIDTH + 1;
            for (int i = 0; i < counts.size(); i++) {
                int[] n = counts.get(i);
                steps.add(new Step(
                        means(n[0], numbers, i * width),
                        means(n[1], numbers, i * width + WIDTH),
                        means(n[2], numbers, i * width + 2 * WIDTH),
                        numbers[i * width + 3 * WIDTH]));
            }
        }
        rows.forEach(NDArray::close);
        rows.clear();
        counts.clear();
        return steps;
    }

    private static Means means(int samples, float[] numbers, int from) {
        if (samples == 0) {
            return null;
        }
        double[] values = new double[Objective.VALUES];
        for (int v = 0; v < values.length; v++) {
            values[v] = numbers[from + v];
        }
        return new Means(samples, values, numbers[from + Objective.VALUES]);
    }

    private NDArray vector(Pass pass) {
        return pass == null
                ? nothing
                : NDArrays.concat(new NDList(pass.values(), pass.gradientNorm().reshape(1)));
    }

    private static int count(Pass pass) {
        return pass == null ? 0 : pass.samples();
    }

    @Override
    public void close() {
        manager.close();
    }
}
