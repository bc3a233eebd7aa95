package org.rlgrad.metric;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;

/** Reads the tables that lie beside this package's classes, and WordNet's files in its own jar. */
final class ResourceText {
    private ResourceText() {}

    /** All lines (UTF-8) of a table of this package. */
    static List<String> lines(String name) {
        return new String(bytes("org/rlgrad/metric/" + name), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    /**
     * A whole file of the class path.
     *
     * @throws Failure if it is not there or broken, which means an incomplete installation
     */
    static byte[] bytes(String path) {
        try (InputStream in = ResourceText.class.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw incomplete(path, "is not on the class path", null);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw incomplete(path, "cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private static Failure incomplete(String path, String problem, IOException cause) {
        return new Failure(
                ExitCode.NO_INPUT,
                path + " " + problem + ": the installation is incomplete, build it again with its lib folder",
                cause);
    }
}
