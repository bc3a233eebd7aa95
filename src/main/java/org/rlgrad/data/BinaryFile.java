package org.rlgrad.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;

/** Whole binary files of a dataset's folder, gzipped or not. */
final class BinaryFile {
    private static final int GZIP_MAGIC = 0x1f8b;

    private BinaryFile() {}

    /** The first of these names that is there, as it is or with {@code .gz}. */
    static Optional<Path> find(Path folder, List<String> names) {
        return names.stream()
                .flatMap(name -> Stream.of(folder.resolve(name), folder.resolve(name + ".gz")))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /**
     * A file's content, unpacked where it begins as a gzip file does, whatever it is called.
     *
     * @throws Failure if it cannot be read or its gzip data is damaged
     */
    static byte[] read(Path file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw Failure.unreadable(file, e);
        }
        boolean gzipped =
                bytes.length > 1 && (Byte.toUnsignedInt(bytes[0]) << 8 | Byte.toUnsignedInt(bytes[1])) == GZIP_MAGIC;
        if (!gzipped) {
            return bytes;
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        } catch (ZipException e) {
            throw new Failure(ExitCode.BAD_DATA, file + ": damaged gzip data: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new Failure(ExitCode.BAD_DATA, file + ": truncated gzip data", e);
        }
    }
}
