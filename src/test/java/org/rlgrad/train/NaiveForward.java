package org.rlgrad.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.rlgrad.model.Gpt2;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.model.T5;
import org.rlgrad.tensor.Ops;

/**
 * One forward pass for one token, as the reference makes it: what comes before the token, padded on the left to a fixed width, with
 * masks and (GPT-2) positions that count real tokens.
 *
 * @param promptWidth P
 * @param contextWidth C
 */
record NaiveForward(LanguageModel model, int promptWidth, int contextWidth) {

    /** Logits of the token after a prompt and the tokens before it, {@code [1, V]}. */
    NDArray logits(int[] prompt, int[] before) {
        if (model instanceof Gpt2 gpt2) {
            Padded row = causal(prompt, before);
            int width = row.ids.length;
            return last(gpt2.logits(row.ids(manager()), row.positions(manager()), row.keyMask(manager())), width);
        }
        return model.head(state(prompt, before));
    }

    /** The final hidden state behind these logits, {@code [1, E]}. */
    NDArray state(int[] prompt, int[] before) {
        if (model instanceof Gpt2 gpt2) {
            Padded row = causal(prompt, before);
            var states = gpt2.hiddenStates(row.ids(manager()), row.positions(manager()), row.keyMask(manager()));
            return last(states.get(states.size() - 1), row.ids.length);
        }
        T5 t5 = (T5) model;
        Padded input = Padded.of(prompt, promptWidth);
        Padded context = Padded.of(joined(model.contextOf(prompt), before), contextWidth);
        NDArray mask = input.keyMask(manager());
        NDArray encoded = t5.encode(input.ids(manager()), mask);
        return last(t5.decode(context.ids(manager()), context.keyMask(manager()), encoded, mask), contextWidth);
    }

    private Padded causal(int[] prompt, int[] before) {
        return Padded.of(joined(prompt, before), promptWidth + contextWidth);
    }

    private NDManager manager() {
        return model.parameters().manager();
    }

    private static NDArray last(NDArray rows, int width) {
        return Ops.slice(rows, 1, width - 1L, width).squeeze(1);
    }

    private static int[] joined(int[] first, int[] second) {
        return IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
    }

    /** A row of ids with its mask, the real ones last. */
    private record Padded(int[] ids, int real) {
        static Padded of(int[] tokens, int width) {
            int[] ids = new int[width];
            Arrays.fill(ids, 3); // padding is masked, whatever it is
            System.arraycopy(tokens, 0, ids, width - tokens.length, tokens.length);
            return new Padded(ids, tokens.length);
        }

        NDArray ids(NDManager manager) {
            return Ops.indices(manager, ids).reshape(1, ids.length);
        }

        /** The running count of real tokens less one; 1 at padding. */
        NDArray positions(NDManager manager) {
            int first = ids.length - real;
            int[] positions = IntStream.range(0, ids.length)
                    .map(i -> i < first ? 1 : i - first)
                    .toArray();
            return Ops.indices(manager, positions).reshape(1, ids.length);
        }

        NDArray keyMask(NDManager manager) {
            float[] mask = new float[ids.length];
            Arrays.fill(mask, 0, ids.length - real, Ops.MASKED);
            return Ops.floats(manager, mask).reshape(1, 1, 1, ids.length);
        }
    }
}
