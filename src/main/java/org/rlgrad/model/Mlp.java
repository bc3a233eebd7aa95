package org.rlgrad.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import java.util.List;
import java.util.Map;
import org.rlgrad.random.TorchRandom;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Parameters;
import org.rlgrad.tensor.Torch;

/**
 * A multilayer perceptron: linear layers with ReLU between them.
 *
 * <p>Parameters are named as the reference's: {@code hidden_layers_sequential.0}, {@code .2}, ... (each ReLU counts as a layer)
 * and {@code output_layer}, each with {@code .weight [out, in]} and {@code .bias [out]}.
 */
public final class Mlp implements ImageNetwork {
    private static final String OUTPUT = "output_layer";

    private final Parameters parameters;
    private final int hiddenLayers;

    /** Over existing parameters, whose names say how many layers there are. */
    public Mlp(Parameters parameters) {
        this.parameters = parameters;
        int layers = 0;
        while (parameters.names().contains(hidden(layers) + ".weight")) {
            layers++;
        }
        this.hiddenLayers = layers;
    }

    /**
     * Newly initialised, by the draws of {@code torch.nn.Linear} layer after layer: weight and bias uniform within {@code
     * 1/sqrt(inputs)} of zero.
     *
     * @param inputs values of one input
     * @param hidden widths of the hidden layers; may be empty
     */
    public static Mlp initialized(int inputs, List<Integer> hidden, int classes, TorchRandom random, Device device) {
        Parameters parameters = new Parameters(Torch.newManager(device));
        Initializer initializer = new Initializer(parameters, random);
        int width = inputs;
        for (int layer = 0; layer < hidden.size(); layer++) {
            initializer.linear(hidden(layer), width, hidden.get(layer));
            width = hidden.get(layer);
        }
        initializer.linear(OUTPUT, width, classes);
        return new Mlp(parameters);
    }

    private static String hidden(int layer) {
        return "hidden_layers_sequential." + 2 * layer;
    }

    /** Images are flattened to {@code [B, inputs]}; there is nothing to normalise. */
    @Override
    public NDArray logits(NDArray images, BatchNorm mode) {
        return logits(images);
    }

    /** Logits {@code [B, classes]} of inputs {@code [B, ...]}, flattened. */
    public NDArray logits(NDArray x) {
        NDArray activated = x.reshape(x.getShape().get(0), -1);
        for (int layer = 0; layer < hiddenLayers; layer++) {
            activated = Activation.relu(affine(activated, hidden(layer)));
        }
        return affine(activated, OUTPUT);
    }

    private NDArray affine(NDArray x, String name) {
        return Ops.linear(x, parameters.get(name + ".weight"), parameters.get(name + ".bias"));
    }

    @Override
    public Map<String, NDArray> statistics() {
        return Map.of();
    }

    @Override
    public Mlp copy() {
        return new Mlp(parameters.copy());
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public void close() {
        parameters.close();
    }
}
