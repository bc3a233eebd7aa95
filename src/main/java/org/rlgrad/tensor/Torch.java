package org.rlgrad.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Locale;
import java.util.function.Supplier;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine: starting it, choosing a device, and what every thread must set before it computes. */
public final class Torch {
    private static final Logger LOG = LoggerFactory.getLogger(Torch.class);

    private Torch() {}

    /**
     * The device that {@code --device} names: {@code auto} (a GPU if there is one), {@code cpu}, {@code cuda} or {@code cuda:N}.
     *
     * @throws Failure if the name is none of these (usage) or no such GPU is there (unavailable)
     */
    public static Device device(String name) {
        String text = name.toLowerCase(Locale.ROOT);
        if (text.equals("cpu")) {
            return Device.cpu();
        }
        if (!text.matches("auto|cuda(:\\d{1,3})?")) {
            throw new Failure(ExitCode.USAGE, "--device " + name + ": expected auto, cpu, cuda or cuda:N");
        }
        int gpus = gpus();
        if (text.equals("auto")) {
            if (gpus == 0 && engine().getGpuCount() > 0) {
                LOG.warn("there is a GPU, but this libtorch is built for the CPU: computing there (README, \"GPU\")");
            }
            return gpus > 0 ? Device.gpu(0) : Device.cpu();
        }
        int index = text.equals("cuda") ? 0 : Integer.parseInt(text.substring(5));
        if (index >= gpus) {
            throw new Failure(
                    ExitCode.UNAVAILABLE,
                    "--device " + name + ": this machine shows " + gpus
                            + " GPU(s) to libtorch (`rlgrad doctor` says more)");
        }
        return Device.gpu(index);
    }

    /** A memory owner for long-lived arrays on a device; close it to free them. */
    public static NDManager newManager(Device device) {
        prepareThread();
        return engine().newBaseManager(device);
    }

    /**
     * Runs without recording gradients. Needed explicitly: a new thread records by default, and forward passes would keep
     * every intermediate array.
     */
    public static <T> T noGrad(Supplier<T> body) {
        return withGradMode(false, body);
    }

    /** Runs a forward pass that is to be differentiated. Per thread, unlike DJL's collector, of which a process has one. */
    public static <T> T recording(Supplier<T> body) {
        return withGradMode(true, body);
    }

    private static <T> T withGradMode(boolean on, Supplier<T> body) {
        prepareThread();
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(on);
        try {
            return body.get();
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    /** Arrays that a manager and its sub-managers hold. */
    static int liveArrays(NDManager manager) {
        return manager.getManagedArrays().size();
    }

    /** GPUs that libtorch can use: none where it is built for the CPU, whatever the machine has. */
    public static int gpus() {
        return engine().hasCapability(StandardCapabilities.CUDA) ? engine().getGpuCount() : 0;
    }

    /** Threads that one operation may use. */
    public static int threads() {
        engine();
        return JniUtils.getNumThreads();
    }

    /** Runs with so many threads for one operation, as far as this thread starts them. */
    public static void withThreads(int threads, Runnable body) {
        prepareThread();
        int before = JniUtils.getNumThreads();
        JniUtils.setNumThreads(threads);
        try {
            body.run();
        } finally {
            JniUtils.setNumThreads(before);
        }
    }

    /** Multiplies two small matrices and says so; throws what libtorch throws if it cannot. */
    public static String selfTest() {
        try (NDManager manager = newManager(Device.cpu())) {
            NDArray product = Ops.linear(
                    Ops.floats(manager, 1, 2, 3, 4).reshape(2, 2),
                    Ops.floats(manager, 1, 0, 0, 1).reshape(2, 2),
                    null);
            return "a matrix product and TorchScript work: "
                    + Ops.scale(product, 2).sum().getFloat();
        }
    }

    /** PyTorch's version as the engine reports it. */
    public static String version() {
        return engine().getVersion();
    }

    private static void prepareThread() {
        engine();
        // Without it the first calls of every TorchScript method profile and recompile (40 to 230 ms each).
        JniUtils.setGraphExecutorOptimize(false);
    }

    private static Engine engine() {
        try {
            return Engine.getEngine("PyTorch");
        } catch (RuntimeException | LinkageError e) {
            throw new Failure(
                    ExitCode.UNAVAILABLE,
                    "libtorch could not be started: " + e.getMessage() + " (see `rlgrad doctor`)",
                    e);
        }
    }
}
