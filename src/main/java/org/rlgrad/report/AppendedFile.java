package org.rlgrad.report;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.rlgrad.Failure;

/**
 * A file that grows while a run goes on, by pieces that are there whole or not at all.
 *
 * <p>A piece is one write, so that it survives the death of the process; a power cut it survives after {@link #sync}, which
 * belongs before each checkpoint. What a kill left of a last piece is for the reader to recognise, and to cut off.
 *
 * <p>Not a channel but a {@link RandomAccessFile}: an interrupt (Ctrl-C) would close a channel in the middle of a piece.
 */
final class AppendedFile implements AutoCloseable {
    private final Path path;
    private final RandomAccessFile file;
    private long end;

    private AppendedFile(Path path, RandomAccessFile file) {
        this.path = path;
        this.file = file;
    }

    /** Opens or creates the file; {@link #cutTo} says where it goes on. Throws {@code CANNOT_WRITE}. */
    static AppendedFile open(Path path) {
        try {
            return new AppendedFile(path, new RandomAccessFile(path.toFile(), "rw"));
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(path, e);
        }
    }

    /** Cuts off what lies behind a length in bytes; the next piece follows there. Throws {@code CANNOT_WRITE}. */
    void cutTo(long length) {
        try {
            file.setLength(length);
            file.seek(length);
            end = length;
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(path, e);
        }
    }

    /** Appends one piece. Throws {@code CANNOT_WRITE}; then the pieces before stay in the file. */
    void append(byte[] piece) {
        try {
            file.write(piece);
            end += piece.length;
        } catch (IOException e) {
            Failure failure = AtomicFile.cannotWrite(path, e);
            try {
                cutTo(end);
            } catch (Failure again) {
                // The next opening cuts off the torn piece just as well.
                failure.addSuppressed(again);
            }
            throw failure;
        }
    }

    /** Returns when the disk has everything. Throws {@code CANNOT_WRITE}. */
    void sync() {
        try {
            file.getFD().sync();
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(path, e);
        }
    }

    /** Closes the file, without a sync. Throws {@code CANNOT_WRITE}. */
    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(path, e);
        }
    }
}
