package org.rlgrad.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.page.StudyDocument;
import org.rlgrad.report.AtomicFile;
import org.rlgrad.study.GradientNormsRun;
import org.rlgrad.study.Study;
import org.slf4j.LoggerFactory;

/** One page that says what finished runs show of the paper's findings. */
public final class StudyPage {
    private static final Consumer<String> WARNINGS = LoggerFactory.getLogger(StudyPage.class)::warn;

    private StudyPage() {}

    /**
     * Reads all runs below some folders and replaces the page. Prints where it lies.
     *
     * @param target its name ends with {@code .html}
     * @param title the page's heading
     * @throws Failure {@code USAGE}, {@code NO_INPUT} where there is no finished run, {@code BAD_DATA}, {@code CANNOT_WRITE}
     */
    public static void run(List<Path> folders, Path target, Optional<String> title) {
        if (!target.getFileName().toString().endsWith(".html")) {
            throw new Failure(ExitCode.USAGE, "--output " + target + ": the name must end with .html");
        }
        Study study = Study.of(folders, WARNINGS);
        List<GradientNormsRun> gradientNorms = GradientNormsRun.in(folders);
        AtomicFile.writeString(
                target.toAbsolutePath(),
                StudyDocument.html(title, study, gradientNorms, commonFolder(folders), WARNINGS));
        System.out.println(target);
    }

    /** The innermost folder that holds all of them, or is the only one. */
    private static Path commonFolder(List<Path> folders) {
        Path common = folders.get(0).toAbsolutePath().normalize();
        for (Path folder : folders) {
            Path absolute = folder.toAbsolutePath().normalize();
            while (!absolute.startsWith(common)) {
                common = common.getParent();
            }
        }
        return common;
    }
}
