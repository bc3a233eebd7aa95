package org.rlgrad.controlled;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.config.ControlledDataConfig;
import org.rlgrad.config.ControlledDataConfig.Dataset;
import org.rlgrad.data.StratifiedSplit;
import org.rlgrad.random.NumpyRandomState;
import org.rlgrad.random.TorchRandom;

/**
 * Which samples of a dataset an experiment uses, and with which labels.
 *
 * <p>The draws are the reference's, number for number (NumPy for the subsets, PyTorch for the labels), so the same seed gives its
 * samples and labels; a pretraining and a finetuning run with the same seed agree in all but the modified labels.
 *
 * @param trainIndices places of the train samples in the dataset's train file
 * @param testIndices likewise of the test samples
 * @param originalLabels the train samples' classes
 * @param trainLabels the same, with the modified ones replaced
 * @param testLabels the test samples' classes; never modified
 * @param modified which train samples have a label from outside their label set
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier, compared by LabelsFile
public record ControlledSamples(
        int[] trainIndices,
        int[] testIndices,
        int[] originalLabels,
        int[] trainLabels,
        int[] testLabels,
        boolean[] modified,
        LabelSets labelSets) {

    /**
     * Draws subsets, label sets and modified labels, in this order.
     *
     * @param train classes of all train samples of the dataset
     * @param test classes of all its test samples
     * @param seed of both generators
     * @throws Failure if the numbers do not go together
     */
    public static ControlledSamples draw(int[] train, int[] test, int classes, ControlledDataConfig config, long seed) {
        check(config, classes);
        NumpyRandomState numpy = new NumpyRandomState(seed);
        int[] trainIndices = subset(train, config.numTrainSamples(), "num_train_samples", numpy);
        // the reference takes STS-B's validation split whole
        int wanted = config.dataset() == Dataset.STSB ? -1 : config.numTestSamples();
        int[] testIndices = subset(test, wanted, "num_test_samples", numpy);
        TorchRandom torch = new TorchRandom(seed);
        LabelSets sets = LabelSets.draw(classes, config.numLabelsPerSample(), torch);
        int[] original = Arrays.stream(trainIndices).map(i -> train[i]).toArray();
        int[] labels = original.clone();
        boolean[] modified = new boolean[labels.length];
        if (config.fracSamplesToModifyLabels() > 0) {
            int count = (int) (labels.length * config.fracSamplesToModifyLabels());
            int[] order = torch.randperm(labels.length);
            int[] draws = torch.randint(0, classes - Math.max(1, config.numLabelsPerSample()), count);
            for (int i = 0; i < count; i++) {
                int position = order[i];
                labels[position] = sets.outside(original[position])[draws[i]];
                modified[position] = true;
            }
        }
        int[] testLabels = Arrays.stream(testIndices).map(i -> test[i]).toArray();
        return new ControlledSamples(trainIndices, testIndices, original, labels, testLabels, modified, sets);
    }

    /** Number of classes, C. */
    public int classes() {
        return labelSets.classes();
    }

    /** How many train samples have a modified label. */
    public int modifiedCount() {
        return (int)
                IntStream.range(0, modified.length).filter(i -> modified[i]).count();
    }

    private static int[] subset(int[] labels, int wanted, String key, NumpyRandomState random) {
        if (wanted < 0 || wanted >= labels.length) {
            return IntStream.range(0, labels.length).toArray();
        }
        try {
            return StratifiedSplit.of(labels, wanted, random).train();
        } catch (IllegalArgumentException e) {
            throw new Failure(
                    ExitCode.BAD_CONFIG, key + ": " + wanted + " of " + labels.length + ": " + e.getMessage(), e);
        }
    }

    private static void check(ControlledDataConfig config, int classes) {
        int inSet = config.numLabelsPerSample();
        if (inSet > classes) {
            throw new Failure(
                    ExitCode.BAD_CONFIG,
                    "num_labels_per_sample: " + inSet + ", but the dataset has " + classes + " classes");
        }
        if (config.fracSamplesToModifyLabels() > 0 && inSet >= classes) {
            throw new Failure(
                    ExitCode.BAD_CONFIG,
                    "num_labels_per_sample: " + inSet + " of " + classes
                            + " classes leaves none for a modified label (frac_samples_to_modify_labels)");
        }
    }
}
