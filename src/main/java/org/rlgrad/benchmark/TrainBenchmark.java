package org.rlgrad.benchmark;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.rlgrad.benchmark.Workload.Architecture;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.tensor.Torch;

/**
 * {@code scripts/benchmark train [DEVICE [T5_FOLDER GPT2_FOLDER]]}: steps of supervised training and of PPO at GRUE's shapes.
 *
 * <p>All figures but Python's come from one process, in interleaved rounds of which the best counts, since noise only adds time.
 */
final class TrainBenchmark {
    private TrainBenchmark() {}

    /**
     * Prints a table for each part.
     *
     * @param folders checkpoints to take instead of random weights, by architecture; may be empty
     */
    static void run(Device device, Map<Architecture, Path> folders) {
        System.out.printf("%s, threads: %d%n", device.getDeviceType(), Torch.threads());
        List<SupervisedWorkload> workloads = SupervisedWorkload.all();
        Map<String, Double> python = PythonSteps.seconds(workloads, device, folders);
        SupervisedBenchmark.printHeader();
        for (Architecture architecture : Architecture.values()) {
            try (LanguageModel model = BenchmarkModel.of(architecture, device, folders)) {
                workloads.stream()
                        .filter(workload -> workload.architecture() == architecture)
                        .forEach(workload -> SupervisedBenchmark.measure(workload, model, python));
            }
        }
        try (LanguageModel policy = BenchmarkModel.of(Architecture.T5_BASE, device, folders)) {
            ReplayBenchmark.run(policy);
        }
        try (LanguageModel policy = BenchmarkModel.of(Architecture.GPT2_SMALL, device, folders)) {
            PpoBenchmark.run(policy);
        }
    }
}
