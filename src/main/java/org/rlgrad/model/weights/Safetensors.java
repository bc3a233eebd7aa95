package org.rlgrad.model.weights;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;

/**
 * The safetensors format: an 8-byte little-endian header length, a JSON header (name to dtype, shape, byte range), raw data.
 *
 * <p>Data is memory-mapped tensor by tensor, so a file may exceed 2 GiB and nothing is read before it is used.
 */
public final class Safetensors {
    /** The format's own limit for the header. */
    private static final long MAX_HEADER = 100_000_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private Safetensors() {}

    /**
     * All tensors of a file, in the header's order.
     *
     * @throws Failure (bad data) if the file is truncated or its header contradicts itself; (no input) if it cannot be read
     */
    public static Map<String, WeightTensor> read(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            JsonNode header = header(channel, file, size);
            long start = 8 + headerLength(channel, file, size);
            Map<String, WeightTensor> tensors = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> entry : header.properties()) {
                if (!entry.getKey().equals("__metadata__")) {
                    tensors.put(entry.getKey(), tensor(channel, file, start, size, entry.getKey(), entry.getValue()));
                }
            }
            return tensors;
        } catch (IOException e) {
            throw Failure.unreadable(file, e);
        }
    }

    /** What the writer noted about a file, such as {@code "format": "pt"}; empty if nothing. Throws as {@link #read} does. */
    public static Map<String, String> metadata(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            Map<String, String> metadata = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> entry :
                    header(channel, file, channel.size()).path("__metadata__").properties()) {
                metadata.put(entry.getKey(), entry.getValue().asText());
            }
            return metadata;
        } catch (IOException e) {
            throw Failure.unreadable(file, e);
        }
    }

    private static long headerLength(FileChannel channel, Path file, long size) throws IOException {
        ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        channel.read(length, 0);
        if (length.hasRemaining()) {
            throw Failure.badData(file + ": truncated: " + size + " bytes are no safetensors file");
        }
        long headerLength = length.getLong(0);
        if (headerLength < 2 || headerLength > Math.min(MAX_HEADER, size - 8)) {
            throw Failure.badData(file + ": not a safetensors file, or truncated: its header would take "
                    + Long.toUnsignedString(headerLength)
                    + " bytes, the file has " + size);
        }
        return headerLength;
    }

    private static JsonNode header(FileChannel channel, Path file, long size) throws IOException {
        ByteBuffer text = ByteBuffer.allocate((int) headerLength(channel, file, size));
        while (text.hasRemaining() && channel.read(text, 8L + text.position()) >= 0) {
            // a read may return less than asked for
        }
        try {
            JsonNode header = JSON.readTree(text.array());
            if (!header.isObject()) {
                throw Failure.badData(file + ": the safetensors header is no JSON object");
            }
            return header;
        } catch (JsonProcessingException e) {
            throw new Failure(
                    ExitCode.BAD_DATA, file + ": the safetensors header is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static WeightTensor tensor(
            FileChannel channel, Path file, long dataStart, long fileSize, String name, JsonNode entry)
            throws IOException {
        String where = file + ": tensor " + name + ": ";
        WeightTensor.Type type;
        try {
            type = WeightTensor.Type.valueOf(entry.path("dtype").asText());
        } catch (IllegalArgumentException e) {
            throw new Failure(
                    ExitCode.BAD_DATA, where + "element type " + entry.path("dtype") + " is not supported", e);
        }
        JsonNode dimensions = entry.path("shape");
        long[] shape = new long[dimensions.size()];
        long bytes = type.bytes();
        for (int i = 0; i < shape.length; i++) {
            shape[i] = dimensions.get(i).asLong(-1);
            if (shape[i] < 0 || (shape[i] > 0 && bytes > Integer.MAX_VALUE / shape[i])) {
                throw Failure.badData(where + "shape " + dimensions + " is impossible or larger than 2 GiB");
            }
            bytes *= shape[i];
        }
        long begin = entry.path("data_offsets").path(0).asLong(-1);
        long end = entry.path("data_offsets").path(1).asLong(-1);
        if (begin < 0 || end - begin != bytes) {
            throw Failure.badData(where + "takes bytes " + begin + " to " + end + ", but its shape needs " + bytes);
        }
        if (dataStart + end > fileSize) {
            throw Failure.badData(
                    where + "truncated file: it ends at byte " + (dataStart + end) + ", the file has " + fileSize);
        }
        ByteBuffer data = bytes == 0
                ? ByteBuffer.allocateDirect(0)
                : channel.map(FileChannel.MapMode.READ_ONLY, dataStart + begin, bytes);
        return new WeightTensor(name, type, new Shape(shape), data.order(ByteOrder.LITTLE_ENDIAN));
    }
}
