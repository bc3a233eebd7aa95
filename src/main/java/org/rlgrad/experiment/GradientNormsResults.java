package org.rlgrad.experiment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.rlgrad.figure.GradientNormFigure;
import org.rlgrad.report.GradientNormSummary;
import org.rlgrad.report.GradientNormsFile;

/** What follows from {@code gradient_norms.csv}. */
final class GradientNormsResults {
    private GradientNormsResults() {}

    static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(GradientNormsFile.NAME));
    }

    /** Writes summary and figures. */
    static void write(Path folder, Consumer<String> warnings) {
        summary(folder).write(folder.resolve("summary.json"));
        draw(folder, warnings);
    }

    /** Draws the figure from the table. */
    static List<Path> draw(Path folder, Consumer<String> warnings) {
        String name = folder.toAbsolutePath().normalize().getFileName().toString();
        return GradientNormFigure.draw(folder.resolve(GradientNormsFile.NAME), folder, name, warnings);
    }

    /** Prints the folder, then what the table shows. */
    static void print(Path folder) {
        System.out.println(folder);
        summary(folder).toLines().forEach(System.out::println);
    }

    private static GradientNormSummary summary(Path folder) {
        return GradientNormSummary.of(GradientNormsFile.read(folder.resolve(GradientNormsFile.NAME)));
    }
}
