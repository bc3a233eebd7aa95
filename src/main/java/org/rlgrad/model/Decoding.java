package org.rlgrad.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.stream.IntStream;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.RowGroups;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/**
 * Sequences that are being continued token by token: the key/value cache and the logits of the next token.
 *
 * <p>It begins with one row per prompt. Keys and values of the prompts are kept once per prompt, whatever the number of rows
 * that continue it ({@code shared}); those of new tokens are kept per row in preallocated arrays ({@code own}). Rows can be
 * multiplied, reordered and dropped with {@link #select}.
 *
 * <p>Not thread-safe. Everything it holds is freed by {@link #close}.
 */
public abstract class Decoding implements AutoCloseable {
    /** A layer's keys and values, each {@code [rows, H, length, D]}. */
    record KeyValues(NDArray keys, NDArray values) {
        void close() {
            keys.close();
            values.close();
        }
    }

    /** Shared keys are copied to drop finished prompts only when a quarter of them are gone: few copies in all. */
    private static final double COMPACT_BELOW = 0.75;

    final NDManager manager;
    private final int heads;
    private final int headWidth;
    private final int capacity;

    /** Per layer: keys and values that all rows of a prompt attend to. */
    KeyValues[] shared;
    /** {@code [P, 1, 1, S]}: 0 where a shared key is real, {@link Ops#MASKED} where it is padding. */
    NDArray sharedMask;
    /** Per layer: keys and values of the rows' own tokens, {@code [N, H, capacity, D]}; null before the first own token. */
    KeyValues[] own;
    /** Own tokens so far. */
    int length;

    RowGroups groups;
    int[] promptOfRow;
    private int prompts;
    private NDArray logits;

    Decoding(NDManager manager, int layers, int heads, int headWidth, int prompts, int capacity) {
        this.manager = manager;
        this.heads = heads;
        this.headWidth = headWidth;
        this.capacity = capacity;
        this.shared = new KeyValues[layers];
        this.own = new KeyValues[layers];
        this.prompts = prompts;
        this.promptOfRow = IntStream.range(0, prompts).toArray();
        this.groups = RowGroups.of(manager, promptOfRow, prompts);
    }

    /** Number of rows N. */
    public final int rows() {
        return promptOfRow.length;
    }

    /** Logits of each row's next token, {@code [N, V]}, as of the last step: {@link #select} does not reorder them. */
    public final NDArray logits() {
        return logits;
    }

    /** Appends one token to every row and computes the next logits. */
    public final void step(long[] tokens) {
        Torch.noGrad(() -> {
            NDArray next = Scopes.step(() -> Scopes.keep(manager, forward(tokens)));
            length++;
            setLogits(next);
            return null;
        });
    }

    /**
     * Keeps, repeats or reorders rows; the next {@link #step} takes a token for each of the new rows.
     *
     * @param selected for each new row the old row it continues; old rows' prompts must be ascending in it
     */
    public final void select(int[] selected) {
        int[] newPromptOfRow = new int[selected.length];
        long[] index = new long[selected.length];
        for (int i = 0; i < selected.length; i++) {
            newPromptOfRow[i] = promptOfRow[selected[i]];
            index[i] = selected[i];
        }
        Torch.noGrad(() -> {
            Scopes.step(() -> {
                NDArray rows = Ops.longs(manager, index);
                for (int layer = 0; layer < own.length && own[layer] != null; layer++) {
                    own[layer] = selectOwn(own[layer], rows);
                }
                return null;
            });
            promptOfRow = newPromptOfRow;
            dropPromptsWithoutRows();
            groups.close();
            groups = RowGroups.of(manager, promptOfRow, prompts);
            return null;
        });
    }

    /** The next logits {@code [N, V]} after appending these tokens; must add the layers' own keys by {@link #append}. */
    abstract NDArray forward(long[] tokens);

    /** Tells the model which prompts are still there, as indices into the former ones. */
    abstract void selectPrompts(int[] kept);

    /** Adds a layer's keys and values of the newest token, {@code [N, H, 1, D]}, and returns all so far as views. */
    final KeyValues append(int layer, NDArray keys, NDArray values) {
        if (own[layer] == null) {
            own[layer] = new KeyValues(emptyCache(rows()), emptyCache(rows()));
        }
        Ops.setSlice(own[layer].keys(), keys, 2, length);
        Ops.setSlice(own[layer].values(), values, 2, length);
        return new KeyValues(
                Ops.slice(own[layer].keys(), 2, 0, length + 1L), Ops.slice(own[layer].values(), 2, 0, length + 1L));
    }

    /** Attention of every row's query {@code [N, H, D]} to its prompt's shared keys alone: {@code [N, H x D]}. */
    final NDArray attendShared(int layer, NDArray query, double scale) {
        KeyValues keyValues = shared[layer];
        if (!groups.ragged()) {
            return Ops.sharedAttention(query, keyValues.keys(), keyValues.values(), sharedMask, scale);
        }
        NDArray slots = Ops.select(query, groups.rowOfSlot(), 0);
        NDArray mixed = Ops.sharedAttention(slots, keyValues.keys(), keyValues.values(), sharedMask, scale);
        return Ops.select(mixed, groups.slotOfRow(), 0);
    }

    final void setLogits(NDArray next) {
        if (logits != null) {
            logits.close();
        }
        logits = next;
    }

    /** Hands a layer's prompt keys and values over to this decoding. */
    final void share(int layer, NDArray keys, NDArray values) {
        shared[layer] = new KeyValues(Scopes.keep(manager, keys), Scopes.keep(manager, values));
    }

    /** Not even zeroed: what is read was written. */
    private NDArray emptyCache(long rows) {
        return Scopes.keep(manager, manager.create(new Shape(rows, heads, capacity, headWidth), DataType.FLOAT32));
    }

    /** Copies the filled part only. */
    private KeyValues selectOwn(KeyValues old, NDArray rows) {
        NDArray[] copies = new NDArray[2];
        NDArray[] olds = {old.keys(), old.values()};
        for (int i = 0; i < 2; i++) {
            NDArray filled = Ops.select(Ops.slice(olds[i], 2, 0, length), rows, 0);
            copies[i] = emptyCache(rows.size());
            Ops.setSlice(copies[i], filled, 2, 0);
        }
        old.close();
        return new KeyValues(copies[0], copies[1]);
    }

    private void dropPromptsWithoutRows() {
        int[] kept = IntStream.of(promptOfRow).distinct().toArray();
        if (kept.length > prompts * COMPACT_BELOW) {
            return;
        }
        Scopes.step(() -> {
            NDArray index = Ops.longs(manager, IntStream.of(kept).asLongStream().toArray());
            for (int layer = 0; layer < shared.length; layer++) {
                KeyValues old = shared[layer];
                share(layer, Ops.select(old.keys(), index, 0), Ops.select(old.values(), index, 0));
                old.close();
            }
            NDArray oldMask = sharedMask;
            sharedMask = Scopes.keep(manager, Ops.select(oldMask, index, 0));
            oldMask.close();
            return null;
        });
        int[] newIndex = new int[prompts];
        for (int i = 0; i < kept.length; i++) {
            newIndex[kept[i]] = i;
        }
        for (int row = 0; row < promptOfRow.length; row++) {
            promptOfRow[row] = newIndex[promptOfRow[row]];
        }
        prompts = kept.length;
        selectPrompts(kept);
    }

    @Override
    public final void close() {
        manager.close();
    }
}
