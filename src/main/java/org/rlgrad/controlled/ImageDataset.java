package org.rlgrad.controlled;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.rlgrad.config.ClassifierConfig;
import org.rlgrad.config.ControlledConfig;
import org.rlgrad.data.LabelledImages;
import org.rlgrad.model.ImageNetwork;
import org.rlgrad.model.Mlp;
import org.rlgrad.model.ResNet18;
import org.rlgrad.random.TorchRandom;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Scopes;

/** Images, train and test of one size. */
record ImageDataset(LabelledImages train, LabelledImages test, Normalization normalization) implements Dataset {
    @Override
    public int[] trainClasses() {
        return train.labels();
    }

    @Override
    public int[] testClasses() {
        return test.labels();
    }

    @Override
    public int classes() {
        return train.classes();
    }

    @Override
    public List<Path> files() {
        return Stream.of(train, test).flatMap(part -> part.files().stream()).toList();
    }

    @Override
    public List<String> notes() {
        return Stream.of(train, test).flatMap(part -> part.notes().stream()).toList();
    }

    @Override
    public Classifier classifier(ControlledConfig config, ControlledSamples samples, Device device) {
        TorchRandom random = new TorchRandom(config.initSeed());
        ImageNetwork network = config.model() instanceof ClassifierConfig.Mlp mlp
                ? Mlp.initialized(train.imageSize(), mlp.hiddenLayerSizes(), classes(), random, device)
                : ResNet18.initialized(train.channels(), classes(), random, device);
        NDManager manager = network.parameters().manager();
        return new ImageClassifier(
                network, array(manager, train, samples.trainIndices()), array(manager, test, samples.testIndices()));
    }

    private NDArray array(NDManager manager, LabelledImages images, int[] indices) {
        float[] values = images.normalized(indices, normalization.mean(), normalization.std());
        return Scopes.keep(
                manager,
                Ops.floats(manager, values)
                        .reshape(indices.length, images.channels(), images.height(), images.width()));
    }
}
