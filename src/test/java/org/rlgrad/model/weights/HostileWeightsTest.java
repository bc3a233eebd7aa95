package org.rlgrad.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;

/** Weight files that are damaged, or that would run code in Python. */
class HostileWeightsTest {
    @TempDir
    private Path folder;

    /** Every opcode that can name a class: GLOBAL, STACK_GLOBAL, INST, OBJ, EXT1; {@code ~} stands for a line feed. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            cos~system~(S'true'~tR.                             | os.system
            cbuiltins~eval~(S'1'~tR.                            | builtins.eval
            ctorch._utils~_rebuild_tensor_v3~(tR.               | torch._utils._rebuild_tensor_v3
            \\200\\004\\214\\002os\\214\\006system\\223S'true'~\\205R. | os.system
            (S'true'~ios~system~.                               | os.system (called by opcode INST)
            (ccollections~OrderedDict~S'true'~o.                | calls a class by opcode OBJ
            \\200\\002\\202\\001.                       | names a class by a number
            """)
    void refusesByName(String pickle, String named) throws IOException {
        Path file = folder.resolve("pytorch_model.bin");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("archive/data.pkl"));
            zip.write(pickle.translateEscapes().replace('~', '\n').getBytes(StandardCharsets.ISO_8859_1));
        }
        refused(() -> TorchCheckpoint.read(file), file + ": refused", named);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 100, -1})
    void aTruncatedFileIsNamed(int length) throws IOException {
        byte[] header =
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[40],\"data_offsets\":[0,160]}}".getBytes(StandardCharsets.UTF_8);
        byte[] whole = new byte[8 + header.length + 160];
        whole[0] = (byte) header.length;
        System.arraycopy(header, 0, whole, 8, header.length);
        Path file = folder.resolve("model.safetensors");
        Files.write(file, whole);
        assertThat(Safetensors.read(file)).containsOnlyKeys("w");
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(whole, 0, length < 0 ? whole.length + length : length);
        }
        refused(() -> Safetensors.read(file), file.toString(), "truncated");
    }

    @Test
    void aBinFileThatIsNoZipIsNotUnpickled() throws IOException {
        Path file = Files.writeString(folder.resolve("pytorch_model.bin"), "cos\nsystem\n(S'true'\ntR.");
        refused(() -> TorchCheckpoint.read(file), file + ": not a zip");
    }

    private static void refused(Runnable reading, String... parts) {
        assertThatThrownBy(reading::run)
                .isInstanceOf(Failure.class)
                .hasMessageContainingAll(parts)
                .extracting(e -> ((Failure) e).exitCode())
                .isEqualTo(ExitCode.BAD_DATA);
    }
}
