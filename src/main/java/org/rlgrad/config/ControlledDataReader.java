package org.rlgrad.config;

import org.rlgrad.config.ControlledDataConfig.Dataset;

/** The keys of an experiment that say which samples it sees, and with which labels. */
final class ControlledDataReader {
    private static final NumberRange FRACTION = NumberRange.atLeastBelow(0, 1);

    private ControlledDataReader() {}

    static ControlledDataConfig read(BlockReader block) {
        ControlledDataConfig data = new ControlledDataConfig(
                dataset(block),
                block.optionalPath("path"),
                block.text("tokenizer"),
                samples("num_train_samples", block),
                samples("num_test_samples", block),
                block.integer("samples_rnd_seed", NumberRange.atLeast(-1)),
                block.integer("num_labels_per_sample", NumberRange.atLeast(1)),
                block.flag("use_multiple_labels_per_sample"),
                block.number("frac_samples_to_modify_labels", FRACTION));
        if (block.isSound("num_labels_per_sample")) {
            checkLabels(data, block);
        }
        return data;
    }

    private static Dataset dataset(BlockReader block) {
        boolean svhn = block.value("dataset")
                .filter(value -> PythonValue.text(value).equals("svhn"))
                .isPresent();
        if (svhn) {
            block.error("dataset", "svhn is not supported (the reference fails on it); take cifar10 in its place");
            return Dataset.CIFAR10;
        }
        return block.choice("dataset", Dataset.class, null);
    }

    private static int samples(String key, BlockReader block) {
        int samples = block.integer(key, NumberRange.atLeast(-1));
        if (samples == 0 && block.isSound(key)) {
            block.error(key, "must be -1 (all) or at least 1, is 0");
        }
        return samples;
    }

    private static void checkLabels(ControlledDataConfig data, BlockReader block) {
        int labels = data.numLabelsPerSample();
        int classes = classes(data.dataset());
        if (data.useMultipleLabelsPerSample() && labels == 1) {
            block.error("use_multiple_labels_per_sample", "true needs num_labels_per_sample above 1");
        }
        if (!block.isSound("dataset")) {
            return;
        }
        if (labels > classes) {
            block.error(
                    "num_labels_per_sample",
                    Spelling.of(data.dataset()) + " has only " + classes + " labels, not " + labels);
        } else if (labels == classes && data.fracSamplesToModifyLabels() > 0) {
            block.error(
                    "num_labels_per_sample",
                    "with all " + labels + " labels none is left to modify samples with;"
                            + " frac_samples_to_modify_labels must be 0");
        }
        if (data.useMultipleLabelsPerSample() && data.fracSamplesToModifyLabels() > 0) {
            block.warning(
                    "frac_samples_to_modify_labels",
                    "changes nothing that is trained on with use_multiple_labels_per_sample: true");
        }
    }

    private static int classes(Dataset dataset) {
        return switch (dataset) {
            case MNIST, FMNIST, CIFAR10 -> 10;
            case CIFAR100 -> 100;
            case CIFAR100COARSE -> 20;
            case STSB -> 6;
        };
    }
}
