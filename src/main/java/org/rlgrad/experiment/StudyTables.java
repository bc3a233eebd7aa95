package org.rlgrad.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.rlgrad.report.AtomicFile;
import org.rlgrad.report.Table;
import org.rlgrad.statistics.MeanAndSpread;
import org.rlgrad.study.StdCorrelation;
import org.rlgrad.study.Study;
import org.rlgrad.study.TrainReward;
import org.rlgrad.study.Treatment;

/** The paper's tables of language models, in Markdown and as CSV. */
final class StudyTables {
    private static final String SECOND_HAND = " [2nd-hand]";

    private StudyTables() {}

    /** Table 1: a row for each treatment; the CSV has one for each seed. */
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
                "Spearman, signed",
                "seeds"));
        if (reported) {
            shown.add("paper, Pearson");
        }
        Map<Treatment, List<StdCorrelation>> byTreatment = rows.stream()
                .collect(Collectors.groupingBy(StdCorrelation::treatment, LinkedHashMap::new, Collectors.toList()));
        List<List<String>> cells = byTreatment.values().stream()
                .map(seeds -> line(seeds, reported))
                .toList();
        String text = "# Reward deviation before finetuning, and what finetuning changes\n\n"
                + "Correlation over inputs of the pretrained model's reward standard deviation with the change of the input's mean"
                + " reward;\nover several seeds the mean ± population standard deviation. Both are estimated from the same few outputs,"
                + " so that noise alone\ncorrelates them with the absolute change: compare rows with each other.\n\n"
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
        return write(
                markdown,
                text,
                csv,
                new Table(columns, rows.stream().map(StudyTables::numbers).toList()));
    }

    private static List<String> line(List<StdCorrelation> seeds, boolean reported) {
        StdCorrelation first = seeds.get(0);
        List<String> line = new ArrayList<>(
                List.of(first.subject().title(), first.treatment().title(), Integer.toString(first.inputs())));
        List<ToDoubleFunction<StdCorrelation>> coefficients = List.of(
                row -> row.absolute().pearson(),
                row -> row.signed().pearson(),
                row -> row.absolute().spearman(),
                row -> row.signed().spearman());
        coefficients.forEach(coefficient -> line.add(
                spread(MeanAndSpread.of(seeds.stream().mapToDouble(coefficient).toArray()), seeds.size(), 2)));
        line.add(Integer.toString(seeds.size()));
        if (reported) {
            OptionalDouble value = first.reported();
            line.add(value.isPresent() ? decimals(value.getAsDouble(), 2) + SECOND_HAND : "");
        }
        return line;
    }

    private static List<String> numbers(StdCorrelation row) {
        return List.of(
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
                Table.cell(row.signed().spearman()));
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
                    spread(row.start(), seeds, 4),
                    spread(row.end(), seeds, 4),
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

    private static String spread(MeanAndSpread spread, int seeds, int count) {
        return decimals(spread.mean(), count) + (seeds > 1 ? " ± " + decimals(spread.std(), count) : "");
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
