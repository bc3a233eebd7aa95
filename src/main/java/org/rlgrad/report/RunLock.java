package org.rlgrad.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;

/**
 * The hidden file {@code .lock} of a run folder, which the system unlocks even when its holder is killed. It names the
 * holder, and is never deleted: another process may be about to lock it.
 */
final class RunLock implements AutoCloseable {
    static final String NAME = ".lock";

    /** POSIX drops a process's lock when it closes any handle of the file, so a second try must not reach the file. */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private RunLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Locks a folder, given by its real path.
     *
     * @throws Failure {@code CANNOT_WRITE} where somebody holds it, who is named
     */
    static RunLock acquire(Path folder, Consumer<String> warnings) {
        if (!HELD_HERE.add(folder)) {
            throw inUse(folder, "this process");
        }
        try {
            return new RunLock(folder, lock(folder, warnings));
        } catch (IOException e) {
            HELD_HERE.remove(folder);
            throw AtomicFile.cannotWrite(folder.resolve(NAME), e);
        } catch (RuntimeException e) {
            HELD_HERE.remove(folder);
            throw e;
        }
    }

    private static FileChannel lock(Path folder, Consumer<String> warnings) throws IOException {
        Path file = folder.resolve(NAME);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock held;
        try {
            held = channel.tryLock();
        } catch (IOException e) {
            warnings.accept(folder + ": the file system knows no locks (" + e.getMessage()
                    + "); do not start a second process on this run");
            return channel;
        }
        if (held == null) {
            String holder = Files.readString(file).strip();
            channel.close();
            throw inUse(folder, holder.isEmpty() ? "another process" : holder);
        }
        channel.truncate(0);
        byte[] holder = ("process " + ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8);
        channel.write(ByteBuffer.wrap(holder));
        return channel;
    }

    private static Failure inUse(Path folder, String holder) {
        return new Failure(
                ExitCode.CANNOT_WRITE,
                folder + ": this run is being written by " + holder + "; wait for it, or choose another name");
    }

    /** Lets the next process in. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(folder.resolve(NAME), e);
        } finally {
            HELD_HERE.remove(folder);
        }
    }
}
