package org.rlgrad.figure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.rlgrad.Failure;
import org.rlgrad.figure.ExperimentCurves.Quantity;
import org.rlgrad.report.RecordedExperiment;

/**
 * Several plans side by side, such as MNIST, CIFAR-10 and STS-B: expected reward above, gradient norm below. What Figure 3 of
 * arXiv 2310.20703 shows; see {@link ControlledFigures} for what is ours.
 */
public final class Figure3 {
    private static final String TITLE = "Finetuning on inputs of small and of large reward std";

    private Figure3() {}

    /**
     * Draws the figure, and the same as SVG beside it.
     *
     * @param planFolders from left to right; pretraining experiments in them are passed over
     * @param png where the picture goes; its name ends with {@code .png}
     * @param warnings as in {@link ControlledFigures#draw}
     * @return the files that were written
     * @throws Failure {@code NO_INPUT} where a plan has no finished finetuning experiment, {@code BAD_DATA} for a damaged
     *     file, {@code CANNOT_WRITE}, {@code USAGE} for another name
     */
    public static List<Path> draw(List<Path> planFolders, Path png, Consumer<String> warnings) {
        String name = FigureFiles.stem(png);
        List<ExperimentCurves> columns = new ArrayList<>();
        for (Path folder : planFolders) {
            List<ExperimentCurves> finetuning = ExperimentCurves.of(RecordedExperiment.in(folder, warnings)).stream()
                    .filter(column -> !column.isPretraining())
                    .toList();
            if (finetuning.isEmpty()) {
                throw Failure.noInput(folder + ": holds no finished finetuning experiment");
            }
            columns.addAll(finetuning);
        }
        List<LinePanel> rewards = columns.stream()
                .map(column -> column.titledPanel(Quantity.EXPECTED_REWARD))
                .toList();
        List<LinePanel> norms = columns.stream()
                .map(column -> column.lowerPanel(Quantity.GRADIENT_NORM))
                .toList();
        LineFigure figure = new LineFigure(TITLE, LineFigure.KEY, columns.size() > 2 ? 4 : 2, List.of(rewards, norms));
        Path folder = png.toAbsolutePath().getParent();
        return figure.write(folder, name, warnings);
    }
}
