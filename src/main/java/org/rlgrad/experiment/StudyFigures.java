package org.rlgrad.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.rlgrad.Failure;
import org.rlgrad.figure.Figure1;
import org.rlgrad.figure.Figure2;
import org.rlgrad.figure.Figure4;
import org.rlgrad.report.RewardStatistics;
import org.rlgrad.report.Table;
import org.rlgrad.study.ExtractionRun;
import org.rlgrad.study.FewLabels;
import org.rlgrad.study.Lineage;
import org.rlgrad.study.RewardGap;
import org.rlgrad.study.Study;
import org.rlgrad.study.Subject;
import org.rlgrad.study.Treatment;

/** The paper's figures of language models, each with its numbers in a table beside it. */
final class StudyFigures {
    private StudyFigures() {}

    /** Figure 1: of each treatment with extractions one panel, of its first seed. */
    static List<Path> rewards(Study study, Path png, Path csv, Consumer<String> warnings) {
        List<Figure1.Row> rows = new ArrayList<>();
        List<List<String>> cells = new ArrayList<>();
        for (Subject subject : study.subjects()) {
            if (subject.before().isEmpty()) {
                warnings.accept(subject.inventory() + ": is left out, it has no extraction from the pretrained model");
                continue;
            }
            ExtractionRun before = subject.before().get(0);
            Set<Integer> marked = subject.smallAndLow(before);
            List<Figure1.Panel> panels = new ArrayList<>();
            for (Treatment treatment : subject.treatments()) {
                List<ExtractionRun> runs = subject.comparable(treatment).stream()
                        .sorted(Comparator.comparing(
                                run -> !subject.before(run).orElseThrow().equals(before)))
                        .toList();
                warnIfSeveral(runs, warnings);
                runs.stream().limit(1).forEach(run -> {
                    List<RewardStatistics> rewards = subject.rewards(run);
                    panels.add(new Figure1.Panel(treatment.state(), subtitle(treatment), rewards));
                    rewards.forEach(row -> cells.add(cells(subject, treatment, row, marked)));
                });
            }
            rows.add(new Figure1.Row(title(subject), marked, panels));
        }
        if (rows.isEmpty()) {
            throw Failure.noInput("figure 1 needs an extraction from a pretrained model; found:\n" + study.inventory());
        }
        List<String> columns = List.of(
                "dataset", "model", "state", "training", "train_index", "metric", "mean", "std", "began_small_and_low");
        return with(Figure1.draw(rows, png, warnings), new Table(columns, cells), csv);
    }

    private static String title(Subject subject) {
        List<RewardStatistics> before = subject.rewards(subject.before().get(0));
        return subject.title() + ": " + subject.rewardMetric() + " of " + before.size() + " inputs × "
                + before.get(0).n() + " outputs";
    }

    private static String subtitle(Treatment treatment) {
        if (treatment.kind() == Lineage.Kind.PRETRAINED) {
            return "no finetuning";
        }
        return treatment.label().equals("SFT") ? "all labels, all epochs" : treatment.label();
    }

    private static List<String> cells(Subject subject, Treatment treatment, RewardStatistics row, Set<Integer> marked) {
        return List.of(
                subject.dataset().title(),
                subject.model(),
                treatment.state(),
                treatment.label(),
                Integer.toString(row.trainIndex()),
                row.metric(),
                Table.cell(row.mean()),
                Table.cell(row.std()),
                Boolean.toString(marked.contains(row.trainIndex())));
    }

    private static void warnIfSeveral(List<ExtractionRun> runs, Consumer<String> warnings) {
        if (runs.size() > 1) {
            warnings.accept(runs.size() + " extractions differ in nothing but seeds; figure 1 shows "
                    + runs.get(0).folder());
        }
    }

    /** Figure 2. Prints the correlation. */
    static List<Path> gaps(Study study, Path png, Path csv, Consumer<String> warnings) {
        List<RewardGap> gaps = RewardGap.of(study, warnings);
        boolean ambiguous =
                gaps.stream().map(gap -> gap.subject().dataset()).distinct().count() < gaps.size();
        List<Figure2.Point> points = gaps.stream()
                .map(gap -> new Figure2.Point(
                        ambiguous
                                ? gap.subject().title()
                                : gap.subject().dataset().title(),
                        gap.stdPercentile(),
                        gap.difference()))
                .toList();
        List<List<String>> cells = gaps.stream()
                .map(gap -> List.of(
                        gap.subject().dataset().title(),
                        gap.subject().model(),
                        gap.subject().rewardMetric(),
                        Table.cell(gap.stdPercentile()),
                        Table.cell(gap.rft()),
                        Table.cell(gap.sft()),
                        Table.cell(gap.difference()),
                        gap.source() == RewardGap.Source.EXTRACTION ? "extraction" : "train evaluation"))
                .toList();
        System.out.println(Figure2.correlation(points));
        List<String> columns = List.of(
                "dataset",
                "model",
                "metric",
                "std_10th_percentile",
                "reward_rft",
                "reward_sft",
                "difference",
                "source");
        return with(Figure2.draw(points, png, warnings), new Table(columns, cells), csv);
    }

    /** Figure 4. */
    static List<Path> fewLabels(Study study, Path png, Path csv, Consumer<String> warnings) {
        List<Figure4.Panel> panels = new ArrayList<>();
        List<List<String>> cells = new ArrayList<>();
        for (FewLabels found : FewLabels.of(study, warnings)) {
            panels.add(found.panel(found.subject().title()));
            found.points()
                    .forEach(point -> point.relative().forEach(relative -> cells.add(cells(found, point, relative))));
        }
        List<String> columns = List.of(
                "dataset",
                "model",
                "metric",
                "label_fraction",
                "sft_steps",
                "sft_step_fraction",
                "reward",
                "relative_reward");
        return with(Figure4.draw(panels, png, warnings), new Table(columns, cells), csv);
    }

    private static List<String> cells(FewLabels found, FewLabels.Point point, double relative) {
        return List.of(
                found.subject().dataset().title(),
                found.subject().model(),
                found.subject().rewardMetric(),
                Table.cell(point.fraction()),
                Integer.toString(point.steps()),
                Table.cell(found.stepFraction(point)),
                Table.cell(relative * found.fullReward()),
                Table.cell(relative));
    }

    private static List<Path> with(List<Path> pictures, Table numbers, Path csv) {
        numbers.writeCsv(csv);
        return Stream.concat(pictures.stream(), Stream.of(csv)).toList();
    }
}
