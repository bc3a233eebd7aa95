package org.rlgrad.figure;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.rlgrad.figure.Canvas.Anchor;
import org.rlgrad.figure.Canvas.Font;
import org.rlgrad.figure.SweepFigure.Level;
import org.rlgrad.figure.SweepFigure.Split;
import org.rlgrad.figure.Upright.Layout;

/**
 * Reward against the values of one key, with a line for each value of the other key, if there is one. Legend, both axes and the
 * lines share one geometry, hence one file.
 *
 * @param splits a panel each, side by side
 * @param across which key is the horizontal axis
 */
record SweepLines(SweepFigure figure, List<Split> splits, int across) implements SweepFigure.Body {
    private static final double LEFT = 72;
    private static final double PLOT_WIDTH = 380;
    private static final double RIGHT = 24;
    private static final double PLOT_HEIGHT = 250;
    private static final double PANEL_TITLE = 34;
    private static final double BELOW = 56;
    private static final double LEGEND_LINE = 20;
    private static final double LEGEND_ENTRY = 190;
    private static final double TEXT = 13;

    /** Lines stand this far apart, so that their error bars do not cover each other. */
    private static final double ASIDE = 7;

    @Override
    public double width() {
        return splits.size() * (LEFT + PLOT_WIDTH + RIGHT);
    }

    @Override
    public double height() {
        return legendHeight() + PANEL_TITLE + PLOT_HEIGHT + BELOW;
    }

    private List<String> lines() {
        return figure.keys().size() == 1 ? List.of("") : figure.values(1 - across);
    }

    private int legendColumns() {
        return (int) Math.max(1, Math.min(lines().size(), (width() - 20) / LEGEND_ENTRY));
    }

    private double legendHeight() {
        int rows = (lines().size() + legendColumns() - 1) / legendColumns();
        return figure.keys().size() == 1 ? 0 : rows * LEGEND_LINE;
    }

    @Override
    public void draw(Canvas canvas, double top) {
        if (figure.keys().size() == 2) {
            drawLegend(canvas, top);
        }
        SweepAcross axis = SweepAcross.of(figure.keys().get(across), figure.values(across));
        double y = top + legendHeight() + PANEL_TITLE;
        for (int i = 0; i < splits.size(); i++) {
            drawPanel(canvas, splits.get(i), axis, LEFT + i * (LEFT + PLOT_WIDTH + RIGHT), y);
        }
    }

    private void drawLegend(Canvas canvas, double top) {
        double left = (width() - legendColumns() * LEGEND_ENTRY) / 2 + 24;
        for (int i = 0; i < lines().size(); i++) {
            double x = left + i % legendColumns() * LEGEND_ENTRY;
            int row = i / legendColumns();
            double y = top + 6 + row * LEGEND_LINE;
            Marker marker = Marker.ALL.get(i);
            canvas.polyline(List.of(new Canvas.Point(x, y), new Canvas.Point(x + 34, y)), marker.rgb, 2, marker.stroke);
            marker.draw(canvas, x + 17, y);
            String name = figure.keys().get(1 - across) + " = " + lines().get(i);
            double size = LineFigure.fitting(12.5, name, LEGEND_ENTRY - 30);
            canvas.text(x + 41, y + 4.5, name, new Font(size, LinePanel.INK, false), Anchor.START);
        }
    }

    private void drawPanel(Canvas canvas, Split split, SweepAcross axis, double left, double top) {
        double[] span = figure.points().stream()
                .flatMap(point -> split.level().apply(point).span())
                .mapToDouble(Double::doubleValue)
                .toArray();
        // Room at the bottom for the crosses.
        Scale y = new Upright("reward", Layout.FITTED).scale(span, top + PLOT_HEIGHT - 16, top + 6);
        Scale x = axis.scale(left, left + PLOT_WIDTH);
        double middle = left + PLOT_WIDTH / 2;
        canvas.text(middle, top - 12, split.title(), new Font(14, LinePanel.INK, true), Anchor.MIDDLE);
        Font plain = new Font(TEXT + 1, LinePanel.INK, false);
        canvas.verticalText(left - Upright.titleDistance(y) - 4, top + PLOT_HEIGHT / 2, "reward after training", plain);
        canvas.text(middle, top + PLOT_HEIGHT + 42, axis.title(), plain, Anchor.MIDDLE);
        drawRewards(canvas, y, left, top);
        drawValues(canvas, axis, x, left, top);
        for (int i = 0; i < lines().size(); i++) {
            drawLine(canvas, split, new Line(axis, x, y, i, top + PLOT_HEIGHT - 8));
        }
        canvas.line(left, top, left, top + PLOT_HEIGHT, LinePanel.INK, 1, false);
        canvas.line(left, top + PLOT_HEIGHT, left + PLOT_WIDTH, top + PLOT_HEIGHT, LinePanel.INK, 1, false);
    }

    private static void drawRewards(Canvas canvas, Scale y, double left, double top) {
        int exponent = Upright.exponent(y);
        for (BigDecimal tick : Upright.ticks(y)) {
            double at = y.at(tick.doubleValue());
            canvas.line(left, at, left + PLOT_WIDTH, at, SweepDots.GRID, 1, false);
            canvas.line(left - 6, at, left, at, LinePanel.INK, 1, false);
            Font font = new Font(TEXT, LinePanel.INK, false);
            canvas.text(left - 9, at + 4.5, Upright.label(tick, exponent), font, Anchor.END);
        }
        if (exponent != 0) {
            Font font = new Font(TEXT - 2, LinePanel.INK, false);
            canvas.text(left - 9, top - 4, "×1e" + exponent, font, Anchor.END);
        }
    }

    /** Every value has a tick; of labels that would touch only the first is written. */
    private static void drawValues(Canvas canvas, SweepAcross axis, Scale x, double left, double top) {
        double bottom = top + PLOT_HEIGHT;
        for (BigDecimal tick : x.minorTicks()) {
            double at = x.at(tick.doubleValue());
            if (at > left && at < left + PLOT_WIDTH) {
                canvas.line(at, bottom, at, bottom + 3, LinePanel.INK, 0.7, false);
            }
        }
        double free = Double.NEGATIVE_INFINITY;
        for (String value : axis.values()) {
            double at = axis.at(x, value);
            canvas.line(at, top, at, bottom, SweepDots.GRID, 1, false);
            canvas.line(at, bottom, at, bottom + 6, LinePanel.INK, 1, false);
            double half = 0.3 * TEXT * value.length();
            if (at - half > free) {
                canvas.text(at, bottom + 21, value, new Font(TEXT, LinePanel.INK, false), Anchor.MIDDLE);
                free = at + half + 4;
            }
        }
    }

    /** A line of a panel: its axes, its place among the lines, and where crosses stand. */
    private record Line(SweepAcross axis, Scale x, Scale y, int index, double bottom) {}

    /** Where a run is missing the line has a gap. */
    private void drawLine(Canvas canvas, Split split, Line line) {
        Marker marker = Marker.ALL.get(line.index);
        double aside = (line.index - (lines().size() - 1) / 2.0) * ASIDE;
        List<Canvas.Point> joined = new ArrayList<>();
        for (SweepFigure.Point point : pointsOf(line)) {
            double at = line.axis.at(line.x, point.values().get(across)) + aside;
            Level level = split.level().apply(point);
            if (level.isMissing()) {
                SweepFigure.cross(canvas, at, line.bottom, marker.rgb);
                drawJoined(canvas, joined, line);
                joined.clear();
            } else {
                drawSpread(canvas, line.y, level, at, marker);
                double mean = line.y.at(level.end().mean());
                if (SweepFigure.isPartial(point)) {
                    String count =
                            String.format(Locale.ROOT, "%d/%d", level.end().n(), point.runs());
                    canvas.text(at + 8, mean - 6, count, new Font(11, LinePanel.GREY, false), Anchor.START);
                }
                joined.add(new Canvas.Point(at, mean));
            }
        }
        drawJoined(canvas, joined, line);
    }

    private List<SweepFigure.Point> pointsOf(Line line) {
        return figure.points().stream()
                .filter(point -> figure.keys().size() == 1
                        || point.values().get(1 - across).equals(lines().get(line.index)))
                .toList();
    }

    private static void drawJoined(Canvas canvas, List<Canvas.Point> means, Line line) {
        Marker marker = Marker.ALL.get(line.index);
        if (means.size() > 1 && !line.axis.isText()) {
            canvas.polyline(List.copyOf(means), marker.rgb, 2, marker.stroke);
        }
        means.forEach(mean -> marker.draw(canvas, mean.x(), mean.y()));
    }

    /** The level before training and the bar of the standard deviation. */
    private static void drawSpread(Canvas canvas, Scale y, Level level, double at, Marker marker) {
        if (Double.isFinite(level.start())) {
            double start = y.at(level.start());
            canvas.line(at - 11, start, at + 11, start, marker.rgb, 1.6, true);
        }
        if (level.end().std() > 0) {
            double high = y.at(level.end().mean() + level.end().std());
            double low = y.at(level.end().mean() - level.end().std());
            canvas.line(at, high, at, low, marker.rgb, 1.6, false);
            canvas.line(at - 3, high, at + 3, high, marker.rgb, 1.6, false);
            canvas.line(at - 3, low, at + 3, low, marker.rgb, 1.6, false);
        }
    }
}
