package org.rlgrad.model.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import org.rlgrad.tensor.Ops;

/**
 * One tensor of a checkpoint file, not yet on a device.
 *
 * @param type element type in the file
 * @param data little-endian, row-major, exactly as many bytes as shape and type ask for
 */
public record WeightTensor(String name, Type type, Shape shape, ByteBuffer data) {

    /** Element types of checkpoint files, by their safetensors names. */
    public enum Type {
        F64(8, true),
        F32(4, true),
        F16(2, true),
        BF16(2, true),
        I64(8, false),
        I32(4, false),
        I16(2, false),
        I8(1, false),
        U8(1, false),
        BOOL(1, false);

        private final int bytes;
        private final boolean floating;

        Type(int bytes, boolean floating) {
            this.bytes = bytes;
            this.floating = floating;
        }

        /** Bytes of one element. */
        public int bytes() {
            return bytes;
        }

        /** Whether it can be a weight. */
        public boolean floating() {
            return floating;
        }
    }

    /**
     * The tensor as float32 on the manager's device, copied. Half precision is widened here, bit by bit: libtorch's bfloat16
     * ends the JVM when DJL meets it.
     */
    public NDArray toFloat32(NDManager manager) {
        if (type == Type.F32) {
            return Ops.owned(manager, data.duplicate().order(ByteOrder.nativeOrder()), shape, DataType.FLOAT32);
        }
        int count = Math.toIntExact(shape.size());
        ByteBuffer widened = ByteBuffer.allocateDirect(Math.multiplyExact(count, Float.BYTES))
                .order(ByteOrder.nativeOrder());
        FloatBuffer floats = widened.asFloatBuffer();
        ByteBuffer source = data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        switch (type) {
            case F64 -> {
                for (int i = 0; i < count; i++) {
                    floats.put((float) source.getDouble(i * Double.BYTES));
                }
            }
            case BF16 -> {
                ShortBuffer shorts = source.asShortBuffer();
                for (int i = 0; i < count; i++) {
                    floats.put(Float.intBitsToFloat(shorts.get(i) << 16));
                }
            }
            case F16 -> {
                ShortBuffer shorts = source.asShortBuffer();
                for (int i = 0; i < count; i++) {
                    floats.put(halfToFloat(shorts.get(i)));
                }
            }
            default -> throw new IllegalStateException(name + " has type " + type + ", which is no weight");
        }
        return Ops.owned(manager, widened, shape, DataType.FLOAT32);
    }

    /** IEEE 754 half precision: 1 sign, 5 exponent (bias 15), 10 fraction bits. */
    static float halfToFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >>> 10) & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int widened = exponent == 0x1f ? 0xff : exponent + (127 - 15);
        return Float.intBitsToFloat(sign | (widened << 23) | (fraction << 13));
    }
}
