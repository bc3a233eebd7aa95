package org.rlgrad.generate;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import org.rlgrad.config.Fidelity;
import org.rlgrad.model.Decoding;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.model.T5;
import org.rlgrad.tensor.Ops;

/** A policy's sequences that are being continued, with what its mask model, if it has one, makes of them beside. */
abstract class MaskedDecoding implements AutoCloseable {
    private final Decoding policy;

    private MaskedDecoding(Decoding policy) {
        this.policy = policy;
    }

    /** Both models stand ready to continue each of the prompts. */
    static MaskedDecoding start(
            LanguageModel policy, Optional<MaskModel> mask, List<Prompt> prompts, int maxNewTokens) {
        List<int[]> tokens = prompts.stream().map(Prompt::tokens).toList();
        if (mask.isEmpty() || !mask.get().mask().learned()) {
            return new WithoutModel(policy.start(tokens, maxNewTokens));
        }
        LanguageModel model = mask.get().model();
        if (mask.get().fidelity() == Fidelity.REFERENCE && policy instanceof T5 t5 && model instanceof T5 other) {
            return new OverPolicysCaches(t5.start(tokens, maxNewTokens), other);
        }
        return new WithOwnCaches(policy.start(tokens, maxNewTokens), model.start(tokens, maxNewTokens));
    }

    /**
     * The policy's logits of the next token.
     *
     * @param rows which rows' to copy, int64; null: those of all, and not a copy
     */
    final NDArray logits(NDArray rows) {
        return rowsOf(policy.logits(), rows);
    }

    private static NDArray rowsOf(NDArray logits, NDArray rows) {
        return rows == null ? logits : Ops.select(logits, rows, 0);
    }

    /**
     * What an action mask ranks tokens by: the mask model's logits, or the scores themselves if it has none.
     *
     * @param scores {@code [N, V]}
     * @param rows the row that each score belongs to, int64; null: they are this decoding's rows
     */
    abstract NDArray ranking(NDArray scores, NDArray rows);

    /** As {@link Decoding#step}. */
    void step(long[] tokens) {
        policy.step(tokens);
    }

    /** As {@link Decoding#select}. */
    void select(int[] rows) {
        policy.select(rows);
    }

    @Override
    public void close() {
        policy.close();
    }

    private static final class WithoutModel extends MaskedDecoding {
        WithoutModel(Decoding policy) {
            super(policy);
        }

        @Override
        NDArray ranking(NDArray scores, NDArray rows) {
            return scores;
        }
    }

    private static final class WithOwnCaches extends MaskedDecoding {
        private final Decoding mask;

        WithOwnCaches(Decoding policy, Decoding mask) {
            super(policy);
            this.mask = mask;
        }

        @Override
        NDArray ranking(NDArray scores, NDArray rows) {
            return rowsOf(mask.logits(), rows);
        }

        @Override
        void step(long[] tokens) {
            mask.step(tokens);
            super.step(tokens);
        }

        @Override
        void select(int[] rows) {
            mask.select(rows);
            super.select(rows);
        }

        @Override
        public void close() {
            mask.close();
            super.close();
        }
    }

    private static final class OverPolicysCaches extends MaskedDecoding {
        private final T5.T5Decoding policy;
        private final T5 mask;
        private NDArray maskLogits;

        OverPolicysCaches(T5.T5Decoding policy, T5 mask) {
            super(policy);
            this.policy = policy;
            this.mask = mask;
            this.maskLogits = policy.peekFirst(mask);
        }

        @Override
        NDArray ranking(NDArray scores, NDArray rows) {
            return rowsOf(maskLogits, rows);
        }

        /** The mask model first: it reads the caches as they were before the policy's step. */
        @Override
        void step(long[] tokens) {
            maskLogits.close();
            maskLogits = policy.peek(mask, tokens);
            super.step(tokens);
        }
    }
}
