package org.rlgrad.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Whole folders. */
public final class FileTree {
    private FileTree() {}

    /** Deletes a file or a folder with all that it holds; nothing happens where there is none. Links are deleted, never followed. */
    public static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            Files.deleteIfExists(root); // a link to nothing
            return;
        }
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
