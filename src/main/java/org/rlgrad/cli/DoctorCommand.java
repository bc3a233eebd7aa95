package org.rlgrad.cli;

import org.rlgrad.experiment.Doctor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code rlgrad doctor}. */
@Command(
        name = "doctor",
        header = "Show what rlgrad finds on this machine: Java, libtorch, GPU, caches, data.",
        optionListHeading = "%nOptions:%n")
final class DoctorCommand implements Runnable {
    @Mixin
    private LogOptions log;

    @Override
    public void run() {
        log.apply();
        // Already UTF-8, and not the command's writer: a report is printed as it is made.
        Doctor.report(System.out);
    }
}
