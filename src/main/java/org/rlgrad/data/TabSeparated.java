package org.rlgrad.data;

import java.io.Closeable;
import java.io.IOException;
import java.io.PushbackReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rlgrad.Failure;

/**
 * A tab-separated file without header as {@code pandas.read_csv(path, sep="\t", header=None)} splits it (its C parser with
 * the default quoting).
 *
 * <p>A field that starts with a double quote is quoted: up to its closing quote tabs and line ends belong to it and a doubled
 * quote is one; what follows the closing quote is appended as it is. A quote elsewhere is an ordinary character. CR, LF and
 * CR LF end a line; lines that are empty or hold only blanks are skipped.
 *
 * <p>Differs from the reference: values such as {@code NA}, which pandas makes missing (and the reference then crashes), stay
 * text.
 */
final class TabSeparated implements Closeable {
    private static final int END = -1;

    private final Path file;
    private final PushbackReader in;
    private long line = 1;
    private long start;

    TabSeparated(Path file) {
        this.file = file;
        in = new PushbackReader(new Utf8Lines(file).asReader());
    }

    /** The line on which the record last returned starts, from 1. */
    long line() {
        return start;
    }

    /** The fields of the next record, or null at the end. */
    List<String> next() {
        while (true) {
            start = line;
            List<String> fields = new ArrayList<>();
            boolean quoted = record(fields);
            boolean blank =
                    !quoted && fields.size() == 1 && fields.get(0).chars().allMatch(c -> c == ' ');
            if (!blank) {
                return fields;
            }
            int next = read();
            if (next == END) {
                return null;
            }
            unread(next);
        }
    }

    /** Reads one record into {@code fields}; returns whether any of them was quoted. */
    private boolean record(List<String> fields) {
        boolean anyQuoted = false;
        StringBuilder field = new StringBuilder();
        boolean fresh = true;
        while (true) {
            int c = read();
            if (fresh && c == '"') {
                quotedPart(field);
                anyQuoted = true;
                fresh = false;
            } else if (c == '\t') {
                fields.add(field.toString());
                field.setLength(0);
                fresh = true;
            } else if (c == END || c == '\n' || c == '\r') {
                endLine(c);
                fields.add(field.toString());
                return anyQuoted;
            } else {
                field.append((char) c);
                fresh = false;
            }
        }
    }

    /** The inside of a quoted field; its opening quote was read, its closing one is consumed. */
    private void quotedPart(StringBuilder field) {
        while (true) {
            int c = read();
            if (c == END) {
                throw Failure.badData(file + ":" + start + ": a field that starts with a quote (\") is never closed");
            }
            if (c == '"') {
                int next = read();
                if (next != '"') {
                    unread(next);
                    return;
                }
            } else if (c == '\n') {
                line++;
            }
            field.append((char) c);
        }
    }

    private void endLine(int terminator) {
        if (terminator == '\r') {
            int next = read();
            if (next != '\n') {
                unread(next);
            }
        }
        line++;
    }

    private int read() {
        try {
            return in.read();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private void unread(int c) {
        if (c != END) {
            try {
                in.unread(c);
            } catch (IOException e) {
                throw unreadable(e);
            }
        }
    }

    private Failure unreadable(IOException e) {
        return Failure.unreadable(file, e);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }
}
