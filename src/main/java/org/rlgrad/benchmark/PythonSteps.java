package org.rlgrad.benchmark;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.rlgrad.tensor.Torch;

/**
 * The same supervised steps through PyTorch and transformers, not compiled, if the environment names an interpreter that has
 * them: the same shapes, as many threads, PyTorch's AdamW, since transformers has none of its own any more.
 */
final class PythonSteps {
    private PythonSteps() {}

    /** Seconds of a step by {@link #key}; says on standard error what is missing. */
    static Map<String, Double> seconds(
            List<SupervisedWorkload> workloads, Device device, Map<Workload.Architecture, Path> folders) {
        List<String> arguments = new ArrayList<>();
        arguments.add(device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu");
        arguments.add(Integer.toString(Torch.threads()));
        for (SupervisedWorkload workload : workloads) {
            Path folder = folders.get(workload.architecture());
            arguments.add(String.join(
                    "|",
                    workload.name(),
                    workload.architecture().name(),
                    folder == null ? "" : folder.toString(),
                    Integer.toString(workload.rows()),
                    Integer.toString(workload.prompt()),
                    Integer.toString(workload.target())));
        }
        return Python.run("sft.py", "torch and transformers", arguments);
    }

    static String key(SupervisedWorkload workload, boolean dropout) {
        return workload.name() + (dropout ? "/dropout" : "/plain");
    }
}
