package org.rlgrad.data;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;

/**
 * The lines of a UTF-8 file ({@code -}: of standard input), one at a time; a name that ends in {@code .gz} is unpacked on the way. Lines end at LF only and
 * are decoded strictly, each by itself, so that bytes which are not UTF-8 can be reported with their line. A byte order mark
 * at the start is skipped.
 */
final class Utf8Lines implements Closeable {
    /** The name that means standard input, as everywhere in the shell. */
    private static final Path STANDARD_INPUT = Path.of("-");

    private final Path file;
    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;
    private long number;

    /** @throws Failure if the file is missing or cannot be opened */
    Utf8Lines(Path file) {
        this.file = file;
        try {
            if (file.equals(STANDARD_INPUT)) {
                in = System.in;
            } else if (file.toString().endsWith(".gz")) {
                in = new GZIPInputStream(Files.newInputStream(file), buffer.length);
            } else {
                in = Files.newInputStream(file);
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Number of the line last returned, from 1. */
    long number() {
        return number;
    }

    /**
     * The next line with its LF (which the last may lack), or null at the end.
     *
     * @throws Failure naming file and line for bytes that are not UTF-8, or for a damaged file
     */
    String next() {
        byte[] line = nextBytes();
        if (line.length == 0) {
            return null;
        }
        number++;
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
            return number == 1 && text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new Failure(ExitCode.BAD_DATA, file + ":" + number + ": not UTF-8; convert the file to UTF-8", e);
        }
    }

    private byte[] nextBytes() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean ended = false;
        while (!ended && (position < limit || fill())) {
            int end = position;
            while (end < limit && !ended) {
                ended = buffer[end++] == '\n';
            }
            line.write(buffer, position, end - position);
            position = end;
        }
        return line.toByteArray();
    }

    private boolean fill() {
        try {
            limit = Math.max(0, in.read(buffer));
        } catch (IOException e) {
            throw unreadable(e);
        }
        position = 0;
        return limit > 0;
    }

    private Failure unreadable(IOException e) {
        if (e instanceof NoSuchFileException) {
            return Failure.noInput(file + ": no such file");
        }
        if (e instanceof ZipException || e instanceof EOFException) {
            return new Failure(ExitCode.BAD_DATA, file + ": damaged gzip file (" + e.getMessage() + ")", e);
        }
        return Failure.unreadable(file, e);
    }

    /** The lines as one stream of characters. Closing it closes this. */
    Reader asReader() {
        return new Reader() {
            private String line = "";
            private int used;

            @Override
            public int read(char[] target, int offset, int length) {
                if (length == 0) {
                    return 0;
                }
                // A first line that is only a byte order mark is empty, but not the end.
                while (line != null && used == line.length()) {
                    line = next();
                    used = 0;
                }
                if (line == null) {
                    return -1;
                }
                int copied = Math.min(length, line.length() - used);
                line.getChars(used, used + copied, target, offset);
                used += copied;
                return copied;
            }

            @Override
            public void close() {
                Utf8Lines.this.close();
            }
        };
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
