package org.rlgrad.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.rlgrad.report.AtomicFile;
import org.rlgrad.report.Table;
import org.rlgrad.statistics.MeanAndSpread;
import org.rlgrad.study.StdCorrelation;
import org.rlgrad.study.Study;
import org.rlgrad.study.TrainReward;

/** The paper's tables of language models, in Markdown and as CSV. */
final class StudyTables {
    private static final String SECOND_HAND = " [2nd-hand]";

    private StudyTables() {}

    /** Table 1. */
    static List<Path> correlations(Study study, Path markdown, Path csv, Consumer<String> warnings) {
        List<StdCorrelation> rows = StdCorrelation.of(study, warnings);
        boolean reported = rows.stream().anyMatch(row -> row.reported().isPresent());
        List<String> shown = new ArrayList<>(List.of(
                "dataset, model",
                "finetuning",
                "inputs",
                "Pearson, absolute change",
                "Pearson, signed change",
                "Spearman, absolute",
                "Spearman, signed"));
        if (reported) {
            shown.add("paper, Pearson");
        }
        List<List<String>> cells = new ArrayList<>();
        List<List<String>> numbers = new ArrayList<>();
        for (StdCorrelation row : rows) {
            List<String> line = new ArrayList<>(List.of(
                    row.subject().title(),
                    row.treatment().title(),
                    Integer.toString(row.inputs()),
                    decimals(row.absolute().pearson(), 2),
                    decimals(row.signed().pearson(), 2),
                    decimals(row.absolute().spearman(), 2),
                    decimals(row.signed().spearman(), 2)));
            if (reported) {
                OptionalDouble value = row.reported();
                line.add(value.isPresent() ? decimals(value.getAsDouble(), 2) + SECOND_HAND : "");
            }
            cells.add(line);
            numbers.add(List.of(
                    row.subject().dataset().title(),
                    row.subject().model(),
                    row.subject().rewardMetric(),
                    row.treatment().state(),
                    row.treatment().label(),
                    row.after().folder().toString(),
                    Integer.toString(row.inputs()),
                    Table.cell(row.absolute().pearson()),
                    Table.cell(row.signed().pearson()),
                    Table.cell(row.absolute().spearman()),
                    Table.cell(row.signed().spearman())));
        }
        String text = "# Reward deviation before finetuning, and what finetuning changes\n\n"
                + "Correlation over inputs of the pretrained model's reward standard deviation with the change of the input's mean"
                + " reward.\nBoth are estimated from the same few outputs, so that noise alone correlates them with the absolute"
                + " change: compare rows with each other.\n\n"
                + new Table(shown, cells).markdown()
                + (reported
                        ? "\n[2nd-hand]: from a third party's account of the paper, not checked against it.\n"
                        : "");
        List<String> columns = List.of(
                "dataset",
                "model",
                "metric",
                "state",
                "training",
                "extraction",
                "inputs",
                "pearson_absolute",
                "pearson_signed",
                "spearman_absolute",
                "spearman_signed");
        return write(markdown, text, csv, new Table(columns, numbers));
    }

    /** Table 2. */
    static List<Path> trainRewards(Study study, Path markdown, Path csv, Consumer<String> warnings) {
        List<List<String>> cells = new ArrayList<>();
        List<List<String>> numbers = new ArrayList<>();
        for (TrainReward row : TrainReward.of(study, warnings)) {
            int seeds = row.seeds().size();
            cells.add(List.of(
                    row.subject().title(),
                    row.treatment().label(),
                    spread(row.start(), seeds),
                    spread(row.end(), seeds),
                    Integer.toString(seeds)));
            numbers.add(List.of(
                    row.subject().dataset().title(),
                    row.subject().model(),
                    row.subject().rewardMetric(),
                    row.treatment().label(),
                    Integer.toString(seeds),
                    Table.cell(row.start().mean()),
                    Table.cell(row.start().std()),
                    Table.cell(row.end().mean()),
                    Table.cell(row.end().std())));
        }
        String text = "# Train reward of reinforcement finetuning\n\n"
                + "Mean reward of the train split under the training's own sampling, at the beginning and at the end of the training"
                + " by rewards;\nover several seeds the mean ± population standard deviation.\n\n"
                + new Table(List.of("dataset, model", "finetuning", "start", "end", "seeds"), cells).markdown();
        List<String> columns = List.of(
                "dataset", "model", "metric", "training", "seeds", "start_mean", "start_std", "end_mean", "end_std");
        return write(markdown, text, csv, new Table(columns, numbers));
    }

    private static String spread(MeanAndSpread spread, int seeds) {
        return decimals(spread.mean(), 4) + (seeds > 1 ? " ± " + decimals(spread.std(), 4) : "");
    }

    private static String decimals(double value, int count) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%." + count + "f", value);
    }

    private static List<Path> write(Path markdown, String text, Path csv, Table numbers) {
        AtomicFile.writeString(markdown, text);
        numbers.writeCsv(csv);
        return List.of(markdown, csv);
    }
}
