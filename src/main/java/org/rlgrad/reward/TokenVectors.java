package org.rlgrad.reward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.rlgrad.config.Side;
import org.rlgrad.model.TextEncoder;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;
import org.rlgrad.tokenizer.PaddedBatch;

/** An encoder's vectors, of length 1, for every token of some texts. Lives on the encoder's device until closed. */
final class TokenVectors implements AutoCloseable {
    private final NDManager manager;
    /** By text: {@code [tokens, E]}. */
    private final NDArray[] vectors;

    /**
     * @param rows token ids by text
     * @param batchSize texts that a forward pass takes
     */
    TokenVectors(TextEncoder encoder, List<int[]> rows, int batchSize) {
        manager = encoder.parameters().manager().newSubManager();
        vectors = new NDArray[rows.size()];
        try {
            for (int[] batch : TextBatches.byLength(rows, batchSize)) {
                List<int[]> ids = TextBatches.rows(rows, batch);
                PaddedBatch padded = PaddedBatch.toLongest(ids, encoder.config().paddingId(), Side.RIGHT);
                Torch.noGrad(() -> Scopes.step(() -> {
                    NDArray all = encoder.encode(TextBatches.longs(padded.ids()), TextBatches.longs(padded.mask()));
                    NDArray normed = all.div(all.norm(new int[] {2}, true));
                    for (int i = 0; i < batch.length; i++) {
                        NDArray row = Ops.slice(normed, 0, i, i + 1).squeeze(0);
                        vectors[batch[i]] = Scopes.keep(manager, Ops.slice(row, 0, 0, ids.get(i).length));
                    }
                    return null;
                }));
            }
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /**
     * The largest cosine that each token has with any token of the other text.
     *
     * @return {@code [2][tokens]}: for the first text's tokens, for the second's
     */
    float[][] bestCosines(int first, int second) {
        return Torch.noGrad(() -> Scopes.step(() -> {
            NDArray cosines = vectors[first].matMul(vectors[second].transpose());
            return new float[][] {
                cosines.max(new int[] {1}).toFloatArray(),
                cosines.max(new int[] {0}).toFloatArray()
            };
        }));
    }

    @Override
    public void close() {
        manager.close();
    }
}
