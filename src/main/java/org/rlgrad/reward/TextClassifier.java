package org.rlgrad.reward;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.rlgrad.Failure;
import org.rlgrad.config.Side;
import org.rlgrad.model.SequenceClassifier;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;
import org.rlgrad.tokenizer.PaddedBatch;
import org.rlgrad.tokenizer.Tokenizer;

/** A sequence classifier with its tokenizer: texts to label probabilities, without gradients. */
final class TextClassifier implements AutoCloseable {
    private final Tokenizer tokenizer;
    private final SequenceClassifier classifier;
    private final int maxTokens;

    private TextClassifier(Tokenizer tokenizer, SequenceClassifier classifier) {
        this.tokenizer = tokenizer;
        this.classifier = classifier;
        this.maxTokens = Math.min(tokenizer.modelMaxLength(), classifier.maxTokens());
    }

    /**
     * Loads both from one folder.
     *
     * @throws Failure if files are missing or damaged, or tokenizer and classifier do not fit
     */
    static TextClassifier load(Path folder, Device device) {
        SequenceClassifier classifier = SequenceClassifier.load(folder, device);
        try {
            Tokenizer tokenizer = Tokenizer.load(folder);
            try {
                checkVocabulary(folder, tokenizer, classifier.config().vocabularySize());
                return new TextClassifier(tokenizer, classifier);
            } catch (RuntimeException e) {
                tokenizer.close();
                throw e;
            }
        } catch (RuntimeException e) {
            classifier.close();
            throw e;
        }
    }

    /**
     * @throws Failure if the tokenizer makes ids that the model lacks
     */
    static void checkVocabulary(Path folder, Tokenizer tokenizer, int modelTokens) {
        if (tokenizer.vocabularySize() > modelTokens) {
            throw Failure.badData(folder + ": its tokenizer has " + tokenizer.vocabularySize()
                    + " tokens, its model only " + modelTokens);
        }
    }

    /** Native arrays that the classifier holds. */
    int liveArrays() {
        return classifier.parameters().liveArrays();
    }

    /**
     * Probabilities {@code [texts][labels]}.
     *
     * @param batchSize texts that a forward pass takes
     * @param truncation which side of a text too long is cut off
     */
    float[][] probabilities(List<String> texts, int batchSize, Side truncation) {
        List<int[]> tokens = tokenizer.encodeAll(texts, maxTokens, truncation);
        float[][] result = new float[texts.size()][];
        for (int[] batch : TextBatches.byLength(tokens, batchSize)) {
            float[] flat = classify(TextBatches.rows(tokens, batch));
            int labels = flat.length / batch.length;
            for (int i = 0; i < batch.length; i++) {
                result[batch[i]] = Arrays.copyOfRange(flat, i * labels, (i + 1) * labels);
            }
        }
        return result;
    }

    private float[] classify(List<int[]> rows) {
        PaddedBatch batch = PaddedBatch.toLongest(rows, classifier.config().paddingId(), Side.RIGHT);
        return Torch.noGrad(() -> Scopes.step(() -> classifier
                .logits(TextBatches.longs(batch.ids()), TextBatches.longs(batch.mask()), null)
                .softmax(1)
                .toFloatArray()));
    }

    @Override
    public void close() {
        tokenizer.close();
        classifier.close();
    }
}
