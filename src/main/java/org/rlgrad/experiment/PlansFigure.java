package org.rlgrad.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.rlgrad.figure.Figure3;
import org.rlgrad.report.GroupMeasurement;
import org.rlgrad.report.GroupMeasurement.Group;
import org.rlgrad.report.RecordedExperiment;
import org.rlgrad.report.Table;

/** The paper's figure 3, of controlled experiments, with its numbers in a table beside it. */
final class PlansFigure {
    private static final List<String> COLUMNS =
            List.of("plan", "experiment", "method", "seed", "epoch", "group", "reward", "grad_norm");

    private PlansFigure() {}

    /** Draws the finetuning experiments of plans, one column for each setting. Throws as {@link Figure3#draw}. */
    static List<Path> draw(List<Path> plans, Path png, Path csv, Consumer<String> warnings) {
        List<Path> pictures = Figure3.draw(plans, png, warnings);
        List<List<String>> cells = new ArrayList<>();
        for (Path plan : plans) {
            // Of unfinished ones the drawing has warned already.
            for (RecordedExperiment experiment : RecordedExperiment.in(plan, warning -> {})) {
                if (!experiment.labels().setting().pretraining()) {
                    experiment.rows().stream()
                            .filter(row ->
                                    row.group() == Group.SMALL_REWARD_STD || row.group() == Group.LARGE_REWARD_STD)
                            .forEach(row -> cells.add(cells(plan, experiment, row)));
                }
            }
        }
        new Table(COLUMNS, cells).writeCsv(csv);
        return Stream.concat(pictures.stream(), Stream.of(csv)).toList();
    }

    private static List<String> cells(Path plan, RecordedExperiment experiment, GroupMeasurement row) {
        return List.of(
                plan.toAbsolutePath().normalize().getFileName().toString(),
                experiment.labels().experiment(),
                experiment.labels().method().shortName(),
                Integer.toString(experiment.labels().seed()),
                Integer.toString(row.epoch()),
                row.group().key(),
                Table.cell(row.reward()),
                Table.cell(row.gradNorm()));
    }
}
