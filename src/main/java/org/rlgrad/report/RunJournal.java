package org.rlgrad.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * {@code samples.partial.jsonl}: what a run has finished so far, in whole units, safe against being killed at any byte.
 *
 * <p>A unit is what the work produces at once, say the records of one batch. Its lines stand there as they are, and after
 * them one line {@code {"unit":3,"crc32":["9a8b7c6d",...]}} with the number of the unit, from 0, and a checksum for each
 * of its lines. A unit counts when that line is whole and everything fits; {@link #open} hands out the units that count
 * and cuts off what a killed process left after them.
 *
 * <p>What was appended survives the death of the process at once, and a power cut after the next sync: at most
 * {@value #SYNC_SECONDS} seconds of work are lost to that, so that the sync costs nothing.
 */
public final class RunJournal implements AutoCloseable {
    static final int SYNC_SECONDS = 2;

    private final AppendedFile file;
    private int units;
    private long lastSync = System.nanoTime();
    private boolean unsynced;

    private RunJournal(AppendedFile file, int units) {
        this.file = file;
        this.units = units;
    }

    /**
     * Opens or creates the journal, passes on every line of every whole unit in the order in which they were appended,
     * and cuts off the rest.
     *
     * @param recovered takes each line, without line feed
     * @throws org.rlgrad.Failure {@code BAD_DATA} naming the line where the file is damaged before its last unit (the
     *     file is left as it is); {@code CANNOT_WRITE} where it cannot be opened
     */
    public static RunJournal open(Path path, Consumer<String> recovered) {
        AppendedFile file = AppendedFile.open(path);
        boolean opened = false;
        try {
            JournalScan scan = JournalScan.of(path, recovered);
            file.cutTo(scan.end());
            opened = true;
            return new RunJournal(file, scan.units());
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(path, e);
        } finally {
            if (!opened) {
                file.close();
            }
        }
    }

    /** How many whole units the file holds. */
    public int units() {
        return units;
    }

    /**
     * Appends one unit; returns when the system has it.
     *
     * @param lines JSON without line feeds, at least one
     * @throws org.rlgrad.Failure {@code CANNOT_WRITE}; the units before this one stay in the file
     */
    public void append(List<String> lines) {
        file.append(encode(lines));
        units++;
        unsynced = true;
        if (System.nanoTime() - lastSync > SYNC_SECONDS * 1_000_000_000L) {
            sync();
        }
    }

    /** Syncs and closes. Throws {@code CANNOT_WRITE} where the last units may not have reached the disk. */
    @Override
    public void close() {
        try (file) {
            if (unsynced) {
                sync();
            }
        }
    }

    private void sync() {
        file.sync();
        lastSync = System.nanoTime();
        unsynced = false;
    }

    private byte[] encode(List<String> lines) {
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("a unit has at least one line");
        }
        StringBuilder text = new StringBuilder();
        StringBuilder checksums = new StringBuilder();
        for (String line : lines) {
            if (line.indexOf('\n') >= 0 || line.startsWith(JournalScan.COMMIT)) {
                throw new IllegalArgumentException("no line of a record: " + line);
            }
            text.append(line).append('\n');
            checksums.append(checksums.isEmpty() ? "\"" : ",\"");
            checksums.append(JournalScan.checksum(utf8(line))).append('"');
        }
        text.append(JournalScan.COMMIT).append(units).append(",\"crc32\":[");
        return utf8(text.append(checksums).append("]}\n").toString());
    }

    /** Strict: a replaced character would be a silent loss. */
    private static byte[] utf8(String text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] array = new byte[bytes.remaining()];
            bytes.get(array);
            return array;
        } catch (java.nio.charset.CharacterCodingException e) {
            throw new IllegalArgumentException("a record holds half a surrogate pair; write it as an escape", e);
        }
    }
}
