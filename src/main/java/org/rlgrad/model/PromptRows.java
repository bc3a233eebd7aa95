package org.rlgrad.model;

import java.nio.IntBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Rows by the prompts that they continue.
 *
 * @param distinct prompts, in the order of their first row
 * @param ofRow for each row the place of its prompt
 */
record PromptRows(List<int[]> distinct, int[] ofRow) {
    static PromptRows of(List<Continuation> rows) {
        Map<IntBuffer, Integer> places = new LinkedHashMap<>(); // a buffer equals another with the same content
        int[] ofRow = rows.stream()
                .mapToInt(row -> places.computeIfAbsent(IntBuffer.wrap(row.prompt()), key -> places.size()))
                .toArray();
        return new PromptRows(places.keySet().stream().map(IntBuffer::array).toList(), ofRow);
    }

    /** Equal prompts stay apart. */
    static PromptRows each(List<Continuation> rows) {
        return new PromptRows(
                rows.stream().map(Continuation::prompt).toList(),
                IntStream.range(0, rows.size()).toArray());
    }

    boolean oneRowEach() {
        return distinct.size() == ofRow.length;
    }
}
