package org.rlgrad.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.statistics.Bootstrap;
import org.rlgrad.study.comparison.ComparedRuns;
import org.rlgrad.study.comparison.ComparisonFiles;
import org.rlgrad.study.comparison.ComparisonStudy;
import org.slf4j.LoggerFactory;

/** What finetuning did to the inputs of an extraction: section 4.1 of arXiv 2310.20703. */
public final class Compare {
    private static final Consumer<String> WARNINGS = LoggerFactory.getLogger(Compare.class)::warn;
    private static final int RESAMPLES = 10_000;
    private static final double CONFIDENCE = 0.95;
    private static final long LARGEST_SEED = 0xffffffffL;
    private static final Path BASE = Path.of("outputs", "compare");

    private Compare() {}

    /**
     * Compares finished extractions of the same inputs, writes tables and figure, and prints folder and table.
     *
     * @param metric the key of the metric to show; the first one by default
     * @param output where the results go; by default a folder named by the runs
     * @param seed of the bootstrap, 0 to 2^32 - 1
     * @throws Failure if runs do not fit together, or the output folder holds something else
     */
    public static void run(
            Path before,
            List<Path> afters,
            Optional<String> metric,
            Optional<Path> output,
            long seed,
            boolean overwrite) {
        if (seed < 0 || seed > LARGEST_SEED) {
            throw new Failure(ExitCode.USAGE, "--seed " + seed + ": must be from 0 to " + LARGEST_SEED);
        }
        ComparedRuns runs = ComparedRuns.read(before, afters, WARNINGS);
        String shown = metric.orElseGet(() -> runs.metrics().get(0));
        if (!runs.metrics().contains(shown)) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--metric " + shown + ": the runs have " + String.join(", ", runs.metrics()) + " in common");
        }
        Path folder = ComparisonFiles.prepare(output.orElseGet(() -> BASE.resolve(name(runs))), overwrite);
        ComparisonStudy study = ComparisonStudy.of(runs, shown, new Bootstrap(RESAMPLES, CONFIDENCE, seed));
        study.notes().forEach(WARNINGS);
        ComparisonFiles.write(folder, study, WARNINGS);
        System.out.println(folder);
        System.out.print(study.text());
    }

    private static String name(ComparedRuns runs) {
        String name = runs.before().name() + "_"
                + runs.afters().stream().map(ComparedRuns.After::name).collect(Collectors.joining("_"));
        if (name.length() > 200) {
            throw new Failure(
                    ExitCode.USAGE, "the runs' names are too long for a folder's name; name one with --output");
        }
        return name.replace('/', '-');
    }
}
