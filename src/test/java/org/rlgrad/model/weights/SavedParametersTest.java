package org.rlgrad.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Parameters;
import org.rlgrad.tensor.Torch;

/** Writing tensors, and bringing them back into parameters that exist. */
class SavedParametersTest {
    @TempDir
    private Path folder;

    private NDManager manager;
    private NDScope scope;
    private Parameters parameters;
    private Path file;

    @BeforeEach
    void open() {
        manager = Torch.newManager(Device.cpu());
        parameters = new Parameters(Torch.newManager(Device.cpu()));
        scope = new NDScope();
        scope.suppressNotUsedWarning();
        parameters.put("b", Ops.floats(manager, 1, 2, 3, 4, 5, 6).reshape(2, 3));
        parameters.put("a", Ops.floats(manager, -7));
        file = folder.resolve("saved.safetensors");
    }

    @AfterEach
    void close() {
        scope.close();
        parameters.close();
        manager.close();
    }

    /** The layout of the format's own library: wide types first, then names; a header of a multiple of eight bytes. */
    @Test
    void bytesOfTheLibrary() throws IOException {
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        tensors.put("b", parameters.get("b"));
        tensors.put("a", parameters.get("a"));
        tensors.put("steps", Ops.longs(manager, 9));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SafetensorsWriter.write(out, tensors, Map.of("epoch", "3"));
        String header = "{\"__metadata__\":{\"epoch\":\"3\",\"format\":\"pt\"},"
                + "\"steps\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[12,36]}}";
        int padded = (header.length() + 7) / 8 * 8;
        ByteBuffer expected = ByteBuffer.allocate(8 + padded + 36).order(ByteOrder.LITTLE_ENDIAN);
        expected.putLong(padded).put(header.getBytes(StandardCharsets.UTF_8));
        while (expected.position() < 8 + padded) {
            expected.put((byte) ' ');
        }
        expected.putLong(9).putFloat(-7);
        for (int i = 1; i <= 6; i++) {
            expected.putFloat(i);
        }
        assertThat(out.toByteArray()).isEqualTo(expected.array());
    }

    @Test
    void viewsScalarsAndEmptyTensorsAreWrittenAsTheirValues() throws IOException {
        NDArray matrix = Ops.floats(manager, 1, 2, 3, 4, 5, 6).reshape(2, 3);
        write(Map.of(
                "transposed", matrix.transpose(),
                "part", Ops.slice(matrix, 1, 1, 2),
                "scalar", manager.full(new Shape(), 2.5f, DataType.FLOAT32),
                "empty", manager.zeros(new Shape(0, 4))));
        Map<String, WeightTensor> read = Safetensors.read(file);
        assertThat(read.get("transposed").toFloat32(manager).toFloatArray()).containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(read.get("part").toFloat32(manager).toFloatArray()).containsExactly(2, 5);
        assertThat(read.get("scalar").shape()).isEqualTo(new Shape());
        assertThat(read.get("scalar").toFloat32(manager).getFloat()).isEqualTo(2.5f);
        assertThat(read.get("empty").shape()).isEqualTo(new Shape(0, 4));
    }

    @Test
    void otherTypesAreRefused() {
        assertThatThrownBy(() -> write(Map.of("flags", manager.zeros(new Shape(2), DataType.BOOLEAN))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void restoresInPlace() throws IOException {
        write(Map.of(
                "a",
                Ops.floats(manager, 8),
                "b",
                Ops.floats(manager, 6, 5, 4, 3, 2, 1).reshape(2, 3)));
        parameters.requireGradients();
        NDArray leaf = parameters.get("b");
        NDArray view = Ops.slice(leaf, 0, 1, 2);
        int live = parameters.liveArrays();
        SavedParameters.restore(file, parameters.asMap());
        assertThat(parameters.get("b")).isSameAs(leaf);
        assertThat(leaf.hasGradient()).isTrue();
        assertThat(leaf.toFloatArray()).containsExactly(6, 5, 4, 3, 2, 1);
        assertThat(view.toFloatArray()).containsExactly(3, 2, 1); // the same memory as before
        assertThat(parameters.get("a").getFloat()).isEqualTo(8);
        assertThat(parameters.liveArrays()).isEqualTo(live);
    }

    @Test
    void restoresSeveralGroupsFromOneFile() throws IOException {
        try (Parameters buffers = new Parameters(Torch.newManager(Device.cpu()))) {
            buffers.put("mean", Ops.floats(manager, 0));
            write(Map.of("a", Ops.floats(manager, 8), "b", parameters.get("b"), "mean", Ops.floats(manager, 0.5f)));
            Map<String, NDArray> both = new HashMap<>(parameters.asMap());
            both.putAll(buffers.asMap());
            SavedParameters.restore(file, both);
            assertThat(buffers.get("mean").getFloat()).isEqualTo(0.5f);
            assertThat(parameters.get("a").getFloat()).isEqualTo(8);
            refused("1 tensors belong to another model, the first is mean");
        }
    }

    @Test
    void whatDoesNotFitIsNamedAndChangesNothing() throws IOException {
        NDArray one = Ops.floats(manager, 8);
        NDArray other = Ops.floats(manager, 6, 5, 4, 3, 2, 1).reshape(2, 3);
        write(Map.of("a", one));
        refused("1 of 2 tensors are missing, the first is b");
        write(Map.of("a", one, "b", other, "c", one));
        refused("the first is c");
        write(Map.of("a", one, "b", other.transpose()));
        refused("tensor b is (3, 2), this model's is (2, 3)");
        write(Map.of("a", Ops.longs(manager, 8), "b", other));
        refused("tensor a has type I64");
        write(Map.of(
                "a", one, "b", Ops.floats(manager, 1, 2, 3, Float.NaN, 5, 6).reshape(2, 3)));
        refused("tensor b holds NaN or infinity");
        Files.delete(file);
        assertThatThrownBy(() -> SavedParameters.restore(file, parameters.asMap()))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.NO_INPUT));
    }

    private void refused(String problem) {
        assertThatThrownBy(() -> SavedParameters.restore(file, parameters.asMap()))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.exitCode()).isEqualTo(ExitCode.BAD_DATA);
                    assertThat(failure).hasMessageStartingWith(file + ": ").hasMessageContaining(problem);
                });
        assertThat(parameters.get("b").toFloatArray()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    private void write(Map<String, NDArray> tensors) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            SafetensorsWriter.write(out, tensors, Map.of());
        }
    }
}
