package org.rlgrad.model.weights;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import net.razorvine.pickle.PickleException;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;

/**
 * PyTorch's own checkpoint ({@code pytorch_model.bin}): a zip with a pickled state dict and one entry per storage.
 *
 * <p>A pickle can name any Python class to be called. Only what a state dict needs is allowed ({@link StateDictUnpickler});
 * anything else is refused by name.
 */
public final class TorchCheckpoint {
    /** A state dict's pickle holds names and shapes; a hundred thousand tensors fit. */
    private static final long MAX_PICKLE = 64L << 20;

    private TorchCheckpoint() {}

    /**
     * All tensors of a file. Shared storages, offsets and transposed strides are honoured.
     *
     * @throws Failure (bad data) for a truncated file, a forbidden class, or the format before PyTorch 1.6
     */
    public static Map<String, WeightTensor> read(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry pickle = zip.stream()
                    .filter(e -> e.getName().endsWith("/data.pkl"))
                    .findFirst()
                    .orElseThrow(() -> Failure.badData(file + ": no data.pkl inside: not a PyTorch checkpoint"));
            if (pickle.getSize() > MAX_PICKLE) {
                throw Failure.badData(
                        file + ": its pickle takes " + pickle.getSize() + " bytes, more than any state dict");
            }
            String root = pickle.getName().substring(0, pickle.getName().length() - "data.pkl".length());
            Map<?, ?> stateDict = unpickle(zip, pickle, file);
            Map<String, ByteBuffer> storages = new HashMap<>();
            Map<String, WeightTensor> tensors = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : stateDict.entrySet()) {
                if (entry.getKey() instanceof String name
                        && entry.getValue() instanceof StateDictUnpickler.Tensor tensor) {
                    tensors.put(name, tensor(zip, root, file, name, tensor, storages));
                }
            }
            return tensors;
        } catch (ZipException e) {
            throw new Failure(
                    ExitCode.BAD_DATA,
                    file
                            + ": not a zip, so truncated or in the format before PyTorch 1.6 (save it again with a newer one): "
                            + e.getMessage(),
                    e);
        } catch (IOException e) {
            throw Failure.unreadable(file, e);
        }
    }

    private static Map<?, ?> unpickle(ZipFile zip, ZipEntry pickle, Path file) {
        try (InputStream in = zip.getInputStream(pickle)) {
            if (new StateDictUnpickler(file).load(in) instanceof Map<?, ?> stateDict) {
                return stateDict;
            }
            throw Failure.badData(file + ": holds no state dict (a whole pickled model cannot be read safely)");
        } catch (IOException | PickleException | IndexOutOfBoundsException | ClassCastException e) {
            throw new Failure(ExitCode.BAD_DATA, file + ": damaged pickle: " + e.getMessage(), e);
        }
    }

    private static WeightTensor tensor(
            ZipFile zip,
            String root,
            Path file,
            String name,
            StateDictUnpickler.Tensor tensor,
            Map<String, ByteBuffer> storages)
            throws IOException {
        ByteBuffer storage = storages.get(tensor.storage().key());
        if (storage == null) {
            storage = storage(zip, root + "data/" + tensor.storage().key(), file);
            storages.put(tensor.storage().key(), storage);
        }
        int width = tensor.storage().type().bytes();
        long count = 1;
        long last = tensor.offset();
        for (int i = 0; i < tensor.shape().length; i++) {
            count *= tensor.shape()[i];
            last += Math.max(0, tensor.shape()[i] - 1) * tensor.strides()[i];
        }
        if (count > 0 && (tensor.offset() < 0 || last < 0 || (last + 1) * width > storage.capacity())) {
            throw Failure.badData(file + ": tensor " + name + " reaches beyond its storage (truncated file?)");
        }
        ByteBuffer data = contiguous(tensor)
                ? storage.slice((int) tensor.offset() * width, (int) count * width)
                : gathered(storage, tensor, (int) count, width);
        return new WeightTensor(
                name, tensor.storage().type(), new Shape(tensor.shape()), data.order(ByteOrder.LITTLE_ENDIAN));
    }

    private static ByteBuffer storage(ZipFile zip, String entryName, Path file) throws IOException {
        ZipEntry entry = zip.getEntry(entryName);
        if (entry == null || entry.getSize() > Integer.MAX_VALUE) {
            throw Failure.badData(file + ": entry " + entryName + " is missing or larger than 2 GiB");
        }
        ByteBuffer storage = ByteBuffer.allocateDirect((int) entry.getSize());
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] chunk = new byte[1 << 16];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                storage.put(chunk, 0, read);
            }
        }
        return storage.flip();
    }

    private static boolean contiguous(StateDictUnpickler.Tensor tensor) {
        long expected = 1;
        for (int i = tensor.shape().length - 1; i >= 0; i--) {
            if (tensor.shape()[i] != 1 && tensor.strides()[i] != expected) {
                return false;
            }
            expected *= tensor.shape()[i];
        }
        return true;
    }

    /** Copies a strided tensor into row-major order. */
    private static ByteBuffer gathered(ByteBuffer storage, StateDictUnpickler.Tensor tensor, int count, int width) {
        ByteBuffer out = ByteBuffer.allocateDirect(count * width);
        long[] index = new long[tensor.shape().length];
        for (int n = 0; n < count; n++) {
            long element = tensor.offset();
            for (int i = 0; i < index.length; i++) {
                element += index[i] * tensor.strides()[i];
            }
            out.put(n * width, storage, (int) element * width, width);
            for (int i = index.length - 1; i >= 0 && ++index[i] == tensor.shape()[i]; i--) {
                index[i] = 0;
            }
        }
        return out;
    }
}
