package org.rlgrad.controlled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.rlgrad.config.ObjectiveConfig.OptMethod;
import org.rlgrad.config.OptimizerConfig;
import org.rlgrad.controlled.Classifier.Part;
import org.rlgrad.model.BatchNorm;
import org.rlgrad.model.EncoderConfig;
import org.rlgrad.model.SequenceClassifier;
import org.rlgrad.random.TorchRandom;
import org.rlgrad.tensor.Gradients;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Sgd;
import org.rlgrad.tensor.Torch;
import org.rlgrad.tokenizer.Encoded;
import org.rlgrad.train.PolicyObjectives;

/** A batch of texts goes through the model in pieces of similar length; nobody must notice. */
class TextClassifierTest {
    private static final int ROWS = 24;
    private static final EncoderConfig BERT = EncoderConfig.bert(40, 1, 64, Tiny.CLASSES);

    /** Texts of 3 to 410 tokens, in no order. */
    private static TextClassifier classifier() {
        List<Encoded> texts = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            int length = i % 5 == 0 ? 410 - i : 3 + 7 * i % 90;
            int[] ids = new TorchRandom(i).randint(1, 40, length);
            int[] types = new int[length];
            Arrays.fill(types, length / 2, length, 1);
            texts.add(new Encoded(ids, types));
        }
        SequenceClassifier model = SequenceClassifier.initialized(BERT, new TorchRandom(3), Device.cpu());
        return new TextClassifier(model, texts, texts.subList(0, 5));
    }

    private static int[] rows() {
        return IntStream.range(0, ROWS).toArray();
    }

    @Test
    void piecesHoldEachRowOnce() {
        try (TextClassifier classifier = classifier()) {
            List<int[]> pieces = classifier.pieces(Part.TRAIN, rows());
            assertThat(pieces).hasSizeGreaterThan(1);
            assertThat(pieces.stream().flatMapToInt(Arrays::stream).sorted())
                    .hasSize(ROWS)
                    .doesNotHaveDuplicates();
            assertThat(classifier.pieces(Part.TEST, new int[] {4})).containsExactly(new int[] {4});
        }
    }

    @Test
    void cuttingChangesNoGradient() {
        OptimizerConfig sgd = new OptimizerConfig.Sgd(0.5, 0);
        ControlledSamples samples = Tiny.samples(ROWS);
        TextClassifier inPieces = classifier();
        try (Trainer trainer = new Trainer(Tiny.of(OptMethod.SUPERVISED, sgd).config(), inPieces, samples);
                TextClassifier whole = classifier()) {
            trainer.step(rows());
            float before = whole.parameters().get("classifier.weight").toFloatArray()[0];
            double norm = stepAtOnce(whole, samples.trainLabels());
            assertThat(trainer.takeSteps().get(0).all().gradientNorm()).isCloseTo(norm, within(1e-5 * norm));
            for (String name : whole.parameters().names()) {
                assertThat(inPieces.parameters().get(name).toFloatArray())
                        .as(name)
                        .containsExactly(whole.parameters().get(name).toFloatArray(), within(1e-6f));
            }
            assertThat(Math.abs(whole.parameters().get("classifier.weight").toFloatArray()[0] - before))
                    .isGreaterThan(1e-5f);
        }
    }

    /** The same step on all rows, padded to the longest. */
    private static double stepAtOnce(TextClassifier classifier, int[] labels) {
        classifier.parameters().requireGradients();
        return Scopes.step(() -> {
            NDArray loss = Torch.recording(() -> {
                NDArray logits = classifier.logits(Part.TRAIN, rows(), BatchNorm.TRAIN);
                NDArray right = Ops.indices(logits.getManager(), labels).reshape(ROWS, 1);
                return PolicyObjectives.crossEntropy(Ops.logSoftmax(logits), right)
                        .mean();
            });
            Gradients gradients = Gradients.of(loss, classifier.parameters());
            double norm = gradients.norm().getFloat();
            new Sgd(classifier.parameters(), 0).step(gradients, 0.5);
            return norm;
        });
    }
}
