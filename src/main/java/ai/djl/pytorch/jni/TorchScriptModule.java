package ai.djl.pytorch.jni;

import ai.djl.Device;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/**
 * Calls methods of a TorchScript module with tensors and numbers, and with gradients.
 *
 * <p>It lives in DJL's package because the calls that it needs are package-private there: DJL's own {@code
 * IValueUtils.runMethod} runs in inference mode, whose results autograd cannot use, and {@code forward} takes tensors only.
 */
public final class TorchScriptModule {
    private final long handle;

    /** Loads an archive as {@code torch.jit.save} writes it. The module lives as long as the process. */
    public TorchScriptModule(byte[] archive) throws IOException {
        handle = JniUtils.loadModuleHandle(new ByteArrayInputStream(archive), Device.cpu(), false, false);
    }

    /**
     * Runs a method that returns one tensor.
     *
     * @param manager owner of the result
     * @param arguments {@link PtNDArray}, an array of these, {@code Long}, {@code Double} or {@code Boolean}
     */
    public PtNDArray call(PtNDManager manager, String method, Object... arguments) {
        try (IValue result = run(method, arguments)) {
            return result.toTensor(manager);
        }
    }

    /** Likewise a method that returns a list of tensors. */
    public PtNDArray[] callForList(PtNDManager manager, String method, Object... arguments) {
        try (IValue result = run(method, arguments)) {
            return result.toTensorArray(manager);
        }
    }

    private IValue run(String method, Object... arguments) {
        IValue[] values = new IValue[arguments.length];
        long[] handles = new long[arguments.length];
        try {
            for (int i = 0; i < arguments.length; i++) {
                values[i] = value(arguments[i]);
                handles[i] = values[i].getHandle();
            }
            // isTrain = true only means "no inference-mode guard": gradients follow the thread's grad mode.
            return new IValue(PyTorchLibrary.LIB.moduleRunMethod(handle, method, handles, true, false));
        } finally {
            for (IValue value : values) {
                if (value != null) {
                    value.close();
                }
            }
        }
    }

    private static IValue value(Object argument) {
        if (argument instanceof PtNDArray array) {
            return IValue.from(array);
        } else if (argument instanceof PtNDArray[] arrays) {
            return IValue.listFrom(arrays);
        } else if (argument instanceof Long number) {
            return IValue.from(number);
        } else if (argument instanceof Double number) {
            return IValue.from(number);
        } else if (argument instanceof Boolean flag) {
            return IValue.from(flag);
        }
        throw new IllegalArgumentException("no TorchScript form of " + argument);
    }
}
