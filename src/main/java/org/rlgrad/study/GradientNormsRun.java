package org.rlgrad.study;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.rlgrad.report.GradientNorm;
import org.rlgrad.report.GradientNormsFile;
import org.rlgrad.report.HashedFile;
import org.rlgrad.report.Provenance;
import org.rlgrad.report.RunFolder;

/**
 * A finished measurement of gradient norms.
 *
 * @param folder its run folder, absolute
 * @param rows of {@code gradient_norms.csv}
 * @param files model, tokenizer and data, with their hashes
 * @param lineage how the model came about
 */
public record GradientNormsRun(Path folder, List<GradientNorm> rows, List<HashedFile> files, Lineage lineage) {

    /** All finished ones with rows below some folders, in the order of their paths. Throws {@code NO_INPUT} or {@code BAD_DATA}. */
    public static List<GradientNormsRun> in(List<Path> folders) {
        return FinishedRuns.runFolders(folders).stream()
                .filter(run ->
                        Files.exists(run.resolve(GradientNormsFile.NAME)) && Files.exists(run.resolve(RunFolder.DONE)))
                .map(GradientNormsRun::read)
                .filter(run -> !run.rows.isEmpty())
                .toList();
    }

    private static GradientNormsRun read(Path run) {
        return new GradientNormsRun(
                run,
                GradientNormsFile.read(run.resolve(GradientNormsFile.NAME)),
                Provenance.filesOf(run),
                Lineage.of(run));
    }

    /** Whether it measured inputs of the same data, from the pretrained model of a subject or what came of it. */
    public boolean isOf(Subject subject) {
        List<String> data = hashesOfData(files);
        return subject.before().stream()
                .anyMatch(before -> before.lineage().start().equals(lineage.start())
                        && hashesOfData(before.files()).equals(data));
    }

    private static List<String> hashesOfData(List<HashedFile> files) {
        return files.stream()
                .filter(file -> file.role().equals("data"))
                .map(HashedFile::sha256)
                .sorted()
                .toList();
    }
}
