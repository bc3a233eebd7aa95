package org.rlgrad.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.rlgrad.figure.Canvas.Point;
import org.rlgrad.figure.Canvas.Stroke;
import org.rlgrad.figure.LinePanel.Level;
import org.rlgrad.figure.Upright.Layout;
import org.rlgrad.report.RecordedTraining;
import org.rlgrad.report.ScalarTable;
import org.rlgrad.report.SplitMeasurement;

/**
 * The panels of a training run's figure, each with its own legend. A panel of which no quantity was recorded is left out, and
 * so is a line.
 *
 * @param across of all panels
 */
record TrainingPanels(RecordedTraining training, Across across) {
    private static final int MAIN = 0x0064a8;
    private static final int OTHER = 0xe69f00;
    private static final int THIRD = 0x555555;

    static TrainingPanels of(RecordedTraining training) {
        int[] steps = Stream.of(
                        training.evaluations().stream().map(SplitMeasurement::step),
                        training.rollouts().orElse(ScalarTable.EMPTY).rows().stream()
                                .map(ScalarTable.Row::step),
                        training.training().rows().stream().map(ScalarTable.Row::step))
                .flatMap(all -> all)
                .mapToInt(Integer::intValue)
                .toArray();
        String counted = training.rollouts().isPresent() ? "iteration" : "optimizer step";
        int first = IntStream.of(steps).min().orElse(0);
        return new TrainingPanels(training, Across.steps(counted, first, training.steps()));
    }

    /** What iterations with rollouts show. */
    List<LinePanel> ofRollouts(ScalarTable rollouts) {
        List<LinePanel> panels = new ArrayList<>();
        add(
                panels,
                "Reward",
                "mean over episodes ± std, without KL penalty",
                new Upright("reward", Layout.FITTED),
                other("probe prompts", points(rollouts, "probe_reward")),
                main("rollouts", withSpread(rollouts)));
        add(
                panels,
                "KL divergence from the reference",
                "mean per token of the rollouts",
                new Upright("KL (nats)", Layout.FITTED),
                other("k3", points(rollouts, "kl_k3")),
                main("k1", points(rollouts, "kl_k1")));
        add(
                panels,
                "KL coefficient",
                "weight of the KL penalty in the reward",
                new Upright("coefficient β", Layout.FITTED),
                main("β", points(rollouts, "kl_coeff")));
        add(
                panels,
                "Reward std per prompt",
                "over a probe prompt's samples; mean over prompts",
                new Upright("reward std", Layout.FITTED),
                main("probe prompts", points(rollouts, "probe_reward_std")));
        add(
                panels,
                "Prompts without reward spread",
                "all samples of the prompt earn the same reward",
                new Upright("fraction of prompts", Layout.FRACTION),
                other("rollouts", points(rollouts, "zero_std_fraction")),
                main("probe prompts", points(rollouts, "probe_zero_std_fraction")));
        return panels;
    }

    /** What optimizer steps on references show. */
    List<LinePanel> ofSupervision() {
        List<LinePanel> panels = new ArrayList<>();
        ScalarTable table = training.training();
        add(
                panels,
                "Training loss",
                "mean per token",
                new Upright("loss (nats)", Layout.FITTED),
                main("loss", points(table, "loss")));
        add(
                panels,
                "Learning rate",
                "by the schedule",
                new Upright("learning rate", Layout.FITTED),
                main("learning rate", points(table, "learning_rate")));
        return panels;
    }

    /** One metric of the evaluations on each split. */
    List<LinePanel> ofMetric(String metric) {
        List<LinePanel> panels = new ArrayList<>();
        add(
                panels,
                metric,
                "evaluations on whole splits",
                new Upright("score", Layout.FITTED),
                new Curve("test", OTHER, Stroke.DOTTED, true, points(metric, "test")),
                new Curve("train", THIRD, Stroke.DASHED, true, points(metric, "train")),
                new Curve("val", MAIN, Stroke.SOLID, true, points(metric, "val")));
        return panels;
    }

    /** The values of a column against the step, those that exist; none where there is no such column. */
    private static List<Point> points(ScalarTable table, String column) {
        return IntStream.range(0, table.rows().size())
                .mapToObj(row -> new Point(table.rows().get(row).step(), table.at(column, row)))
                .filter(point -> !Double.isNaN(point.y()))
                .toList();
    }

    private List<Point> points(String metric, String split) {
        return training.evaluations().stream()
                .filter(row -> row.metric().equals(metric) && row.split().equals(split))
                .map(row -> new Point(row.step(), row.value()))
                .filter(point -> !Double.isNaN(point.y()))
                .toList();
    }

    /** Three points a step, whose mean is the mean reward and whose extremes are the ends of the band. */
    private static List<Point> withSpread(ScalarTable rollouts) {
        List<Point> points = new ArrayList<>(points(rollouts, "ep_rew"));
        for (int row = 0; row < rollouts.rows().size(); row++) {
            double mean = rollouts.at("ep_rew", row);
            double std = rollouts.at("ep_rew_std", row);
            if (Double.isFinite(mean) && Double.isFinite(std)) {
                int step = rollouts.rows().get(row).step();
                points.add(new Point(step, mean - std));
                points.add(new Point(step, mean + std));
            }
        }
        return points;
    }

    private static Curve main(String name, List<Point> points) {
        return new Curve(name, MAIN, Stroke.SOLID, points);
    }

    private static Curve other(String name, List<Point> points) {
        return new Curve(name, OTHER, Stroke.DASHED, points);
    }

    private void add(List<LinePanel> panels, String title, String subtitle, Upright upright, Curve... curves) {
        List<Curve> recorded =
                Stream.of(curves).filter(curve -> !curve.points().isEmpty()).toList();
        if (!recorded.isEmpty()) {
            panels.add(new LinePanel(title, List.of(subtitle), across, upright, Level.NONE, true, recorded));
        }
    }
}
