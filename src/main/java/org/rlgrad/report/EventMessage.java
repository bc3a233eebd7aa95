package org.rlgrad.report;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The few protocol buffers of TensorFlow's {@code event.proto} and {@code summary.proto} that scalars need, by hand:
 *
 * <pre>
 * Event   { double wall_time = 1; int64 step = 2; string file_version = 3; Summary summary = 5; }
 * Summary { repeated Value value = 1; }     Value { string tag = 1; float simple_value = 2; }
 * </pre>
 *
 * <p>Fields in the order of their numbers and zeros left out, so that the bytes are those of Google's own library.
 */
final class EventMessage {
    /** Of the time, which every message has, and of what says what follows it. */
    static final int LEAST_LENGTH = 1 + Double.BYTES + 1;

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED_32 = 5;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

    private EventMessage() {}

    /** The first message of a file; time in seconds since 1970. */
    static byte[] version(double wallTime, String fileVersion) {
        EventMessage event = new EventMessage();
        event.fixed64(1, wallTime);
        event.delimited(3, fileVersion.getBytes(StandardCharsets.UTF_8));
        return event.bytes.toByteArray();
    }

    /** Values of one step. */
    static byte[] scalars(double wallTime, int step, List<TensorBoardEvents.Scalar> scalars) {
        EventMessage summary = new EventMessage();
        for (TensorBoardEvents.Scalar scalar : scalars) {
            EventMessage value = new EventMessage();
            value.delimited(1, scalar.tag().getBytes(StandardCharsets.UTF_8));
            value.fixed32(2, (float) scalar.value());
            summary.delimited(1, value.bytes.toByteArray());
        }
        EventMessage event = new EventMessage();
        event.fixed64(1, wallTime);
        if (step != 0) {
            event.key(2, VARINT);
            event.varint(step);
        }
        event.delimited(5, summary.bytes.toByteArray());
        return event.bytes.toByteArray();
    }

    /** The step of a message that this class wrote, where it begins in a little-endian file. */
    static long stepOf(ByteBuffer file, int start) {
        int at = start + 1 + Double.BYTES;
        if (file.get(at++) != ((2 << 3) | VARINT)) {
            return 0;
        }
        long step = 0;
        for (int shift = 0; ; shift += 7) {
            byte group = file.get(at++);
            step |= (group & 0x7fL) << shift;
            if (group >= 0) {
                return step;
            }
        }
    }

    private void key(int field, int wireType) {
        varint((field << 3) | wireType);
    }

    /** Seven bits a byte, the lowest first; the highest bit says that more follow. */
    private void varint(int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            bytes.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        bytes.write(rest);
    }

    private void delimited(int field, byte[] content) {
        key(field, LENGTH_DELIMITED);
        varint(content.length);
        bytes.writeBytes(content);
    }

    private void fixed64(int field, double value) {
        key(field, FIXED_64);
        bytes.writeBytes(littleEndian(Double.BYTES).putDouble(value).array());
    }

    private void fixed32(int field, float value) {
        key(field, FIXED_32);
        bytes.writeBytes(littleEndian(Float.BYTES).putFloat(value).array());
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
