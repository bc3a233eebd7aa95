package org.rlgrad.experiment;

import ai.djl.Device;
import java.time.Instant;
import java.util.Map;
import java.util.function.DoubleFunction;
import org.rlgrad.report.GitState;
import org.rlgrad.report.Progress;
import org.rlgrad.report.Provenance;
import org.rlgrad.report.RunFolder;
import org.slf4j.Logger;

/**
 * One process's part in a run that records inputs one after the other. Its provenance gets one end, whichever comes first: all is
 * done, a signal, or a failure.
 */
final class MeasuringSession {
    private final RunFolder folder;
    private final RunOptions options;
    private final Provenance provenance;
    private final DoubleFunction<Map<String, Double>> speeds;
    private final long start = System.nanoTime();
    private Progress shown;
    private boolean ended;

    /**
     * Begins, and says farewell on a signal from now on.
     *
     * @param speeds what the provenance says at the end of a session of so many seconds
     */
    MeasuringSession(
            RunFolder folder,
            RunOptions options,
            Provenance.Run run,
            Device device,
            Interruption interruption,
            DoubleFunction<Map<String, Double>> speeds) {
        this.folder = folder;
        this.options = options;
        this.speeds = speeds;
        this.provenance = Provenance.begin(
                folder.file(RunFolder.PROVENANCE),
                run,
                new Provenance.Session(options.arguments(), GitState.ofSources(), Versions.all(), Versions.of(device)),
                Instant.now());
        interruption.onSignal(this::interrupted);
    }

    /** Shows how far it is; the arguments are those of {@link Progress}. */
    Progress progress(String label, String unit, long total, long before, Logger log) {
        shown = options.progress(label, unit, total, before, log);
        return shown;
    }

    /** Ends well, {@code DONE} last. */
    void done() {
        end(Provenance.End.DONE, "");
        folder.markDone();
    }

    /** Ends badly, unless it has ended. */
    void close() {
        end(Provenance.End.FAILED, "");
    }

    private void interrupted() {
        if (shown != null) {
            shown.clear();
        }
        end(Provenance.End.INTERRUPTED, "signal");
        System.err.println("rlgrad: interrupted; the same command with --resume goes on from " + folder.path());
    }

    private synchronized void end(Provenance.End kind, String reason) {
        if (!ended) {
            ended = true;
            provenance.end(Instant.now(), kind, reason, speeds.apply((System.nanoTime() - start) * 1e-9));
        }
    }
}
