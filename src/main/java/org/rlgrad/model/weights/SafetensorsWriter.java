package org.rlgrad.model.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the format that {@link Safetensors} reads, laid out as the Rust library does: wide types first, then by name, the header
 * padded with spaces to a multiple of 8 bytes. The same tensors and metadata give the same bytes.
 */
public final class SafetensorsWriter {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SafetensorsWriter() {}

    /**
     * Writes all tensors, one after the other and on the CPU without a copy; the stream stays open.
     *
     * @param tensors float32 or int64, each below 2 GiB
     * @param metadata goes under {@code __metadata__}, beside {@code "format": "pt"}, which some Python loaders ask for
     * @throws IllegalArgumentException for a tensor of another type
     */
    public static void write(OutputStream out, Map<String, NDArray> tensors, Map<String, String> metadata)
            throws IOException {
        List<Map.Entry<String, NDArray>> ordered = tensors.entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, NDArray>>comparingInt(
                                entry -> -type(entry.getValue()).bytes())
                        .thenComparing(Map.Entry::getKey))
                .toList();
        byte[] header = header(ordered, metadata);
        out.write(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .array());
        out.write(header);
        for (Map.Entry<String, NDArray> entry : ordered) {
            writeData(out, entry.getValue());
        }
    }

    private static byte[] header(List<Map.Entry<String, NDArray>> ordered, Map<String, String> metadata)
            throws IOException {
        ObjectNode header = JSON.createObjectNode();
        Map<String, String> sorted = new TreeMap<>(metadata);
        sorted.putIfAbsent("format", "pt");
        sorted.forEach(header.putObject("__metadata__")::put);
        long offset = 0;
        for (Map.Entry<String, NDArray> entry : ordered) {
            NDArray tensor = entry.getValue();
            WeightTensor.Type type = type(tensor);
            ObjectNode description = header.putObject(entry.getKey());
            description.put("dtype", type.name());
            Arrays.stream(tensor.getShape().getShape()).forEach(description.putArray("shape")::add);
            long end = offset + tensor.size() * type.bytes();
            description.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] text = JSON.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(text, (text.length + 7) / 8 * 8);
        Arrays.fill(padded, text.length, padded.length, (byte) ' ');
        return padded;
    }

    /** The buffer is the tensor's own memory, or that of a temporary copy (of a view, or from a GPU) that the scope frees. */
    private static void writeData(OutputStream out, NDArray tensor) throws IOException {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            ByteBuffer data = tensor.toByteBuffer(true);
            WritableByteChannel channel = Channels.newChannel(out); // not closed: that would close the stream
            while (data.hasRemaining()) {
                channel.write(data);
            }
        }
    }

    private static WeightTensor.Type type(NDArray tensor) {
        DataType type = tensor.getDataType();
        return switch (type) {
            case FLOAT32 -> WeightTensor.Type.F32;
            case INT64 -> WeightTensor.Type.I64;
            default -> throw new IllegalArgumentException(tensor.getName() + ": no tensors of type " + type);
        };
    }
}
