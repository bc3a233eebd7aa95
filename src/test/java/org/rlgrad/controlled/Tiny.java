package org.rlgrad.controlled;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rlgrad.config.ClassifierConfig;
import org.rlgrad.config.ControlledConfig;
import org.rlgrad.config.ControlledDataConfig;
import org.rlgrad.config.ControlledDataConfig.Dataset;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.ObjectiveConfig;
import org.rlgrad.config.ObjectiveConfig.OptMethod;
import org.rlgrad.config.ObjectiveConfig.RewardType;
import org.rlgrad.config.OptimizerConfig;
import org.rlgrad.model.ImageNetwork;
import org.rlgrad.model.Mlp;
import org.rlgrad.model.ResNet18;
import org.rlgrad.random.TorchRandom;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Scopes;

/** Experiments small enough for a test: random inputs, four classes, an MLP with one hidden layer of eight. */
record Tiny(OptMethod method, OptimizerConfig optimizer, double klCoefficient, Fidelity fidelity, int batchSize) {
    static final int CLASSES = 4;
    private static final int INPUTS = 6;

    /** Label sets of two, the class and the next one. */
    private static final LabelSets SETS = new LabelSets(new int[][] {{0, 1}, {1, 2}, {2, 3}, {3, 0}});

    /** Without a KL penalty, oddities put right, four samples in a batch. */
    static Tiny of(OptMethod method, OptimizerConfig optimizer) {
        return new Tiny(method, optimizer, 0, Fidelity.CORRECTED, 4);
    }

    Tiny withKl(double coefficient) {
        return new Tiny(method, optimizer, coefficient, fidelity, batchSize);
    }

    Tiny with(Fidelity other) {
        return new Tiny(method, optimizer, klCoefficient, other, batchSize);
    }

    Tiny withBatchSize(int size) {
        return new Tiny(method, optimizer, klCoefficient, fidelity, size);
    }

    ControlledConfig config() {
        return new ControlledConfig(
                "tiny",
                fidelity,
                3,
                -1,
                new ControlledDataConfig(Dataset.MNIST, Optional.empty(), "", -1, -1, -1, 2, false, 0.25),
                new ClassifierConfig.Mlp(List.of(8)),
                1,
                new ObjectiveConfig(method, RewardType.LABELS, -1, klCoefficient, false),
                optimizer,
                100,
                batchSize,
                1,
                1,
                List.of(),
                new ControlledConfig.InitialModel.Random());
    }

    Trainer mlp(ControlledSamples samples) {
        Mlp network = Mlp.initialized(INPUTS, List.of(8), CLASSES, new TorchRandom(1), Device.cpu());
        return new Trainer(config(), classifier(network, samples, new Shape(INPUTS)), samples);
    }

    Trainer resNet18(ControlledSamples samples) {
        ResNet18 network = ResNet18.initialized(3, CLASSES, new TorchRandom(1), Device.cpu());
        return new Trainer(config(), classifier(network, samples, new Shape(3, 32, 32)), samples);
    }

    private static Classifier classifier(ImageNetwork network, ControlledSamples samples, Shape input) {
        int train = samples.trainIndices().length;
        return new ImageClassifier(network, inputs(network, train, input, 5), inputs(network, 5, input, 6));
    }

    private static NDArray inputs(ImageNetwork network, int rows, Shape input, int seed) {
        float[] values = new TorchRandom(seed).normal(0, 1, Math.toIntExact(rows * input.size()));
        return Scopes.keep(
                network.parameters().manager(),
                Ops.floats(network.parameters().manager(), values).reshape(new Shape(rows).addAll(input)));
    }

    /** So many train samples; those at the given places have a label from outside their set. */
    static ControlledSamples samples(int count, int... modifiedPlaces) {
        int[] indices = new int[count];
        int[] original = new int[count];
        int[] labels = new int[count];
        boolean[] modified = new boolean[count];
        for (int i = 0; i < count; i++) {
            indices[i] = i;
            original[i] = i % CLASSES;
            labels[i] = original[i];
        }
        for (int place : modifiedPlaces) {
            modified[place] = true;
            labels[place] = (original[place] + 2) % CLASSES;
        }
        int[] test = {0, 1, 2, 3, 0};
        return new ControlledSamples(indices, new int[] {0, 1, 2, 3, 4}, original, labels, test, modified, SETS);
    }

    /** The same samples and labels, of which nobody knows that they were modified: no groups are measured. */
    static ControlledSamples unmarked(ControlledSamples s) {
        return new ControlledSamples(
                s.trainIndices(),
                s.testIndices(),
                s.originalLabels(),
                s.trainLabels(),
                s.testLabels(),
                new boolean[s.modified().length],
                s.labelSets());
    }

    static Map<String, float[]> weights(Trainer trainer) {
        return values(trainer.state().parameters().asMap());
    }

    static Map<String, float[]> statistics(Trainer trainer) {
        return values(trainer.state().statistics());
    }

    private static Map<String, float[]> values(Map<String, NDArray> arrays) {
        Map<String, float[]> values = new LinkedHashMap<>();
        arrays.forEach((name, array) -> values.put(name, array.toFloatArray()));
        return values;
    }
}
