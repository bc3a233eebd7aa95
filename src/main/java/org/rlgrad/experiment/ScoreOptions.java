package org.rlgrad.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.rlgrad.config.Fidelity;

/**
 * What {@code rlgrad score} is told.
 *
 * @param metrics ids; none for those of the run that the samples come from
 * @param arguments of metrics, {@code key=value} or {@code id.key=value}
 * @param model folder or hub id of the model that a metric runs
 * @param fidelity empty for that of the run, else the reference's
 * @param output file of the table; empty for standard output
 * @param corpus whether the table holds the values of all predictions together, not those of each
 */
public record ScoreOptions(
        List<String> metrics,
        List<String> arguments,
        Optional<String> model,
        Optional<Fidelity> fidelity,
        String device,
        Optional<Path> output,
        boolean corpus) {}
