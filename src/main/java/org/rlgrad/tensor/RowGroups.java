package org.rlgrad.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * How the rows of a batch fall into prompts, for attention over keys that the rows of a prompt share.
 *
 * <p>Rows are sorted by prompt. The grouped layout has {@code P x G} slots, G being the largest group; where groups are
 * smaller (rows have finished and left) the spare slots repeat row 0 and their results are dropped.
 *
 * @param rowOfSlot {@code [P x G]} int64: the row that a slot holds
 * @param slotOfRow {@code [N]} int64: the slot that holds a row
 * @param ragged whether N differs from P x G, so that the two index vectors are needed at all
 */
public record RowGroups(NDArray rowOfSlot, NDArray slotOfRow, boolean ragged) implements AutoCloseable {

    /**
     * @param promptOfRow the prompt of each row, ascending
     * @param prompts P; prompts without rows are allowed
     */
    public static RowGroups of(NDManager manager, int[] promptOfRow, int prompts) {
        int[] size = new int[prompts];
        for (int prompt : promptOfRow) {
            size[prompt]++;
        }
        int largest = 0;
        for (int s : size) {
            largest = Math.max(largest, s);
        }
        long[] rowOfSlot = new long[prompts * largest];
        long[] slotOfRow = new long[promptOfRow.length];
        int[] filled = new int[prompts];
        for (int row = 0; row < promptOfRow.length; row++) {
            int prompt = promptOfRow[row];
            int slot = prompt * largest + filled[prompt]++;
            rowOfSlot[slot] = row;
            slotOfRow[row] = slot;
        }
        return new RowGroups(
                Scopes.keep(manager, Ops.longs(manager, rowOfSlot)),
                Scopes.keep(manager, Ops.longs(manager, slotOfRow)),
                rowOfSlot.length != slotOfRow.length);
    }

    @Override
    public void close() {
        rowOfSlot.close();
        slotOfRow.close();
    }
}
