package org.rlgrad.report;

import java.util.List;

/**
 * What {@code rollouts.csv} or {@code training.csv} holds: some quantities at each step.
 *
 * @param columns their names, without {@code step}
 * @param rows in the order of the file
 */
public record ScalarTable(List<String> columns, List<Row> rows) {
    /** No quantities, no steps. */
    public static final ScalarTable EMPTY = new ScalarTable(List.of(), List.of());

    /**
     * One step.
     *
     * @param step optimizer steps made (supervised), or iterations (reinforcement); at least 0
     * @param values by column; NaN where a quantity does not exist
     */
    public record Row(int step, List<Double> values) {}

    /** The value of a column at a step; NaN where it does not exist. */
    public double at(String column, int row) {
        int index = columns.indexOf(column);
        return index < 0 ? Double.NaN : rows.get(row).values().get(index);
    }

    /** The last step; 0 without rows. */
    public int lastStep() {
        return rows.isEmpty() ? 0 : rows.get(rows.size() - 1).step();
    }
}
