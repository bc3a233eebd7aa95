package org.rlgrad.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.rlgrad.Failure;

/**
 * A file that a run's numbers depend on.
 *
 * @param role what it is to the run: {@code model}, {@code data}, ...
 * @param path where it was read, absolute
 * @param bytes its size
 * @param sha256 of its content, 64 hexadecimal digits
 */
public record HashedFile(String role, String path, long bytes, String sha256) {

    /** Reads and hashes the file. Throws {@code NO_INPUT}. */
    public static HashedFile of(String role, Path path) {
        MessageDigest digest = newSha256();
        byte[] buffer = new byte[1 << 20];
        long bytes = 0;
        try (InputStream in = Files.newInputStream(path)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                bytes += read;
            }
        } catch (IOException e) {
            throw Failure.unreadable(path, e);
        }
        String hash = HexFormat.of().formatHex(digest.digest());
        return new HashedFile(role, path.toAbsolutePath().toString(), bytes, hash);
    }

    /** The last part of the path, by which it is known wherever its folder lies. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Whether it holds weights of a run's model. */
    public boolean isWeightsOfModel() {
        return role.equals("model") && name().matches(".*\\.(safetensors|bin)");
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
