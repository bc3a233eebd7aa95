package org.rlgrad.reward;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.rlgrad.Failure;
import org.rlgrad.PythonText;
import org.rlgrad.config.Side;
import org.rlgrad.model.TextEncoder;
import org.rlgrad.tokenizer.Family;
import org.rlgrad.tokenizer.Tokenizer;

/**
 * BERTScore (T. Zhang et al., "BERTScore: Evaluating Text Generation with BERT", ICLR 2020): each token is matched with the most
 * similar token of the other text, by the cosine of an encoder layer's vectors. F1, the best over several references; without
 * importance weights and without rescaling by a baseline, as the reference calls it. The metric is the mean.
 *
 * <p>The tokens before and after a text may be matched, but do not count themselves. Truncated on the right.
 *
 * <p>Differs from the reference: similarities are those of the two texts alone; there the zeros of a batch's padding take part
 * in each maximum, which matters only for tokens whose every cosine is negative.
 */
public final class BertScore implements RewardFunction {
    private static final int BATCH_SIZE = 64;
    /** Tokens around every text. */
    private static final int FRAME = 2;
    /** Texts whose vectors are held at a time; of 100 tokens, 1024 floats each, they take 200 MB. */
    private static final int TEXTS_AT_ONCE = 512;

    /** Precision, recall and their harmonic mean F1; cosines, so in [-1, 1], and with real encoders well above 0. */
    record Score(double precision, double recall, double f1) {
        static final Score ZERO = new Score(0, 0, 0);

        static Score of(double precision, double recall) {
            double sum = precision + recall;
            return new Score(precision, recall, sum == 0 ? 0 : 2 * precision * recall / sum);
        }

        /** Each part by itself. */
        Score max(Score other) {
            return new Score(
                    Math.max(precision, other.precision), Math.max(recall, other.recall), Math.max(f1, other.f1));
        }
    }

    private final Tokenizer tokenizer;
    private final TextEncoder encoder;
    private final int maxTokens;

    private BertScore(Tokenizer tokenizer, TextEncoder encoder) {
        this.tokenizer = tokenizer;
        this.encoder = encoder;
        this.maxTokens = Math.min(tokenizer.modelMaxLength(), encoder.maxTokens());
    }

    /**
     * Loads encoder and tokenizer from one folder.
     *
     * @param layer how many of its blocks a vector has passed
     * @throws Failure if files are missing or damaged, or there are fewer layers
     */
    static BertScore load(Path folder, int layer, Device device) {
        TextEncoder encoder = TextEncoder.load(folder, layer, device);
        try {
            Tokenizer tokenizer = Tokenizer.load(folder);
            try {
                TextClassifier.checkVocabulary(
                        folder, tokenizer, encoder.config().vocabularySize());
                return new BertScore(tokenizer, encoder);
            } catch (RuntimeException e) {
                tokenizer.close();
                throw e;
            }
        } catch (RuntimeException e) {
            encoder.close();
            throw e;
        }
    }

    @Override
    public String key() {
        return "semantic/bert_score";
    }

    /**
     * F1 of each output, 0 where the text or its reference is empty.
     *
     * @throws Failure if a sample has no references
     */
    @Override
    public double[][] score(List<Outputs> inputs) {
        double[][] scores = new double[inputs.size()][];
        for (int start = 0; start < scores.length; ) {
            Set<String> texts = new LinkedHashSet<>();
            int end = start;
            while (end < scores.length && (end == start || texts.size() < TEXTS_AT_ONCE)) {
                Outputs outputs = inputs.get(end++);
                texts.addAll(outputs.texts());
                texts.addAll(references(outputs));
            }
            try (Matcher matcher = new Matcher(List.copyOf(texts))) {
                for (int i = start; i < end; i++) {
                    List<String> references = inputs.get(i).sample().references();
                    scores[i] = inputs.get(i).texts().stream()
                            .mapToDouble(text -> matcher.score(text, references).f1())
                            .toArray();
                }
            }
            start = end;
        }
        return scores;
    }

    /** All parts of one text's score. */
    Score score(String text, List<String> references) {
        Set<String> texts = new LinkedHashSet<>(references);
        texts.add(text);
        try (Matcher matcher = new Matcher(List.copyOf(texts))) {
            return matcher.score(text, references);
        }
    }

    /** Some texts with their tokens' vectors. */
    private final class Matcher implements AutoCloseable {
        private final Map<String, Integer> index = new HashMap<>();
        private final List<int[]> tokens;
        private final TokenVectors vectors;

        Matcher(List<String> texts) {
            for (String text : texts) {
                index.put(text, index.size());
            }
            tokens = tokenizer.encodeAll(
                    texts.stream().map(BertScore.this::asEncoded).toList(), maxTokens, Side.RIGHT);
            vectors = new TokenVectors(encoder, tokens, BATCH_SIZE);
        }

        Score score(String text, List<String> references) {
            return references.stream()
                    .map(reference -> score(index.get(text), index.get(reference)))
                    .reduce(Score::max)
                    .orElseThrow();
        }

        private Score score(int candidate, int reference) {
            if (tokens.get(candidate).length <= FRAME || tokens.get(reference).length <= FRAME) {
                return Score.ZERO;
            }
            float[][] best = vectors.bestCosines(candidate, reference);
            return Score.of(mean(best[0], tokens.get(candidate)), mean(best[1], tokens.get(reference)));
        }

        @Override
        public void close() {
            vectors.close();
        }
    }

    /** The stripped text; byte-level tokenizers get a blank before it, so that its first word is as any other. */
    private String asEncoded(String text) {
        String stripped = PythonText.strip(text);
        return tokenizer.family() == Family.ROBERTA && !stripped.isEmpty() ? " " + stripped : stripped;
    }

    /** Mean over the tokens that are not special; 0 if there is none. */
    private double mean(float[] cosines, int[] ids) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < ids.length; i++) {
            if (!isFrame(ids[i])) {
                sum += cosines[i];
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }

    /** The tokens before and after a text, also where a text spells them out. */
    private boolean isFrame(int id) {
        return tokenizer.clsId().equals(OptionalInt.of(id)) || tokenizer.sepId().equals(OptionalInt.of(id));
    }

    private static List<String> references(Outputs outputs) {
        if (outputs.sample().references().isEmpty()) {
            throw Failure.badData("bert_score: sample " + outputs.sample().id()
                    + " has no references; choose another metric for this data pool");
        }
        return outputs.sample().references();
    }

    /** Native arrays held, constant over calls. */
    int liveArrays() {
        return encoder.parameters().liveArrays();
    }

    @Override
    public void close() {
        tokenizer.close();
        encoder.close();
    }
}
