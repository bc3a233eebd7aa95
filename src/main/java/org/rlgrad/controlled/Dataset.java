package org.rlgrad.controlled;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.List;
import org.rlgrad.config.ControlledConfig;
import org.rlgrad.config.ControlledDataConfig;
import org.rlgrad.config.Split;
import org.rlgrad.data.Cifar;
import org.rlgrad.data.Mnist;
import org.rlgrad.hub.DatasetLocation;

/** A dataset of controlled experiments: classes of all its samples, and the way to a classifier of some of them. */
public sealed interface Dataset permits ImageDataset, PairDataset {
    /**
     * Reads train and test samples.
     *
     * @throws org.rlgrad.Failure if files are missing or damaged
     */
    static Dataset read(ControlledDataConfig config) {
        Path folder = DatasetLocation.resolve(config.dataset(), config.path());
        return switch (config.dataset()) {
            case MNIST ->
                new ImageDataset(Mnist.read(folder, Split.TRAIN), Mnist.read(folder, Split.TEST), Normalization.MNIST);
            case FMNIST ->
                new ImageDataset(Mnist.read(folder, Split.TRAIN), Mnist.read(folder, Split.TEST), Normalization.FMNIST);
            case CIFAR10 -> cifar(folder, Cifar.Kind.CIFAR10, Normalization.CIFAR10);
            case CIFAR100 -> cifar(folder, Cifar.Kind.CIFAR100, Normalization.CIFAR100);
            case CIFAR100COARSE -> cifar(folder, Cifar.Kind.CIFAR100_COARSE, Normalization.CIFAR100);
            case STSB -> PairDataset.read(folder);
        };
    }

    private static Dataset cifar(Path folder, Cifar.Kind kind, Normalization normalization) {
        return new ImageDataset(
                Cifar.read(folder, Split.TRAIN, kind), Cifar.read(folder, Split.TEST, kind), normalization);
    }

    /** The class of each train sample, in the order of the files. */
    int[] trainClasses();

    /** Likewise of each test sample. */
    int[] testClasses();

    /** Number of classes, C. */
    int classes();

    /** What was read. */
    List<Path> files();

    /** Where it is not the published dataset, one sentence each. */
    List<String> notes();

    /** Draws an experiment's samples and labels. */
    default ControlledSamples draw(ControlledConfig config) {
        return ControlledSamples.draw(trainClasses(), testClasses(), classes(), config.data(), config.samplesSeed());
    }

    /**
     * A newly initialised classifier of these samples.
     *
     * @throws org.rlgrad.Failure if the model cannot be made
     */
    Classifier classifier(ControlledConfig config, ControlledSamples samples, Device device);
}
