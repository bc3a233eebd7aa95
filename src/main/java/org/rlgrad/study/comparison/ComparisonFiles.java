package org.rlgrad.study.comparison;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.figure.ChangeFigure;
import org.rlgrad.figure.ChangePanel;
import org.rlgrad.report.AtomicFile;
import org.rlgrad.report.Json;
import org.rlgrad.report.RunFolder;
import org.rlgrad.study.InputChange;

/** The folder that a comparison leaves. Same runs and seed, same bytes. */
public final class ComparisonFiles {
    private static final String CHANGES = "changes.csv";
    private static final String TABLE = "comparison.csv";
    private static final String MARKDOWN = "comparison.md";
    private static final String NUMBERS = "comparison.json";
    private static final Set<String> NAMES =
            Set.of(CHANGES, TABLE, MARKDOWN, NUMBERS, "change_by_std.svg", "change_by_std.png");

    private ComparisonFiles() {}

    /**
     * Creates the folder, or accepts the one that is there if nothing of value is lost: it holds results of a comparison
     * only, or {@code overwrite} is given. What else lies there stays in any case.
     *
     * @return the folder, absolute
     * @throws Failure {@code USAGE} where it holds anything else, {@code CANNOT_WRITE}
     */
    public static Path prepare(Path folder, boolean overwrite) {
        Path absolute = folder.toAbsolutePath().normalize();
        if (Files.exists(absolute) && !Files.isDirectory(absolute)) {
            throw new Failure(ExitCode.CANNOT_WRITE, "--output " + folder + ": is a file; name a folder");
        }
        try {
            Files.createDirectories(absolute);
            if (Files.exists(absolute.resolve(RunFolder.CONFIG))) {
                throw new Failure(ExitCode.USAGE, "--output " + folder + ": is the folder of a run; choose another");
            }
            try (Stream<Path> entries = Files.list(absolute)) {
                entries.map(entry -> entry.getFileName().toString())
                        .filter(name -> !NAMES.contains(name) && !name.startsWith("."))
                        .sorted()
                        .findFirst()
                        .filter(name -> !overwrite)
                        .ifPresent(name -> {
                            throw new Failure(
                                    ExitCode.USAGE,
                                    "--output " + folder + ": holds " + name
                                            + ", which is no comparison's; choose another folder, or add --overwrite");
                        });
            }
            Files.deleteIfExists(absolute.resolve(NUMBERS)); // written last: the others belong to it where it is there
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(absolute, e);
        }
        return absolute;
    }

    /**
     * Writes everything.
     *
     * @param study at least one comparison
     * @param warnings where to say that this Java cannot draw pictures
     */
    public static void write(Path folder, ComparisonStudy study, Consumer<String> warnings) {
        AtomicFile.writeString(folder.resolve(CHANGES), ComparisonTables.changes(study));
        AtomicFile.writeString(folder.resolve(TABLE), ComparisonTables.numbers(study));
        AtomicFile.writeString(folder.resolve(MARKDOWN), ComparisonMarkdown.text(study));
        drawFigure(folder, study, warnings);
        ObjectNode json = ComparisonTables.json(study);
        AtomicFile.writeString(folder.resolve(NUMBERS), Json.pretty(json));
    }

    private static void drawFigure(Path folder, ComparisonStudy study, Consumer<String> warnings) {
        List<ChangePanel> panels = new ArrayList<>();
        for (Comparison comparison : study.shown()) {
            panels.add(new ChangePanel(
                    comparison.label(),
                    "r = " + comparison.estimate(Quantity.PEARSON_SIGNED).text() + ", ρ = "
                            + comparison.estimate(Quantity.SPEARMAN_SIGNED).text(),
                    comparison.inputs().stream()
                            .mapToDouble(input -> input.before().std())
                            .toArray(),
                    comparison.inputs().stream()
                            .mapToDouble(InputChange::change)
                            .toArray()));
        }
        ChangeFigure.draw(
                folder,
                "Change of " + study.metric() + " by initial reward std",
                "before: " + study.before() + " (" + study.labelBefore() + "); brackets: 95% bootstrap intervals",
                panels,
                warnings);
    }
}
