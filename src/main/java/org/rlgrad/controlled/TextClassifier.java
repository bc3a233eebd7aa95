package org.rlgrad.controlled;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.rlgrad.model.BatchNorm;
import org.rlgrad.model.SequenceClassifier;
import org.rlgrad.tensor.Parameters;
import org.rlgrad.tokenizer.Encoded;

/**
 * A BERT classifier on pairs of sentences. Rows are padded to the longest of their piece only.
 *
 * <p>Differs from the reference: there every row is padded to 512 tokens. Masked positions contribute exactly nothing.
 */
public final class TextClassifier implements Classifier {
    /** Padded tokens of a piece: enough for large products, few enough that neighbours in length stay together. */
    private static final int PIECE_TOKENS = 4096;

    private final SequenceClassifier model;
    private final List<Encoded> train;
    private final List<Encoded> test;

    /** Takes the model over. */
    public TextClassifier(SequenceClassifier model, List<Encoded> train, List<Encoded> test) {
        this.model = model;
        this.train = train;
        this.test = test;
    }

    @Override
    public NDArray logits(Part part, int[] rows, BatchNorm mode) {
        List<Encoded> pairs = pairs(part);
        int width = Arrays.stream(rows)
                .map(row -> pairs.get(row).ids().length)
                .max()
                .orElseThrow();
        long[][] ids = new long[rows.length][width];
        long[][] mask = new long[rows.length][width];
        long[][] types = new long[rows.length][width];
        for (int i = 0; i < rows.length; i++) {
            Encoded pair = pairs.get(rows[i]);
            Arrays.fill(ids[i], model.config().paddingId());
            for (int t = 0; t < pair.ids().length; t++) {
                ids[i][t] = pair.ids()[t];
                types[i][t] = pair.typeIds()[t];
                mask[i][t] = 1;
            }
        }
        return model.logits(ids, mask, types);
    }

    @Override
    public List<int[]> pieces(Part part, int[] rows) {
        List<Encoded> pairs = pairs(part);
        List<Integer> sorted = Arrays.stream(rows)
                .boxed()
                .sorted(Comparator.comparingInt(row -> -pairs.get(row).ids().length))
                .toList();
        List<int[]> pieces = new ArrayList<>();
        int start = 0;
        while (start < sorted.size()) {
            int widest = pairs.get(sorted.get(start)).ids().length;
            int end = Math.min(sorted.size(), start + Math.max(1, PIECE_TOKENS / widest));
            pieces.add(sorted.subList(start, end).stream()
                    .mapToInt(Integer::intValue)
                    .toArray());
            start = end;
        }
        return pieces;
    }

    private List<Encoded> pairs(Part part) {
        return switch (part) {
            case TRAIN -> train;
            case TEST -> test;
        };
    }

    @Override
    public Parameters parameters() {
        return model.parameters();
    }

    @Override
    public Map<String, NDArray> statistics() {
        return Map.of();
    }

    @Override
    public Classifier frozenCopy() {
        return new TextClassifier(
                new SequenceClassifier(model.config(), model.parameters().copy()), train, test);
    }

    @Override
    public void close() {
        model.close();
    }
}
