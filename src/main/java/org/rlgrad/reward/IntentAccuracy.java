package org.rlgrad.reward;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rlgrad.Failure;
import org.rlgrad.config.Side;
import org.rlgrad.data.Sample;

/**
 * Whether an answer in a dialog has the intent of the real one: 1 if a classifier, shown the last utterance and the generation,
 * finds the annotated dialog act (inform, question, directive, commissive), else 0. The metric is the mean.
 *
 * <p>Differs from the reference: texts go in batches of similar length, where the reference pads all to the longest of the
 * split. Values agree up to rounding of the classifier's scores. The reference also demands a GPU.
 */
public final class IntentAccuracy implements RewardFunction {
    private static final String END_OF_UTTERANCE = "<EOU>";
    private static final int BATCH_SIZE = 64;

    private final TextClassifier classifier;

    private IntentAccuracy(TextClassifier classifier) {
        this.classifier = classifier;
    }

    /**
     * Loads the classifier.
     *
     * @throws Failure if it is missing or damaged
     */
    static IntentAccuracy load(Path folder, Device device) {
        return new IntentAccuracy(TextClassifier.load(folder, device));
    }

    @Override
    public String key() {
        return "intent/accuracy";
    }

    /**
     * 1 or 0 for each output.
     *
     * @throws Failure if a sample has no intent in its metadata, or no utterance in its prompt
     */
    @Override
    public double[][] score(List<Outputs> inputs) {
        List<String> texts = new ArrayList<>();
        for (Outputs outputs : inputs) {
            String last = lastUtterance(outputs.sample());
            outputs.texts().forEach(text -> texts.add(last + text));
        }
        float[][] probabilities = classifier.probabilities(texts, BATCH_SIZE, Side.RIGHT);
        double[][] correct = new double[inputs.size()][];
        int at = 0;
        for (int i = 0; i < correct.length; i++) {
            int intent = intent(inputs.get(i).sample());
            correct[i] = new double[inputs.get(i).texts().size()];
            for (int j = 0; j < correct[i].length; j++) {
                correct[i][j] = mostLikely(probabilities[at++]) == intent ? 1 : 0;
            }
        }
        return correct;
    }

    /** The last piece of the prompt that is not empty. */
    static String lastUtterance(Sample sample) {
        String prompt = sample.prompt();
        int end = prompt.length();
        while (end >= END_OF_UTTERANCE.length()
                && prompt.startsWith(END_OF_UTTERANCE, end - END_OF_UTTERANCE.length())) {
            end -= END_OF_UTTERANCE.length();
        }
        if (end == 0) {
            throw unfit(sample, "its prompt has no utterance");
        }
        int before = prompt.lastIndexOf(END_OF_UTTERANCE, end - 1);
        return prompt.substring(before < 0 ? 0 : before + END_OF_UTTERANCE.length(), end);
    }

    /** The label of the annotated dialog act, which the data counts from 1; the dummy act 0 is no label. */
    private static int intent(Sample sample) {
        JsonNode intent = sample.metadata().path("intent").path(0);
        if (!intent.isInt()) {
            throw unfit(sample, "its metadata have no \"intent\"");
        }
        return intent.intValue() - 1;
    }

    private static Failure unfit(Sample sample, String problem) {
        return Failure.badData("intent_accuracy: sample " + sample.id() + ": " + problem
                + "; this metric is for the data pool daily_dialog");
    }

    private static int mostLikely(float[] probabilities) {
        int best = 0;
        for (int label = 1; label < probabilities.length; label++) {
            best = probabilities[label] > probabilities[best] ? label : best;
        }
        return best;
    }

    /** Native arrays held, constant over calls. */
    int liveArrays() {
        return classifier.liveArrays();
    }

    @Override
    public void close() {
        classifier.close();
    }
}
