package org.rlgrad.benchmark;

import org.rlgrad.tensor.Torch;

/** Entry of {@code scripts/benchmark}. */
public final class Main {
    private Main() {}

    /** {@code extract [SCALE] [DEVICE]}. */
    public static void main(String[] arguments) {
        if (arguments.length == 0 || !arguments[0].equals("extract")) {
            System.err.println("usage: scripts/benchmark extract [SCALE=4] [DEVICE=auto]");
            System.exit(64);
        }
        int scale = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4;
        ExtractBenchmark.run(Torch.device(arguments.length > 2 ? arguments[2] : "auto"), scale);
    }
}
