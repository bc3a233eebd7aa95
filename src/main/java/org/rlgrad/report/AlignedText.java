package org.rlgrad.report;

import java.util.List;

/** A table of text whose columns begin below each other. */
public final class AlignedText {
    private AlignedText() {}

    /** Appends lines of equally many cells, two blanks between columns, each line with a line feed. */
    public static void append(StringBuilder text, List<List<String>> lines) {
        int[] widths = new int[lines.get(0).size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        for (List<String> line : lines) {
            StringBuilder row = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                row.append(line.get(i))
                        .append(" ".repeat(widths[i] - line.get(i).length() + 2));
            }
            text.append(row.toString().stripTrailing()).append('\n');
        }
    }
}
