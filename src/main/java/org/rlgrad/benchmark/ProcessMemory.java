package org.rlgrad.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** This process's memory as Linux counts it, native memory included. */
final class ProcessMemory {
    private ProcessMemory() {}

    /** Resident at most so far, in MiB. */
    static long peakMiB() {
        return field("VmHWM:");
    }

    /** Resident now, in MiB. */
    static long residentMiB() {
        return field("VmRSS:");
    }

    private static long field(String name) {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
