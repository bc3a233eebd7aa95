package org.rlgrad.config;

/**
 * Where a value stands: a place in a file, or a {@code --set} on the command line.
 *
 * @param source the file as the user named it; for a setting {@code --set}
 * @param line from 1; 0 marks a setting
 * @param column from 1, in code points; for a setting its place among the settings
 */
record Position(String source, int line, int column) implements Comparable<Position> {
    /** The place of the {@code ordinal}-th setting. */
    static Position ofSetting(int ordinal) {
        return new Position("--set", 0, ordinal);
    }

    /** {@code file:line:column key} or {@code --set key}; the whole file's {@code key} is empty. */
    String locate(String key) {
        String place = isSetting() ? source : source + ":" + line + ":" + column;
        return key.isEmpty() ? place : place + " " + key;
    }

    private boolean isSetting() {
        return line == 0;
    }

    /** The file from top to bottom, then the settings in the order given. */
    @Override
    public int compareTo(Position other) {
        if (isSetting() != other.isSetting()) {
            return Boolean.compare(isSetting(), other.isSetting());
        }
        int byLine = Integer.compare(line, other.line);
        return byLine != 0 ? byLine : Integer.compare(column, other.column);
    }
}
