package org.rlgrad.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;

/**
 * The folder of one run, held by one process at a time.
 *
 * <p>What {@link #open} does, by what it finds and by what the user asked for:
 *
 * <table>
 * <caption>The rules</caption>
 * <tr><th>found</th><th>no flag</th><th>{@code --resume}</th><th>{@code --overwrite}</th></tr>
 * <tr><td>nothing</td><td>NEW</td><td>NEW</td><td>NEW</td></tr>
 * <tr><td>a run that recorded nothing</td><td>NEW</td><td>NEW</td><td>NEW</td></tr>
 * <tr><td>unfinished, same configuration</td><td>exit 64</td><td>UNFINISHED</td><td>emptied, NEW</td></tr>
 * <tr><td>done, same configuration</td><td>exit 64</td><td>DONE: nothing to do</td><td>emptied, NEW</td></tr>
 * <tr><td>another configuration</td><td>exit 64</td><td>exit 64</td><td>emptied, NEW</td></tr>
 * <tr><td>files, but no run</td><td>exit 73</td><td>exit 73</td><td>exit 73</td></tr>
 * <tr><td>in use by another process</td><td>exit 73</td><td>exit 73</td><td>exit 73</td></tr>
 * </table>
 *
 * <p>The table and its messages are one thing, hence one file. A missing or unfitting flag is an error of usage (64): the folder is sound, and the command line lacks a word. What
 * no flag would cure is 73. Whether the folder can be written is tried at once, before anything is computed.
 */
public final class RunFolder implements AutoCloseable {
    /** The name of the resolved configuration, by which a later start knows that it is the same run. */
    public static final String CONFIG = "config.resolved.yaml";

    /** The name of the empty file that is written last. */
    public static final String DONE = "DONE";

    /** The name of the run's history. */
    public static final String PROVENANCE = "provenance.json";

    private static final String LOG = "log.txt";

    /** What the user wants done with a run that is already there. */
    public enum IfPresent {
        /** Neither flag was given. */
        REFUSE,
        /** {@code --resume} */
        RESUME,
        /** {@code --overwrite} */
        OVERWRITE
    }

    /** What the run's work starts from. */
    public enum State {
        /** Nothing but the configuration is there. */
        NEW,
        /** An earlier session was interrupted; its journal and checkpoints are there. */
        UNFINISHED,
        /** Everything is there. */
        DONE
    }

    private final Path folder;
    private final RunLock lock;
    private final State state;

    private RunFolder(Path folder, RunLock lock, State state) {
        this.folder = folder;
        this.lock = lock;
        this.state = state;
    }

    /**
     * Creates or enters {@code base/name}, and writes the configuration where the run is new.
     *
     * @param resolvedConfig the whole resolved configuration, the same text for the same run
     * @param warnings where to say that the file system knows no locks (the run goes on)
     * @throws Failure {@code USAGE} or {@code CANNOT_WRITE}, by the table above
     */
    public static RunFolder open(
            Path base, String name, String resolvedConfig, IfPresent ifPresent, Consumer<String> warnings) {
        if (name.isBlank() || name.equals(".") || name.equals("..") || name.matches("(?s).*[/\\\\\\x00-\\x1f].*")) {
            throw new Failure(ExitCode.USAGE, "run name '" + name + "': must be one plain folder name");
        }
        Path folder = createFolder(base.resolve(name));
        RunLock lock = RunLock.acquire(folder, warnings);
        try {
            return new RunFolder(folder, lock, prepare(folder, resolvedConfig, ifPresent));
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** The folder itself, absolute. */
    public Path path() {
        return folder;
    }

    /** A file of the run. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    /** What was found. */
    public State state() {
        return state;
    }

    /** Writes {@code DONE}: the last thing that a run does. */
    public void markDone() {
        AtomicFile.writeString(file(DONE), "");
    }

    /** Lets the next process in. */
    @Override
    public void close() {
        lock.close();
    }

    private static Path createFolder(Path folder) {
        try {
            return Files.createDirectories(folder).toRealPath();
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(folder, e);
        }
    }

    private static State prepare(Path folder, String resolvedConfig, IfPresent ifPresent) {
        Path config = folder.resolve(CONFIG);
        try {
            Path probe = folder.resolve(".probe.tmp");
            AtomicFile.writeString(probe, "");
            Files.delete(probe);
            if (Files.exists(config)) {
                State found = Files.exists(folder.resolve(DONE)) ? State.DONE : State.UNFINISHED;
                boolean worthless = found == State.UNFINISHED && recordedNothing(folder);
                if (ifPresent != IfPresent.OVERWRITE && !worthless) {
                    refuseUnlessResumable(folder, found, ifPresent, Files.readString(config), resolvedConfig);
                    removeLeftovers(folder);
                    return found;
                }
                empty(folder);
            }
            refuseForeign(folder);
        } catch (IOException | UncheckedIOException e) {
            throw AtomicFile.cannotWrite(folder, e);
        }
        AtomicFile.writeString(config, resolvedConfig);
        return State.NEW;
    }

    /** Such as one whose model did not load: the corrected command must simply run, whatever was corrected. */
    private static boolean recordedNothing(Path folder) throws IOException {
        for (Path entry : entries(folder)) {
            String name = entry.getFileName().toString();
            boolean head = Set.of(RunLock.NAME, CONFIG, LOG, PROVENANCE).contains(name) || isLeftover(name);
            if (!head && (!Files.isRegularFile(entry) || Files.size(entry) > 0)) {
                return false;
            }
        }
        return true;
    }

    private static void refuseUnlessResumable(
            Path folder, State found, IfPresent ifPresent, String there, String here) {
        String problem;
        if (!there.equals(here)) {
            problem = "holds a run of another configuration (" + firstDifference(there, here)
                    + "); choose another name, or --overwrite it";
        } else if (ifPresent == IfPresent.RESUME) {
            return;
        } else if (found == State.DONE) {
            problem = "this run is done; --overwrite computes it anew, --resume leaves it as it is";
        } else {
            problem = "this run was interrupted; --resume goes on with it, --overwrite starts anew";
        }
        throw new Failure(ExitCode.USAGE, folder + ": " + problem);
    }

    /** Where two resolved configurations part, for a message. */
    public static String firstDifference(String there, String here) {
        List<String> old = there.lines().toList();
        List<String> now = here.lines().toList();
        int line = 0;
        while (line < old.size() && line < now.size() && old.get(line).equals(now.get(line))) {
            line++;
        }
        return CONFIG + " line " + (line + 1) + ": there '" + lineOr(old, line) + "', now '" + lineOr(now, line) + "'";
    }

    private static String lineOr(List<String> lines, int index) {
        return index < lines.size() ? lines.get(index).strip() : "(end of file)";
    }

    private static void refuseForeign(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.equals(RunLock.NAME) && !name.equals(LOG) && !isLeftover(name))
                    .min(Comparator.naturalOrder())
                    .ifPresent(name -> {
                        throw new Failure(
                                ExitCode.CANNOT_WRITE,
                                folder + ": holds " + name + " but no " + CONFIG
                                        + ", so it is no run of ours; choose another name, or empty it yourself");
                    });
        }
    }

    private static boolean isLeftover(String name) {
        return name.startsWith(".") && name.endsWith(".tmp");
    }

    private static void removeLeftovers(Path folder) throws IOException {
        for (Path entry : entries(folder)) {
            if (isLeftover(entry.getFileName().toString())) {
                Files.deleteIfExists(entry);
            }
        }
    }

    /** DONE goes first and the configuration last, so that a kill in between leaves an unfinished run, never a done one. */
    private static void empty(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(DONE));
        for (Path entry : entries(folder)) {
            String name = entry.getFileName().toString();
            if (!name.equals(RunLock.NAME) && !name.equals(CONFIG)) {
                FileTree.delete(entry);
            }
        }
        Files.deleteIfExists(folder.resolve(CONFIG));
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }
}
