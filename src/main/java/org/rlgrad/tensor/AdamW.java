package org.rlgrad.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2, without its schedule multiplier) and bias
 * correction, in two groups: parameters that decay and parameters that do not.
 *
 * <p>Either variant is one call of libtorch's fused kernel per group, hence one pass over memory: weights, gradients and both
 * moments are read, weights and moments written.
 */
public final class AdamW implements Optimizer {
    private final Settings settings;
    private final Group decaying;
    private final Group others;
    private final Map<String, NDArray> state = new LinkedHashMap<>();
    private final NDArray steps;

    /** Which of two well-known forms; with c = 1 - beta2^t they differ where gradients are tiny, and in where the decay acts. */
    public enum Variant {
        /** {@code torch.optim.AdamW}: epsilon is added to sqrt(v / c); the decay comes before the step. */
        TORCH,
        /** transformers' {@code AdamW}: epsilon is added to sqrt(v); the decay comes after the step. */
        TRANSFORMERS
    }

    /**
     * What stays the same over all steps.
     *
     * @param weightDecay of the decaying group, times the learning rate; that product must be below 1
     */
    public record Settings(Variant variant, double beta1, double beta2, double epsilon, double weightDecay) {}

    /** The arrays of one call, and their places among all parameters. */
    private record Group(int[] places, PtNDArray[] weights, PtNDArray[] means, PtNDArray[] squares) {}

    /** For these parameters, with empty moments; {@code decays} says by name which of them decay. */
    public AdamW(Parameters parameters, Predicate<String> decays, Settings settings) {
        this.settings = settings;
        List<String> names = new ArrayList<>(parameters.names());
        for (String moment : List.of("exp_avg.", "exp_avg_sq.")) {
            for (String name : names) {
                NDArray zeros = parameters.manager().zeros(parameters.get(name).getShape());
                state.put(moment + name, Scopes.keep(parameters.manager(), zeros));
            }
        }
        // The count lives on the CPU: it is needed there, and reading it from a GPU would wait for the backward pass.
        NDArray zero = parameters.manager().zeros(new Shape(), DataType.FLOAT32, Device.cpu());
        this.steps = Scopes.keep(zero.getManager(), zero);
        state.put("step", steps);
        this.decaying = group(parameters, names, decays);
        this.others = group(parameters, names, decays.negate());
    }

    private Group group(Parameters parameters, List<String> names, Predicate<String> member) {
        int[] places = IntStream.range(0, names.size())
                .filter(i -> member.test(names.get(i)))
                .toArray();
        return new Group(
                places,
                pick(places, Gradients.arrays(parameters)),
                moments("exp_avg.", names, places),
                moments("exp_avg_sq.", names, places));
    }

    private PtNDArray[] moments(String moment, List<String> names, int[] places) {
        return Arrays.stream(places)
                .mapToObj(place -> (PtNDArray) state.get(moment + names.get(place)))
                .toArray(PtNDArray[]::new);
    }

    private static PtNDArray[] pick(int[] places, PtNDArray[] arrays) {
        return Arrays.stream(places).mapToObj(place -> arrays[place]).toArray(PtNDArray[]::new);
    }

    @Override
    public void step(Gradients gradients, double learningRate) {
        Torch.noGrad(() -> {
            Ops.increment(steps);
            step(decaying, gradients, learningRate, settings.weightDecay());
            step(others, gradients, learningRate, 0);
            return null;
        });
    }

    /**
     * The kernel's form is the torch variant: {@code w (1 - rate decay) - rate m' / (sqrt(v / c) + epsilon)}. The other one
     * is the same formula with other constants: {@code epsilon / sqrt(c)}, and decaying after a step of {@code rate} is
     * decaying by the same factor before a step of {@code rate (1 - rate decay)}.
     */
    private void step(Group group, Gradients gradients, double learningRate, double decay) {
        if (group.places().length == 0) {
            return;
        }
        double count = steps.getFloat();
        double rate = learningRate;
        double kernelDecay = decay;
        double epsilon = settings.epsilon();
        if (settings.variant() == Variant.TRANSFORMERS) {
            double kept = 1 - learningRate * decay;
            rate = learningRate * kept;
            kernelDecay = decay / kept;
            epsilon /= Math.sqrt(1 - Math.pow(settings.beta2(), count));
        }
        TorchScriptOps.callOnLists(
                "adamw",
                group.weights(),
                pick(group.places(), gradients.arrays()),
                group.means(),
                group.squares(),
                count,
                rate,
                settings.beta1(),
                settings.beta2(),
                kernelDecay,
                epsilon);
    }

    @Override
    public Map<String, NDArray> state() {
        return state;
    }
}
