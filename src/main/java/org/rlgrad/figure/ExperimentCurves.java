package org.rlgrad.figure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.rlgrad.figure.Canvas.Point;
import org.rlgrad.figure.Canvas.Stroke;
import org.rlgrad.figure.LinePanel.Level;
import org.rlgrad.figure.Upright.Layout;
import org.rlgrad.report.ComparedExperiments;
import org.rlgrad.report.ExperimentLabels.Method;
import org.rlgrad.report.GroupMeasurement;
import org.rlgrad.report.GroupMeasurement.Group;
import org.rlgrad.report.RecordedExperiment;

/**
 * Compared experiments as curves. The hue tells the group, the stroke the method; orange is much lighter than blue, which a
 * grey printer keeps apart.
 */
record ExperimentCurves(ComparedExperiments<RecordedExperiment> experiments) {
    private static final int SMALL = 0xe69f00;
    private static final int LARGE = 0x0064a8;
    private static final int OTHER = 0x555555;

    /** What the curves of a panel show. */
    enum Quantity {
        EXPECTED_REWARD("expected reward", Layout.UNIT_REWARD),
        GRADIENT_NORM("gradient norm", Layout.DECADES),
        LOSS("loss (nats)", Layout.FITTED);

        private final String title;
        private final Layout layout;

        Quantity(String title, Layout layout) {
            this.title = title;
            this.layout = layout;
        }

        private Upright axis() {
            return new Upright(title, layout);
        }
    }

    static List<ExperimentCurves> of(List<RecordedExperiment> experiments) {
        return ComparedExperiments.of(experiments, RecordedExperiment::labels).stream()
                .map(ExperimentCurves::new)
                .toList();
    }

    boolean isPretraining() {
        return experiments.setting().pretraining();
    }

    String title() {
        return experiments.setting().title(" · ");
    }

    /** Groups and number of seeds. */
    String subtitle() {
        int small = samples(Group.SMALL_REWARD_STD);
        int all = small + samples(Group.LARGE_REWARD_STD);
        String groups =
                small == 0 ? "" : String.format(Locale.ROOT, "small reward std: %d of %d inputs · ", small, all);
        return groups + experiments.seeds() + (experiments.seeds() == 1 ? " seed" : " seeds");
    }

    /** A panel without a title, with the numbers of inputs in its legend; it needs {@link #title} above it. */
    LinePanel onlyPanel(Quantity quantity) {
        return panel(quantity, "", List.of(), true);
    }

    /** A panel with its own title. */
    LinePanel titledPanel(Quantity quantity) {
        List<String> subtitles = new ArrayList<>(List.of(experiments.setting().method(" · "), subtitle()));
        if (!experiments.only().isEmpty()) {
            subtitles.add(experiments.only());
        }
        return panel(quantity, experiments.setting().subject(" · "), subtitles, false);
    }

    /** A panel below one with a title. */
    LinePanel lowerPanel(Quantity quantity) {
        return panel(quantity, "", List.of(), false);
    }

    private LinePanel panel(Quantity quantity, String title, List<String> subtitles, boolean counts) {
        Across epochs = Across.epochs(lastEpoch());
        if (quantity != Quantity.LOSS) {
            List<Curve> curves = groupCurves(quantity, counts);
            return new LinePanel(title, subtitles, epochs, quantity.axis(), Level.NONE, false, curves);
        }
        double target = experiments.setting().targetLoss();
        int labels = experiments.setting().labelsPerSample();
        Level level = new Level(target, String.format(Locale.ROOT, "log %d = %.3f", labels, target));
        return new LinePanel(title, subtitles, epochs, quantity.axis(), level, false, lossCurves());
    }

    private int lastEpoch() {
        return experiments.all().stream()
                .flatMap(experiment -> experiment.rows().stream())
                .mapToInt(GroupMeasurement::epoch)
                .max()
                .orElse(1);
    }

    private int samples(Group group) {
        return experiments.all().stream()
                .flatMap(experiment -> experiment.rows().stream())
                .filter(row -> row.group() == group)
                .mapToInt(GroupMeasurement::samples)
                .findFirst()
                .orElse(0);
    }

    /** The last method and group first, so that RFT on the small group lies on top of all. */
    private List<Curve> groupCurves(Quantity quantity, boolean counts) {
        ToDoubleFunction<GroupMeasurement> value =
                quantity == Quantity.GRADIENT_NORM ? GroupMeasurement::gradNorm : GroupMeasurement::reward;
        boolean grouped = samples(Group.SMALL_REWARD_STD) + samples(Group.LARGE_REWARD_STD) > 0;
        List<Group> groups = grouped ? List.of(Group.SMALL_REWARD_STD, Group.LARGE_REWARD_STD) : List.of(Group.ALL);
        List<Curve> curves = new ArrayList<>();
        for (Group group : groups) {
            for (Map.Entry<Method, List<RecordedExperiment>> entry :
                    experiments.byMethod().entrySet()) {
                List<Point> points = points(entry.getValue(), group, value);
                if (!points.isEmpty()) {
                    String name = entry.getKey().shortName() + ", " + name(group);
                    String inputs = counts ? " (" + samples(group) + " inputs)" : "";
                    curves.add(new Curve(name + inputs, colour(group), stroke(entry.getKey()), points));
                }
            }
        }
        Collections.reverse(curves);
        return curves;
    }

    private List<Curve> lossCurves() {
        List<Curve> curves = new ArrayList<>();
        List<RecordedExperiment> all = experiments.all();
        List<Point> test = points(all, Group.TEST, GroupMeasurement::loss);
        if (!test.isEmpty()) {
            curves.add(new Curve("test samples", SMALL, Stroke.DASHED, test));
        }
        curves.add(new Curve("train samples", LARGE, Stroke.SOLID, points(all, Group.ALL, GroupMeasurement::loss)));
        return curves;
    }

    /** Quantities that do not exist in a row are left out. */
    private static List<Point> points(
            List<RecordedExperiment> seeds, Group group, ToDoubleFunction<GroupMeasurement> value) {
        return seeds.stream()
                .flatMap(seed -> seed.rows().stream())
                .filter(row -> row.group() == group)
                .map(row -> new Point(row.epoch(), value.applyAsDouble(row)))
                .filter(point -> !Double.isNaN(point.y()))
                .toList();
    }

    /** RFT is solid, whichever kind it is, unless both kinds meet in one panel. */
    private Stroke stroke(Method method) {
        return switch (method) {
            case EXPECTED_REINFORCE -> Stroke.SOLID;
            case REINFORCE ->
                experiments.byMethod().containsKey(Method.EXPECTED_REINFORCE) ? Stroke.DOTTED : Stroke.SOLID;
            case SUPERVISED -> Stroke.DASHED;
        };
    }

    private static String name(Group group) {
        return switch (group) {
            case SMALL_REWARD_STD -> "small reward std";
            case LARGE_REWARD_STD -> "large reward std";
            case ALL -> "all inputs";
            case TEST -> "test samples";
        };
    }

    private static int colour(Group group) {
        return switch (group) {
            case SMALL_REWARD_STD -> SMALL;
            case LARGE_REWARD_STD -> LARGE;
            case ALL, TEST -> OTHER;
        };
    }
}
