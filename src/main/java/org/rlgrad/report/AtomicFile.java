package org.rlgrad.report;

import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;

/**
 * Files that are there whole or not at all: written under a hidden name in the same folder, synced, then renamed.
 *
 * <p>The hidden name is {@code .<name>.tmp}, always the same: what a killed process left is overwritten by the next one.
 * Two writers of one file at the same time are excluded by the lock of the {@link RunFolder}.
 */
public final class AtomicFile {
    private AtomicFile() {}

    /** What a file is to hold. */
    @FunctionalInterface
    public interface Content {
        /** Writes everything; the stream is buffered, and is closed by the caller. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Replaces the target by the text, as UTF-8. Throws {@code CANNOT_WRITE}; then the old target is untouched. */
    public static void writeString(Path target, String text) {
        write(target, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Replaces the target by the content. Throws {@code CANNOT_WRITE}; then the old target is untouched. */
    public static void write(Path target, Content content) {
        Path folder = target.toAbsolutePath().getParent();
        Path temporary = temporaryOf(target.toAbsolutePath());
        try {
            writeSynced(temporary, content);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | UncheckedIOException e) {
            throw cannotWrite(target, e);
        } finally {
            discard(temporary);
        }
        syncFolder(folder);
    }

    static Path temporaryOf(Path target) {
        return target.resolveSibling("." + target.getFileName() + ".tmp");
    }

    /** The failure that names the path and, in the system's words, why it cannot be written. */
    public static Failure cannotWrite(Path path, Exception cause) {
        String reason = reason(cause);
        boolean full = reason.contains("space") || reason.contains("quota") || reason.contains("too large");
        String wayOut = full
                ? "make room, then start again, a run with --resume"
                : "choose an output folder that can be written";
        return new Failure(
                ExitCode.CANNOT_WRITE, "cannot write " + path.toAbsolutePath() + ": " + reason + "; " + wayOut, cause);
    }

    /** A stream and not a channel: a channel is closed under our hands when the thread is interrupted by Ctrl-C. */
    private static void writeSynced(Path temporary, Content content) throws IOException {
        try (FileOutputStream file = new FileOutputStream(temporary.toFile())) {
            BufferedOutputStream buffered = new BufferedOutputStream(file, 1 << 16);
            content.writeTo(buffered);
            buffered.flush();
            file.getFD().sync();
        }
    }

    private static void discard(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            // Where the folder itself refuses, the failure to write is already on its way and says more.
            return;
        }
    }

    /** Makes the rename itself durable. Best effort: some network file systems know no sync of a folder. */
    private static void syncFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // The file is complete and renamed either way; only a power cut could still show the old one.
            return;
        }
    }

    private static String reason(Exception cause) {
        Throwable real = cause instanceof UncheckedIOException ? cause.getCause() : cause;
        if (real instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (real instanceof NoSuchFileException) {
            return "no such folder";
        }
        String text = real.getMessage();
        if (real instanceof FileSystemException system && system.getReason() != null) {
            text = system.getReason();
        } else if (real instanceof FileNotFoundException && text != null && text.endsWith(")")) {
            // "<path> (Permission denied)"
            text = text.substring(text.lastIndexOf('(') + 1, text.length() - 1);
        }
        return text == null || text.isEmpty() ? real.getClass().getSimpleName() : text.toLowerCase(Locale.ROOT);
    }
}
