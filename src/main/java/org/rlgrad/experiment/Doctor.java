package org.rlgrad.experiment;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.rlgrad.Failure;
import org.rlgrad.hub.HubCache;
import org.rlgrad.tensor.Torch;

/** What rlgrad finds on this machine, for bug reports and first steps. */
public final class Doctor {
    private Doctor() {}

    /** Prints the findings, one a line; a missing GPU or dataset is a finding, a libtorch that does not start a failure. */
    public static void report(PrintStream out) {
        Runtime runtime = Runtime.getRuntime();
        line(out, "memory", (runtime.maxMemory() >> 20) + " MiB for Java");
        line(out, "engine cache", engineCache(System.getenv()));
        line(out, "hub cache", described(HubCache.of(System.getenv()).folder()));
        String data = System.getenv("RLGRAD_DATA");
        line(
                out,
                "data",
                data == null
                        ? "RLGRAD_DATA is not set: name datasets with --set datapool.path=..."
                        : described(Path.of(data)));
        environment().forEach((name, value) -> line(out, name, value));
        try {
            Versions.all().forEach((name, version) -> line(out, name, version));
            line(out, "threads", Torch.threads() + " for libtorch");
            line(
                    out,
                    "device",
                    Versions.of(Torch.device("auto"))
                            + (Torch.gpus() == 0
                                    ? " (no GPU that libtorch can use)"
                                    : ", " + Torch.gpus() + " GPU(s)"));
            line(out, "check", Torch.selfTest());
        } catch (Failure e) {
            line(out, "libtorch", "does not start");
            throw e;
        }
    }

    /** Where DJL unpacks libtorch, by its own rules. */
    private static String engineCache(Map<String, String> environment) {
        String djl = environment.getOrDefault("DJL_CACHE_DIR", System.getProperty("user.home") + "/.djl.ai");
        return environment.getOrDefault("ENGINE_CACHE_DIR", djl);
    }

    private static Map<String, String> environment() {
        Map<String, String> found = new TreeMap<>();
        for (String prefix : new String[] {
            "PYTORCH_", "DJL_", "ENGINE_CACHE_DIR", "HF_", "RLGRAD_", "CUDA_VISIBLE_DEVICES", "MALLOC_"
        }) {
            System.getenv().forEach((name, value) -> {
                if (name.startsWith(prefix) && !name.contains("TOKEN")) {
                    found.put(name, value);
                }
            });
        }
        return found;
    }

    private static String described(Path folder) {
        return folder + (Files.isDirectory(folder) ? "" : " (not there)");
    }

    private static void line(PrintStream out, String label, String text) {
        out.printf("%-24s %s%n", label, text);
    }
}
