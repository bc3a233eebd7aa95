package org.rlgrad.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.TorchScriptModule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The operations written as TorchScript text ({@code ops.torchscript} beside this class), compiled by libtorch at first use.
 *
 * <p>DJL's NDArray has no fused attention, tanh-GELU, scalar arithmetic that is safe under gradients, and so on; TorchScript
 * reaches nearly every libtorch operator, with gradients and without Python.
 */
final class TorchScriptOps {
    /** {@code torch.jit.save}'s object graph for an instance of {@code __torch__.M} with the one attribute training = False. */
    private static final String DATA_PICKLE =
            "\u0080\u0002c__torch__\nM\n)\u0081}X\b\u0000\u0000\u0000training\u0089sb.";

    private static final TorchScriptModule MODULE = load();

    private TorchScriptOps() {}

    /** Calls a method that returns one tensor; the result belongs to the first operand's manager and the current scope. */
    static NDArray call(String method, NDArray first, Object... rest) {
        return MODULE.call(((PtNDArray) first).getManager(), method, arguments(first, rest));
    }

    /** Calls a method on lists of tensors that returns one tensor, owned by the first list's first manager. */
    static NDArray callOnLists(String method, PtNDArray[] first, Object... rest) {
        return MODULE.call(first[0].getManager(), method, arguments(first, rest));
    }

    /** Calls a method that returns as many tensors as it wants; they belong to the first operand's manager. */
    static PtNDArray[] callForList(String method, PtNDArray first, Object... rest) {
        return MODULE.callForList(first.getManager(), method, arguments(first, rest));
    }

    private static Object[] arguments(Object first, Object... rest) {
        Object[] arguments = new Object[rest.length + 1];
        arguments[0] = first;
        System.arraycopy(rest, 0, arguments, 1, rest.length);
        return arguments;
    }

    private static TorchScriptModule load() {
        try (InputStream source = TorchScriptOps.class.getResourceAsStream("ops.torchscript")) {
            return compile(source.readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException("ops.torchscript is missing from the jar", e);
        }
    }

    /** A module from the text of its class {@code M}. */
    static TorchScriptModule compile(byte[] code) throws IOException {
        return new TorchScriptModule(archive(code));
    }

    private static byte[] archive(byte[] code) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, "m/data.pkl", DATA_PICKLE.getBytes(StandardCharsets.ISO_8859_1));
            put(zip, "m/code/__torch__.py", code);
            put(zip, "m/constants.pkl", "\u0080\u0002).".getBytes(StandardCharsets.ISO_8859_1));
            put(zip, "m/version", "10\n".getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    /** libtorch wants stored entries. */
    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
