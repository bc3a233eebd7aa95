package org.rlgrad.report;

import org.rlgrad.Failure;

/** Cells of a CSV row, checked. {@code where} is the file and line, for the message of {@code BAD_DATA}. */
final class Cells {
    private Cells() {}

    /** A row without line feed taken apart; the number of cells must be the given one. */
    static String[] split(String line, int count, String where) {
        String[] cells = line.split(",", -1);
        if (cells.length != count) {
            throw Failure.badData(where + ": " + cells.length + " cells instead of " + count);
        }
        return cells;
    }

    /** A whole number. */
    static int natural(String cell, String column, int least, String where) {
        try {
            int value = Integer.parseInt(cell);
            if (value >= least) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw notA("whole number", cell, column, where);
        }
        throw notA("number of at least " + least, cell, column, where);
    }

    /** A double, {@code NaN} and {@code Infinity} included. */
    static double real(String cell, String column, String where) {
        try {
            return Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            throw notA("number", cell, column, where);
        }
    }

    /** Whether a text may be a cell as it is: visible ASCII without comma and quote. */
    static boolean isName(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c <= '~' && c != ',' && c != '"');
    }

    static Failure notA(String what, String cell, String column, String where) {
        return Failure.badData(where + ": " + column + " is '" + cell + "', no " + what);
    }
}
