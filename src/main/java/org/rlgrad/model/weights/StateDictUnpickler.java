package org.rlgrad.model.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.Unpickler;
import org.rlgrad.Failure;

/**
 * Unpickles a PyTorch state dict and nothing else.
 *
 * <p>Every opcode that can name a class is answered here, from a fixed list; the library's own registry is never asked.
 */
final class StateDictUnpickler extends Unpickler {
    private static final short GLOBAL = 'c';
    private static final short STACK_GLOBAL = 0x93;
    private static final short INST = 'i';
    private static final short OBJ = 'o';
    private static final short BUILD = 'b';
    private static final short EXT1 = 0x82;
    private static final short EXT2 = 0x83;
    private static final short EXT4 = 0x84;

    /** A storage: one zip entry of that many elements. */
    record Storage(String key, WeightTensor.Type type) {}

    /** A view of a storage; offset and strides in elements. */
    record Tensor(Storage storage, long offset, long[] shape, long[] strides) {}

    private static final Map<String, WeightTensor.Type> STORAGES = Map.of(
            "DoubleStorage", WeightTensor.Type.F64,
            "FloatStorage", WeightTensor.Type.F32,
            "HalfStorage", WeightTensor.Type.F16,
            "BFloat16Storage", WeightTensor.Type.BF16,
            "LongStorage", WeightTensor.Type.I64,
            "IntStorage", WeightTensor.Type.I32,
            "ShortStorage", WeightTensor.Type.I16,
            "CharStorage", WeightTensor.Type.I8,
            "ByteStorage", WeightTensor.Type.U8,
            "BoolStorage", WeightTensor.Type.BOOL);

    private final Path file;

    StateDictUnpickler(Path file) {
        this.file = file;
    }

    @Override
    protected Object dispatch(short opcode) throws PickleException, IOException {
        switch (opcode) {
            case GLOBAL -> stack.add(allowed(line(), line()));
            case STACK_GLOBAL -> {
                Object name = stack.pop();
                stack.add(allowed(String.valueOf(stack.pop()), String.valueOf(name)));
            }
            case INST -> allowed(line(), line() + " (called by opcode INST)");
            case OBJ -> throw Failure.badData(file + ": refused: its pickle calls a class by opcode OBJ");
            case EXT1, EXT2, EXT4 -> throw Failure.badData(file + ": refused: its pickle names a class by a number");
            case BUILD -> stack.pop(); // attributes of the state dict (versions of modules), of no use here
            default -> {
                return super.dispatch(opcode);
            }
        }
        return NO_RETURN_VALUE;
    }

    /** What a name stands for, or the refusal. */
    private Object allowed(String module, String name) {
        String qualified = module + "." + name;
        if (module.equals("torch") && STORAGES.containsKey(name)) {
            return STORAGES.get(name);
        }
        return switch (qualified) {
            case "collections.OrderedDict" -> (IObjectConstructor) arguments -> new LinkedHashMap<Object, Object>();
            case "torch._utils._rebuild_tensor_v2" -> (IObjectConstructor) this::tensor;
            case "torch._utils._rebuild_parameter" -> (IObjectConstructor) arguments -> arguments[0];
            default ->
                throw Failure.badData(file + ": refused: its pickle names " + qualified
                        + ", which no state dict needs (it could run code); convert the checkpoint to safetensors");
        };
    }

    /** {@code _rebuild_tensor_v2(storage, offset, size, stride, ...)}. */
    private Object tensor(Object[] arguments) {
        if (arguments.length >= 4 && arguments[0] instanceof Storage storage && arguments[1] instanceof Number offset) {
            long[] shape = longs(arguments[2]);
            long[] strides = longs(arguments[3]);
            if (shape.length == strides.length) {
                return new Tensor(storage, offset.longValue(), shape, strides);
            }
        }
        throw new PickleException("_rebuild_tensor_v2 with arguments that are no tensor");
    }

    /** {@code ('storage', type, key, device, element count)}. */
    @Override
    protected Object persistentLoad(Object id) {
        if (id instanceof Object[] parts
                && parts.length >= 3
                && "storage".equals(parts[0])
                && parts[1] instanceof WeightTensor.Type type) {
            return new Storage(String.valueOf(parts[2]), type);
        }
        throw new PickleException("a persistent id that is no storage");
    }

    private static long[] longs(Object tuple) {
        Collection<?> values = tuple instanceof Object[] array ? List.of(array) : (Collection<?>) tuple;
        return values.stream().mapToLong(v -> ((Number) v).longValue()).toArray();
    }

    private String line() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int b = input.read(); b != '\n'; b = input.read()) {
            if (b < 0 || bytes.size() > 1000) {
                throw new PickleException("a class name without an end");
            }
            bytes.write(b);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
