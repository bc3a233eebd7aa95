package org.rlgrad.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.figure.ControlledFigures;
import org.rlgrad.figure.Figure3;
import org.rlgrad.figure.TrainingFigure;
import org.rlgrad.report.AtomicFile;
import org.rlgrad.study.ExtractionRun;
import org.rlgrad.study.Study;
import org.slf4j.LoggerFactory;

/** Draws figures and tables from the files of runs. */
public final class Plot {
    private static final Consumer<String> WARNINGS = LoggerFactory.getLogger(Plot.class)::warn;

    private Plot() {}

    /**
     * Replaces the figures of an extraction, a measurement of gradient norms, a training or a controlled plan; draws several plans as the columns of one
     * figure (the paper's figure 3). Prints what was drawn.
     *
     * @param target where the figure of several plans goes
     * @throws Failure if a folder holds no such run
     */
    public static void run(List<Path> folders, Optional<Path> target) {
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                throw Failure.noInput(folder + ": no such run folder");
            }
        }
        List<Path> drawn;
        if (folders.size() > 1 || target.isPresent()) {
            Path file = target.orElseThrow(() -> new Failure(
                    ExitCode.USAGE, "several folders are columns of one figure: name it with --output FILE.png"));
            drawn = Figure3.draw(folders, file, WARNINGS);
        } else if (TrainingFigure.isDrawnFrom(folders.get(0))) {
            drawn = TrainingFigure.draw(folders.get(0), WARNINGS);
        } else if (isPlan(folders.get(0))) {
            drawn = ControlledFigures.draw(folders.get(0), WARNINGS);
        } else if (Files.exists(folders.get(0).resolve(ControlledRun.METRICS))) {
            throw Failure.noInput(folders.get(0) + ": is one experiment; name its plan's folder, "
                    + folders.get(0).toAbsolutePath().normalize().getParent());
        } else if (GradientNormsResults.isIn(folders.get(0))) {
            drawn = GradientNormsResults.draw(folders.get(0), WARNINGS);
        } else if (!ExtractionRun.isIn(folders.get(0))) {
            throw Failure.noInput(
                    folders.get(0) + ": holds no " + ExtractionRun.STATISTICS + " and no other run's results;"
                            + " name a run's own folder, or draw from all runs in a folder by --figure N or --table N");
        } else {
            ExtractionResults.draw(folders.get(0), WARNINGS);
            drawn = List.of(folders.get(0).resolve("reward_mean_std.png"));
        }
        drawn.stream().filter(file -> file.toString().endsWith(".png")).forEach(System.out::println);
    }

    /**
     * Draws one of the paper's figures from all runs in some folders, with its numbers as CSV beside it. Prints what was written.
     *
     * @param number 1 to 4
     * @param target the picture; its name ends with {@code .png}
     * @throws Failure {@code USAGE}, {@code NO_INPUT} naming what is missing, {@code BAD_DATA}, {@code CANNOT_WRITE}
     */
    public static void figure(int number, List<Path> folders, Path target) {
        Path csv = beside(target, ".png", ".csv");
        List<Path> written =
                switch (number) {
                    case 1 -> StudyFigures.rewards(Study.of(folders, WARNINGS), target, csv, WARNINGS);
                    case 2 -> StudyFigures.gaps(Study.of(folders, WARNINGS), target, csv, WARNINGS);
                    case 3 -> PlansFigure.draw(folders, target, csv, WARNINGS);
                    case 4 -> StudyFigures.fewLabels(Study.of(folders, WARNINGS), target, csv, WARNINGS);
                    default -> throw new Failure(ExitCode.USAGE, "--figure " + number + ": must be 1, 2, 3 or 4");
                };
        written.forEach(System.out::println);
    }

    /**
     * Writes one of the paper's tables, likewise.
     *
     * @param number 1 or 2
     * @param target the table in Markdown; its name ends with {@code .md}
     * @throws Failure as above
     */
    public static void table(int number, List<Path> folders, Path target) {
        Path csv = beside(target, ".md", ".csv");
        List<Path> written =
                switch (number) {
                    case 1 ->
                        StudyTables.correlations(Study.of(folders, WARNINGS), target.toAbsolutePath(), csv, WARNINGS);
                    case 2 ->
                        StudyTables.trainRewards(Study.of(folders, WARNINGS), target.toAbsolutePath(), csv, WARNINGS);
                    default -> throw new Failure(ExitCode.USAGE, "--table " + number + ": must be 1 or 2");
                };
        written.forEach(System.out::println);
    }

    private static Path beside(Path target, String ending, String other) {
        String name = target.getFileName().toString();
        if (!name.endsWith(ending)) {
            throw new Failure(ExitCode.USAGE, target + ": the name must end with " + ending);
        }
        Path folder = target.toAbsolutePath().getParent();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(folder, e);
        }
        return folder.resolve(name.substring(0, name.length() - ending.length()) + other);
    }

    private static boolean isPlan(Path folder) {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.anyMatch(
                    entry -> Files.exists(entry.resolve(ControlledRun.METRICS)) && !TrainingFigure.isDrawnFrom(entry));
        } catch (IOException e) {
            throw Failure.unreadable(folder, e);
        }
    }
}
