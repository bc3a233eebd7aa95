package org.rlgrad.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.Goldens;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/** Every way to store weights, and every way in which a file can be wrong. */
class CheckpointTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "t5", "bert", "distilbert", "roberta"})
    void torchFileHoldsWhatSafetensorsHolds(String family) {
        Path model = Goldens.golden("models/" + family + "-tiny");
        Map<String, WeightTensor> safe = Safetensors.read(model.resolve("model.safetensors"));
        Map<String, WeightTensor> torch = TorchCheckpoint.read(model.resolve("pytorch_model.bin"));
        safe.forEach((name, tensor) -> {
            assertThat(torch.get(name).shape()).isEqualTo(tensor.shape());
            assertThat(torch.get(name).data()).as(name).isEqualTo(tensor.data());
        });
        assertThat(torch.size()).isGreaterThanOrEqualTo(safe.size());
    }

    @Test
    void shardsAreJoined() throws IOException {
        write("model-00001-of-00002.safetensors", header("a", "F32", "[2]", 8), floats(1, 2));
        write("model-00002-of-00002.safetensors", header("b", "F32", "[1,1]", 4), floats(3));
        Files.writeString(
                folder.resolve("model.safetensors.index.json"),
                "{\"weight_map\": {\"a\": \"model-00001-of-00002.safetensors\", \"b\": \"model-00002-of-00002.safetensors\"}}");
        Checkpoint checkpoint = Checkpoint.open(folder);
        assertThat(checkpoint.tensors()).containsOnlyKeys("a", "b");
        assertThat(checkpoint.files()).hasSize(2);
        Files.delete(folder.resolve("model-00002-of-00002.safetensors"));
        assertFailure(ExitCode.NO_INPUT, "shard model-00002-of-00002.safetensors is missing");
    }

    @Test
    void shardOutsideTheFolderIsRefused() throws IOException {
        Files.writeString(
                folder.resolve("model.safetensors.index.json"), "{\"weight_map\": {\"a\": \"../../etc/passwd\"}}");
        assertFailure(ExitCode.BAD_DATA, "lies outside the folder");
    }

    @ParameterizedTest
    @CsvSource({"F32, 4, 0000803f, 1.0", "F64, 8, 000000000000f03f, 1.0", "F16, 2, 003e, 1.5", "BF16, 2, c03f, 1.5"})
    void floatingTypesBecomeFloat32(String type, int bytes, String hex, float value) throws IOException {
        write(
                "model.safetensors",
                header("w", type, "[1]", bytes),
                HexFormat.of().parseHex(hex));
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            float[] read = Scopes.step(() -> Checkpoint.open(folder)
                    .tensors()
                    .get("w")
                    .toFloat32(manager)
                    .toFloatArray());
            assertThat(read).containsExactly(value);
        }
    }

    @Test
    void everyHalfPrecisionNumberIsWidenedExactly() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            double sign = bits >> 15 == 0 ? 1 : -1;
            int exponent = (bits >> 10) & 31;
            double fraction = (bits & 1023) / 1024.0;
            float expected = (float)
                    (exponent == 0
                            ? sign * fraction * Math.pow(2, -14)
                            : exponent == 31
                                    ? (fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN)
                                    : sign * (1 + fraction) * Math.pow(2, exponent - 15));
            assertThat(Float.valueOf(WeightTensor.halfToFloat((short) bits))).isEqualTo(Float.valueOf(expected));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}} | truncated file",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}} | but its shape needs 12",
                "{\"w\":{\"dtype\":\"F8\",\"shape\":[1],\"data_offsets\":[0,1]}} | \"F8\" is not supported",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,1]}} | is impossible",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[65536,65536],\"data_offsets\":[0,1]}} | larger than 2 GiB",
                "[1, 2] | no JSON object",
                "{\"w\": | is no JSON"
            })
    void damagedSafetensorsAreRefused(String header, String message) throws IOException {
        write("model.safetensors", header, floats(1, 2));
        assertFailure(ExitCode.BAD_DATA, message);
    }

    @Test
    void everyTruncationIsNoticed() throws IOException {
        write("model.safetensors", header("w", "F32", "[2]", 8), floats(1, 2));
        byte[] whole = Files.readAllBytes(folder.resolve("model.safetensors"));
        for (int length = 0; length < whole.length; length++) {
            Files.write(folder.resolve("model.safetensors"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Checkpoint.open(folder))
                    .as("%d bytes", length)
                    .isInstanceOf(Failure.class);
        }
    }

    @Test
    void pickleThatNamesAnotherClassIsRefusedByName() throws IOException {
        // protocol 2: posix.system("true") by REDUCE, as a malicious checkpoint would have it
        writeTorch("\u0080\u0002cposix\nsystem\nX\u0004\u0000\u0000\u0000true\u0085R.");
        assertFailure(ExitCode.BAD_DATA, "refused: its pickle names posix.system");
        writeTorch("\u0080\u0002(S'true'\niposix\nsystem\n.");
        assertFailure(ExitCode.BAD_DATA, "refused: its pickle names posix.system");
        writeTorch("\u0080\u0004\u008c\u0005posix\u008c\u0006system\u0093\u008c\u0004true\u0085R.");
        assertFailure(ExitCode.BAD_DATA, "refused: its pickle names posix.system");
    }

    @Test
    void brokenTorchFilesAreRefused() throws IOException {
        writeTorch("\u0080\u0002}q");
        assertFailure(ExitCode.BAD_DATA, "damaged pickle");
        writeTorch("\u0080\u0002K\u0001.");
        assertFailure(ExitCode.BAD_DATA, "holds no state dict");
        Files.write(folder.resolve("pytorch_model.bin"), new byte[] {(byte) 0x80, 2, 1});
        assertFailure(ExitCode.BAD_DATA, "not a zip");
    }

    @Test
    void folderWithoutWeightsSaysWhatItLacks() {
        assertFailure(ExitCode.NO_INPUT, "expected model.safetensors, pytorch_model.bin");
    }

    private void assertFailure(ExitCode code, String message) {
        assertThatThrownBy(() -> Checkpoint.open(folder)).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.exitCode()).isEqualTo(code);
            assertThat(failure).hasMessageContaining(message);
        });
    }

    private static String header(String name, String type, String shape, int bytes) {
        return "{\"__metadata__\":{\"format\":\"pt\"},\"" + name + "\":{\"dtype\":\"" + type + "\",\"shape\":" + shape
                + ",\"data_offsets\":[0," + bytes + "]}}";
    }

    private static byte[] floats(float... values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        return buffer.array();
    }

    private void write(String name, String header, byte[] data) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(
                folder.resolve(name),
                file.putLong(text.length).put(text).put(data).array());
    }

    private void writeTorch(String pickle) throws IOException {
        try (OutputStream out = Files.newOutputStream(folder.resolve("pytorch_model.bin"));
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("archive/data.pkl"));
            zip.write(pickle.getBytes(StandardCharsets.ISO_8859_1));
            zip.closeEntry();
        }
    }
}
