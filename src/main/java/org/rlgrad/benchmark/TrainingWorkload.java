package org.rlgrad.benchmark;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.rlgrad.config.ClassifierConfig;
import org.rlgrad.config.ControlledConfig;
import org.rlgrad.config.ControlledDataConfig;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.ObjectiveConfig;
import org.rlgrad.config.OptimizerConfig;
import org.rlgrad.controlled.Classifier;
import org.rlgrad.controlled.Classifier.Part;
import org.rlgrad.controlled.ControlledSamples;
import org.rlgrad.controlled.ImageClassifier;
import org.rlgrad.controlled.LabelSets;
import org.rlgrad.controlled.TextClassifier;
import org.rlgrad.controlled.Trainer;
import org.rlgrad.model.EncoderConfig;
import org.rlgrad.model.ImageNetwork;
import org.rlgrad.model.Mlp;
import org.rlgrad.model.ResNet18;
import org.rlgrad.model.SequenceClassifier;
import org.rlgrad.random.TorchRandom;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tokenizer.Encoded;

/**
 * One of the controlled experiments' models with a batch of random samples, of which an epoch of one step consists.
 *
 * <p>The perceptron's batch is that of the plans (512); ResNet18 takes 64 images and BERT-mini 128 pairs, so that the benchmark ends
 * within two minutes on two cores.
 */
enum TrainingWorkload {
    MLP("MLP, MNIST", 512),
    RESNET18("ResNet18, CIFAR", 64),
    BERT_MINI("BERT-mini, STS-B", 128);

    /** Pairs for comparison with the reference's padding. */
    static final int PADDED_SAMPLES = 8;

    private static final int PADDED_TOKENS = 512;
    private static final int CLASSES = 6;
    private static final List<Integer> HIDDEN = List.of(250, 100);
    private static final EncoderConfig BERT = EncoderConfig.bert(30522, 4, 256, CLASSES);

    private final String title;
    private final int samples;

    TrainingWorkload(String title, int samples) {
        this.title = title;
        this.samples = samples;
    }

    String title() {
        return title;
    }

    int samples() {
        return samples;
    }

    /** Newly initialised, with its batch. */
    Classifier classifier(Device device) {
        return switch (this) {
            case MLP -> images(Mlp.initialized(28 * 28, HIDDEN, CLASSES, new TorchRandom(1), device), 1, 28);
            case RESNET18 -> images(ResNet18.initialized(3, CLASSES, new TorchRandom(1), device), 3, 32);
            case BERT_MINI -> {
                List<Encoded> pairs = pairs();
                yield new TextClassifier(
                        SequenceClassifier.initialized(BERT, new TorchRandom(1), device), pairs, pairs);
            }
        };
    }

    /** BERT-mini with a few pairs of their own lengths, or all of the length that the reference pads to. */
    static Classifier bert(Device device, boolean padded) {
        List<Encoded> pairs = padded
                ? Stream.generate(() -> pair(PADDED_TOKENS))
                        .limit(PADDED_SAMPLES)
                        .toList()
                : pairs().subList(0, PADDED_SAMPLES);
        return new TextClassifier(SequenceClassifier.initialized(BERT, new TorchRandom(1), device), pairs, pairs);
    }

    private Classifier images(ImageNetwork network, int channels, int side) {
        NDManager manager = network.parameters().manager();
        NDArray images = Scopes.keep(manager, manager.randomNormal(new Shape(samples, channels, side, side)));
        return new ImageClassifier(network, images, images);
    }

    /** Lengths as STS-B's: 30 on average, 100 at most. */
    private static List<Encoded> pairs() {
        SplittableRandom random = new SplittableRandom(1);
        return Stream.generate(() -> pair(Math.min(100, 10 - (int) (20 * Math.log(1 - random.nextDouble())))))
                .limit(BERT_MINI.samples)
                .toList();
    }

    private static Encoded pair(int length) {
        return new Encoded(IntStream.range(0, length).map(i -> 1000 + 7 * i).toArray(), new int[length]);
    }

    /** A trainer that takes the classifier over; a tenth of the samples is modified if the groups are to be measured. */
    static Trainer trainer(Classifier classifier, int samples, boolean measured, Fidelity fidelity) {
        int[] rows = IntStream.range(0, samples).toArray();
        int[] labels = IntStream.of(rows).map(row -> row % CLASSES).toArray();
        boolean[] modified = new boolean[samples];
        for (int row = 0; measured && row < samples; row += 10) {
            modified[row] = true;
        }
        ControlledSamples drawn =
                new ControlledSamples(rows, rows, labels, labels, labels, modified, new LabelSets(new int[CLASSES][1]));
        return new Trainer(config(samples, fidelity), classifier, drawn);
    }

    /** Expected-gradient reinforcement by Adam, as in the plans; no epoch is evaluated on test samples. */
    private static ControlledConfig config(int samples, Fidelity fidelity) {
        return new ControlledConfig(
                "benchmark",
                fidelity,
                0,
                0,
                new ControlledDataConfig(
                        ControlledDataConfig.Dataset.MNIST, Optional.empty(), "", -1, -1, 0, 1, false, 0.1),
                new ClassifierConfig.Mlp(HIDDEN),
                1,
                new ObjectiveConfig(
                        ObjectiveConfig.OptMethod.EXPECTED_REINFORCE, ObjectiveConfig.RewardType.LABELS, -1, 0, false),
                new OptimizerConfig.Adam(1e-4, 0),
                Integer.MAX_VALUE,
                samples,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                List.of(),
                new ControlledConfig.InitialModel.Random());
    }

    /** The step's products with weights. */
    TrainingProducts products(Classifier classifier) {
        TrainingProducts products = new TrainingProducts(classifier.parameters().manager());
        switch (this) {
            case MLP -> {
                products.linear(samples, 28 * 28, HIDDEN.get(0), false);
                products.linear(samples, HIDDEN.get(0), HIDDEN.get(1), true);
                products.linear(samples, HIDDEN.get(1), CLASSES, true);
            }
            case RESNET18 -> resNet18(products);
            case BERT_MINI -> {
                int[] rows = IntStream.range(0, samples).toArray();
                List<Encoded> pairs = pairs();
                for (int[] piece : classifier.pieces(Part.TRAIN, rows)) {
                    int widest = IntStream.of(piece)
                            .map(row -> pairs.get(row).ids().length)
                            .max()
                            .orElseThrow();
                    bert(products, piece.length, widest);
                }
            }
        }
        return products;
    }

    private void resNet18(TrainingProducts products) {
        products.convolution(samples, 3, 64, 32, 7, 2, false);
        int side = 8; // behind the pooling
        for (int i = 0; i < 4; i++) {
            products.convolution(samples, 64, 64, side, 3, 1, true);
        }
        for (int channels = 128; channels <= 512; channels *= 2) {
            products.convolution(samples, channels / 2, channels, side, 3, 2, true);
            products.convolution(samples, channels / 2, channels, side, 1, 2, true);
            side /= 2;
            for (int i = 0; i < 3; i++) {
                products.convolution(samples, channels, channels, side, 3, 1, true);
            }
        }
        products.linear(samples, 512, CLASSES, true);
    }

    /** The last block makes queries, and all that follows from them, for the first position only. */
    private static void bert(TrainingProducts products, long rows, long length) {
        long width = BERT.width();
        for (int layer = 0; layer < BERT.layers(); layer++) {
            long keys = rows * length;
            long queries = layer == BERT.layers() - 1 ? rows : keys;
            for (long vectors : new long[] {queries, keys, keys, queries}) {
                products.linear(vectors, width, width, true);
            }
            products.linear(queries, width, 4 * width, true);
            products.linear(queries, 4 * width, width, true);
        }
        products.linear(rows, width, width, true);
        products.linear(rows, width, CLASSES, true);
    }
}
