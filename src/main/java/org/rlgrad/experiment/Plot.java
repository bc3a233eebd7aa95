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
import org.slf4j.LoggerFactory;

/** Draws figures anew from the tables of runs. */
public final class Plot {
    private static final Consumer<String> WARNINGS = LoggerFactory.getLogger(Plot.class)::warn;

    private Plot() {}

    /**
     * Replaces the figures of an extraction, a training or a controlled plan; draws several plans as the columns of one
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
        } else {
            ExtractionResults.draw(folders.get(0), WARNINGS);
            drawn = List.of(folders.get(0).resolve("reward_mean_std.png"));
        }
        drawn.stream().filter(file -> file.toString().endsWith(".png")).forEach(System.out::println);
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
