package org.rlgrad.reward;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.rlgrad.metric.Cider;
import org.rlgrad.metric.NltkWordTokenizer;

/**
 * CIDEr of each output, with the document frequencies of all inputs that are scored in one call: those of a whole data set.
 *
 * <p>Differs from the reference: words are NLTK's, not spaCy's, and inputs with the same prompt stay apart; there the last one
 * replaces the others.
 */
record CiderReward() implements RewardFunction {
    @Override
    public String key() {
        return "lexical/cider";
    }

    @Override
    public double[][] score(List<Outputs> inputs) {
        List<List<String>> predictions = new ArrayList<>();
        List<List<List<String>>> references = new ArrayList<>();
        for (Outputs outputs : inputs) {
            List<List<String>> own = outputs.sample().references().stream()
                    .map(NltkWordTokenizer::tokenize)
                    .toList();
            for (String text : outputs.texts()) {
                predictions.add(NltkWordTokenizer.tokenize(text));
                references.add(own);
            }
        }
        double[] scores = Cider.scores(predictions, references);
        double[][] byInput = new double[inputs.size()][];
        int at = 0;
        for (int i = 0; i < byInput.length; i++) {
            int count = inputs.get(i).texts().size();
            byInput[i] = Arrays.copyOfRange(scores, at, at + count);
            at += count;
        }
        return byInput;
    }
}
