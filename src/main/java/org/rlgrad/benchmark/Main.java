package org.rlgrad.benchmark;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.tensor.Torch;

/** Entry of {@code scripts/benchmark}. */
public final class Main {
    private Main() {}

    /** {@code extract [DEVICE [ROWS [T5_FOLDER GPT2_FOLDER]]]}. */
    public static void main(String[] arguments) {
        if (arguments.length == 0 || arguments.length == 4 || arguments.length > 5 || !arguments[0].equals("extract")) {
            System.err.println("usage: scripts/benchmark extract [DEVICE=auto [ROWS=default [T5_FOLDER GPT2_FOLDER]]]");
            System.exit(ExitCode.USAGE.status());
        }
        try {
            List<Workload> workloads = Workload.all();
            if (arguments.length > 2 && !arguments[2].equals("default")) {
                int rows = Integer.parseInt(arguments[2]);
                workloads = workloads.stream().map(w -> w.withRows(rows)).toList();
            }
            Map<Workload.Architecture, Path> folders = new EnumMap<>(Workload.Architecture.class);
            if (arguments.length == 5) {
                folders.put(Workload.Architecture.T5_BASE, Path.of(arguments[3]));
                folders.put(Workload.Architecture.GPT2_SMALL, Path.of(arguments[4]));
            }
            ExtractBenchmark.run(Torch.device(arguments.length > 1 ? arguments[1] : "auto"), workloads, folders);
        } catch (Failure e) {
            System.err.println("benchmark: " + e.getMessage());
            System.exit(e.exitCode().status());
        } catch (NumberFormatException e) {
            System.err.println("benchmark: ROWS: " + arguments[2] + " is no number");
            System.exit(ExitCode.USAGE.status());
        }
    }
}
