package org.rlgrad.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.rlgrad.experiment.StudyPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rlgrad page}. */
@Command(
        name = "page",
        header = "Say on one HTML page what finished runs show of the paper's findings.",
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  rlgrad page outputs/miniature --output outputs/miniature/index.html",
            "  rlgrad page outputs/stats outputs/train --output narrative_qa.html",
            "",
            "The page needs no network and no scripts. Extractions, trainings and runs of",
            "gradient-norms enter it; it says which runs a part without numbers would need."
        })
final class PageCommand implements Runnable {
    @Parameters(
            paramLabel = "FOLDER",
            arity = "1..*",
            description = "Run folders, or folders that contain some (down to a depth of three).")
    private List<Path> folders;

    @Option(
            names = {"-o", "--output"},
            order = 1,
            required = true,
            paramLabel = "FILE",
            description = "Where the page goes; the name ends with .html.")
    private Path output;

    @Option(names = "--title", order = 2, paramLabel = "TEXT", description = "The page's heading.")
    private String title;

    @Mixin
    private LogOptions log;

    @Override
    public void run() {
        log.apply();
        StudyPage.run(List.copyOf(folders), output, Optional.ofNullable(title));
    }
}
