package org.rlgrad.train;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.rlgrad.config.Fidelity;
import org.rlgrad.model.Continuation;
import org.rlgrad.model.Gpt2;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.tensor.Dropout;
import org.rlgrad.train.SupervisedExamples.Example;

/**
 * A batch of examples as rows for a model. In the reference padding shows:
 *
 * <ul>
 *   <li>an encoder-decoder's targets are padded on the left, where labels are ignored but inputs are start tokens that are seen, so
 *       that a target shorter than the longest of its batch follows several start tokens;
 *   <li>a decoder-only model's positions count the padding before a row, its first token is predicted from the last padding, which
 *       sees the row's own tokens ({@link Gpt2#leftPaddedStates}), and an end token, with which it pads, is nowhere learnt.
 * </ul>
 *
 * <p>Differs from the reference: under {@code fidelity: corrected} a row is the same in any batch.
 *
 * @param rows examples that have anything to predict
 * @param padding for each the padding tokens that its prompt consists of
 */
record SupervisedRows(LanguageModel model, List<Continuation> rows, int[] padding) {

    static SupervisedRows of(LanguageModel model, SupervisedExamples data, List<Example> batch) {
        if (data.fidelity() == Fidelity.CORRECTED) {
            List<Continuation> whole = batch.stream()
                    .map(example -> Continuation.whole(example.prompt(), example.target()))
                    .toList();
            return new SupervisedRows(model, whole, new int[batch.size()]);
        }
        int longest = batch.stream().mapToInt(e -> e.target().length).max().orElseThrow();
        return model instanceof Gpt2
                ? leftPadded(model, batch, longest, data.padId())
                : afterStartTokens(model, batch, longest);
    }

    private static SupervisedRows afterStartTokens(LanguageModel model, List<Example> batch, int longest) {
        List<Continuation> rows = new ArrayList<>();
        for (Example example : batch) {
            int before = longest - example.target().length;
            int[] tokens = new int[longest];
            Arrays.fill(tokens, model.contextOf(example.prompt())[0]);
            System.arraycopy(example.target(), 0, tokens, before, example.target().length);
            rows.add(new Continuation(
                    example.prompt(), tokens, IntStream.range(before, longest).toArray()));
        }
        return new SupervisedRows(model, rows, new int[batch.size()]);
    }

    private static SupervisedRows leftPadded(LanguageModel model, List<Example> batch, int longest, int padId) {
        List<Continuation> rows = new ArrayList<>();
        List<Integer> padding = new ArrayList<>();
        for (Example example : batch) {
            int[] text = example.target();
            if (text.length == 0) {
                continue;
            }
            int before = longest - text.length;
            int read = before == 0 ? 1 : 0; // the longest rows' first token is predicted from nothing, hence not at all
            int[] tokens = Arrays.copyOfRange(text, read, text.length);
            int[] prompt = before == 0 ? Arrays.copyOf(text, 1) : new int[before];
            if (before > 0) {
                Arrays.fill(prompt, padId);
            }
            int[] learnt = IntStream.range(0, tokens.length)
                    .filter(t -> tokens[t] != padId)
                    .toArray();
            if (learnt.length > 0) {
                rows.add(new Continuation(prompt, tokens, learnt));
                padding.add(before);
            }
        }
        return new SupervisedRows(
                model, rows, padding.stream().mapToInt(Integer::intValue).toArray());
    }

    /** How many tokens are predicted. */
    int targets() {
        return rows.stream().mapToInt(row -> row.wanted().length).sum();
    }

    /** Parts that fit into memory. */
    List<SupervisedRows> parts(int mostTokens) {
        return Batches.byLength(rows, mostTokens).stream()
                .map(chosen -> new SupervisedRows(
                        model,
                        Arrays.stream(chosen).mapToObj(rows::get).toList(),
                        Arrays.stream(chosen).map(row -> padding[row]).toArray()))
                .toList();
    }

    /** Final hidden states that predict the targets, {@code [n, E]}. */
    NDArray states(Dropout dropout) {
        boolean padded = Arrays.stream(padding).anyMatch(count -> count > 0);
        return padded ? ((Gpt2) model).leftPaddedStates(rows, padding, dropout) : model.states(rows, dropout);
    }
}
