package org.rlgrad.experiment;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
    private final Interruption interruption;
    private final GradientNormsFile file;
    private final Set<Integer> done;
    private final MeasuringSession session;
    private long newInputs;

    /** Opens the record of a new or interrupted run. */
    GradientNormsRecord(
            RunFolder folder,
            GradientNormsPlan plan,
            RunOptions options,
            String resolvedConfig,
            Device device,
            Interruption interruption) {
        this.folder = folder;
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
            this.session = new MeasuringSession(
                    folder,
                    options,
                    new Provenance.Run(
                            resolvedConfig,
                            ExtractionRecord.seeds(plan.extraction().config()),
                            sources),
                    device,
                    interruption,
                    this::speeds);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Whether an input is measured already. */
    boolean has(int trainIndex) {
        return done.contains(trainIndex);
    }

    /** Shows how far the inputs are. */
    Progress progress(int inputs) {
        return session.progress("gradients", "inputs", inputs, done.size(), LOG);
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
        session.done();
    }

    private Map<String, Double> speeds(double seconds) {
        return Map.of("seconds", seconds, "inputs_per_second", newInputs / seconds);
    }

    @Override
    public void close() {
        if (interruption.release()) {
            try (file) {
                session.close();
            }
        }
    }
}
