package org.rlgrad.experiment;

import ai.djl.Device;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.rlgrad.report.GitState;
import org.rlgrad.report.GradientNorm;
import org.rlgrad.report.GradientNormsFile;
import org.rlgrad.report.HashedFile;
import org.rlgrad.report.Progress;
import org.rlgrad.report.Provenance;
import org.rlgrad.report.RunFolder;
import org.rlgrad.study.ExtractionRun;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a measurement of gradient norms has done so far, on disk: the table, to which each input is appended when it is finished,
 * so that neither a signal nor {@code kill -9} costs more than the input at hand.
 */
final class GradientNormsRecord implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GradientNormsRecord.class);

    private final RunFolder folder;
    private final RunOptions options;
    private final Interruption interruption;
    private final GradientNormsFile file;
    private final Set<Integer> done;
    private final Provenance provenance;
    private final long start = System.nanoTime();
    private long newInputs;
    private Progress shown;
    private boolean ended;

    /** Opens the record of a new or interrupted run. */
    GradientNormsRecord(
            RunFolder folder,
            GradientNormsPlan plan,
            RunOptions options,
            String resolvedConfig,
            Device device,
            Interruption interruption) {
        this.folder = folder;
        this.options = options;
        this.interruption = interruption;
        this.file = GradientNormsFile.open(folder.file(GradientNormsFile.NAME));
        try {
            this.done = GradientNormsFile.read(folder.file(GradientNormsFile.NAME)).stream()
                    .map(GradientNorm::trainIndex)
                    .collect(Collectors.toSet());
            List<HashedFile> sources = new ArrayList<>(SourceFiles.of(plan.extraction()));
            plan.run()
                    .ifPresent(run -> sources.add(
                            HashedFile.of("reward statistics", run.folder().resolve(ExtractionRun.STATISTICS))));
            this.provenance = Provenance.begin(
                    folder.file(RunFolder.PROVENANCE),
                    new Provenance.Run(
                            resolvedConfig,
                            ExtractionRecord.seeds(plan.extraction().config()),
                            sources),
                    new Provenance.Session(
                            options.arguments(), GitState.ofSources(), Versions.all(), Versions.of(device)),
                    Instant.now());
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
        interruption.onSignal(this::interrupted);
    }

    /** Whether an input is measured already. */
    boolean has(int trainIndex) {
        return done.contains(trainIndex);
    }

    /** Shows how far the inputs are. */
    Progress progress(int inputs) {
        boolean quiet = options.verbosity() == Verbosity.QUIET;
        shown = new Progress("gradients", "inputs", inputs, done.size(), Progress.terminal(quiet), line -> {
            if (!quiet) {
                LOG.info("{}", line);
            }
        });
        return shown;
    }

    /** Records an input; when this returns, it will survive the process. */
    void append(GradientNorm row) {
        file.append(row);
        newInputs++;
    }

    /** Writes summary and figure, {@code DONE} last. */
    void finish() {
        file.sync();
        GradientNormsResults.write(folder.path(), LOG::warn);
        end(Provenance.End.DONE, "");
        folder.markDone();
    }

    private synchronized void end(Provenance.End kind, String reason) {
        if (!ended) {
            ended = true;
            double seconds = (System.nanoTime() - start) * 1e-9;
            provenance.end(
                    Instant.now(), kind, reason, Map.of("seconds", seconds, "inputs_per_second", newInputs / seconds));
        }
    }

    private void interrupted() {
        if (shown != null) {
            shown.clear();
        }
        end(Provenance.End.INTERRUPTED, "signal");
        System.err.println("rlgrad: interrupted; the same command with --resume goes on from " + folder.path());
    }

    @Override
    public void close() {
        if (interruption.release()) {
            try (file) {
                end(Provenance.End.FAILED, "");
            }
        }
    }
}
