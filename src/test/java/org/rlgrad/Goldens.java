package org.rlgrad;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the reference outputs and the real data slices lie: beside the checkout, or nowhere (then the test is skipped). */
public final class Goldens {
    private static final Path SHARED = Path.of("..", "shared");

    private Goldens() {}

    /** A file or folder below {@code golden/}; skips the calling test, with the path named, where it is absent. */
    public static Path golden(String relative) {
        return present(SHARED.resolve("golden").resolve(relative));
    }

    /** A file or folder below {@code data/}, likewise. */
    public static Path data(String relative) {
        return present(SHARED.resolve("data").resolve(relative));
    }

    private static Path present(Path path) {
        assumeTrue(Files.exists(path), () -> "SKIPPED: reference file " + path + " is not beside this checkout");
        return path;
    }
}
