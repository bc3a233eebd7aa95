package org.rlgrad.figure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.rlgrad.figure.ExperimentCurves.Quantity;
import org.rlgrad.report.RecordedExperiment;

/**
 * The figures of a plan of controlled experiments, always drawn from {@code metrics.csv} and {@code summary.json} of its
 * experiments: {@code reward} and {@code gradient_norm} for finetuning, {@code loss} for pretraining, as {@code .svg} and
 * {@code .png}.
 *
 * <p>Quantities as in Figure 3 of arXiv 2310.20703; layout and colours are ours, the paper's are not known. The epochs have a
 * logarithmic axis: on a linear one all that happens in the first tenth is a corner. A line is the mean over seeds and over
 * the epochs that share its pixels, geometric for gradient norms; the band goes from the lowest to the highest.
 */
public final class ControlledFigures {
    private ControlledFigures() {}

    /**
     * Draws all figures of the plan into its folder, one panel per setting.
     *
     * @param warnings takes what is left out, and that this Java cannot draw pictures
     * @return the files that were written
     * @throws org.rlgrad.Failure {@code NO_INPUT} without a finished experiment, {@code BAD_DATA} for a damaged file,
     *     {@code CANNOT_WRITE}
     */
    public static List<Path> draw(Path planFolder, Consumer<String> warnings) {
        List<ExperimentCurves> columns = ExperimentCurves.of(RecordedExperiment.in(planFolder, warnings));
        List<ExperimentCurves> finetuning =
                columns.stream().filter(column -> !column.isPretraining()).toList();
        List<ExperimentCurves> pretraining =
                columns.stream().filter(ExperimentCurves::isPretraining).toList();
        List<Path> files = new ArrayList<>();
        if (!finetuning.isEmpty()) {
            files.addAll(figure(finetuning, Quantity.EXPECTED_REWARD).write(planFolder, "reward", warnings));
            files.addAll(figure(finetuning, Quantity.GRADIENT_NORM).write(planFolder, "gradient_norm", warnings));
        }
        if (!pretraining.isEmpty()) {
            files.addAll(figure(pretraining, Quantity.LOSS).write(planFolder, "loss", warnings));
        }
        return files;
    }

    private static LineFigure figure(List<ExperimentCurves> columns, Quantity quantity) {
        if (columns.size() == 1) {
            ExperimentCurves only = columns.get(0);
            List<List<LinePanel>> panel = List.of(List.of(only.onlyPanel(quantity)));
            return new LineFigure(only.title(), only.subtitle() + " · " + LineFigure.KEY, 2, panel);
        }
        List<LinePanel> row =
                columns.stream().map(column -> column.titledPanel(quantity)).toList();
        String title =
                switch (quantity) {
                    case EXPECTED_REWARD -> "Expected reward during finetuning";
                    case GRADIENT_NORM -> "Gradient norm during finetuning";
                    case LOSS -> "Loss during pretraining";
                };
        return new LineFigure(title, LineFigure.KEY, columns.size() > 2 ? 4 : 2, List.of(row));
    }
}
