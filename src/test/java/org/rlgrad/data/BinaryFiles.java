package org.rlgrad.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;

/** Hand-made binary files, and how one asserts that they are refused. */
final class BinaryFiles {
    private BinaryFiles() {}

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    /** Big-endian header words, then bytes. */
    static byte[] idx(byte[] content, int... header) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * header.length + content.length);
        for (int word : header) {
            buffer.putInt(word);
        }
        return buffer.put(content).array();
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    static void assertFails(ThrowingCallable read, ExitCode exitCode, String message) {
        assertThatThrownBy(read)
                .asInstanceOf(type(Failure.class))
                .satisfies(failure -> assertThat(failure).hasMessage(message))
                .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(exitCode));
    }

    static Path write(Path folder, String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }
}
