package org.rlgrad.benchmark;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.tensor.Torch;

/** Entry of {@code scripts/benchmark}. */
public final class Main {
    private Main() {}

    /**
     * {@code extract [DEVICE [ROWS [T5_FOLDER GPT2_FOLDER]]]}, {@code train [DEVICE [T5_FOLDER GPT2_FOLDER]]}, {@code soak [DEVICE]},
     * {@code controlled [DEVICE]} or {@code metrics [FILE]}.
     */
    public static void main(String[] arguments) {
        String what = arguments.length == 0 ? "" : arguments[0];
        try {
            if (what.equals("controlled") && arguments.length <= 2) {
                ControlledBenchmark.run(device(arguments));
            } else if (what.equals("soak") && arguments.length <= 2) {
                SoakBenchmark.run(device(arguments));
            } else if (what.equals("train") && arguments.length != 3 && arguments.length <= 4) {
                TrainBenchmark.run(device(arguments), folders(2, arguments));
            } else if (what.equals("metrics") && arguments.length <= 2) {
                MetricsBenchmark.run(arguments.length > 1 ? Optional.of(Path.of(arguments[1])) : Optional.empty());
            } else if (what.equals("extract") && arguments.length != 4 && arguments.length <= 5) {
                extract(arguments);
            } else {
                System.err.println(
                        "usage: scripts/benchmark extract [DEVICE=auto [ROWS=default [T5_FOLDER GPT2_FOLDER]]]");
                System.err.println("       scripts/benchmark train [DEVICE=auto [T5_FOLDER GPT2_FOLDER]]");
                System.err.println("       scripts/benchmark soak [DEVICE=auto]");
                System.err.println("       scripts/benchmark controlled [DEVICE=auto]");
                System.err.println("       scripts/benchmark metrics [FILE]");
                System.exit(ExitCode.USAGE.status());
            }
        } catch (Failure e) {
            System.err.println("benchmark: " + e.getMessage());
            System.exit(e.exitCode().status());
        } catch (NumberFormatException e) {
            System.err.println("benchmark: ROWS: " + arguments[2] + " is no number");
            System.exit(ExitCode.USAGE.status());
        }
    }

    private static void extract(String... arguments) {
        List<Workload> workloads = Workload.all();
        if (arguments.length > 2 && !arguments[2].equals("default")) {
            int rows = Integer.parseInt(arguments[2]);
            workloads = workloads.stream().map(w -> w.withRows(rows)).toList();
        }
        ExtractBenchmark.run(device(arguments), workloads, folders(3, arguments));
    }

    /** Checkpoints that the arguments name from one place on, if they go so far. */
    private static Map<Workload.Architecture, Path> folders(int from, String... arguments) {
        Map<Workload.Architecture, Path> folders = new EnumMap<>(Workload.Architecture.class);
        if (arguments.length > from) {
            folders.put(Workload.Architecture.T5_BASE, Path.of(arguments[from]));
            folders.put(Workload.Architecture.GPT2_SMALL, Path.of(arguments[from + 1]));
        }
        return folders;
    }

    private static Device device(String... arguments) {
        return Torch.device(arguments.length > 1 ? arguments[1] : "auto");
    }
}
