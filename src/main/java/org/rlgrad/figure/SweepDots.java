package org.rlgrad.figure;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import org.rlgrad.figure.Canvas.Anchor;
import org.rlgrad.figure.Canvas.Font;
import org.rlgrad.figure.SweepFigure.Level;
import org.rlgrad.figure.SweepFigure.Point;
import org.rlgrad.figure.SweepFigure.Split;

/**
 * A row for each combination of values, the highest reward on top, what is not finished at the bottom.
 *
 * @param splits a panel each, side by side
 * @param rows from top to bottom
 */
record SweepDots(SweepFigure figure, List<Split> splits, List<Point> rows) implements SweepFigure.Body {
    static final int GRID = 0xe4e4e4;

    private static final double PLOT_WIDTH = 300;
    private static final double GAP = 34;
    private static final double ROW = 20;
    private static final double ABOVE = 34;
    private static final double BELOW = 54;
    private static final double TEXT = 12;

    static SweepDots of(SweepFigure figure, List<Split> splits) {
        List<Point> rows = new ArrayList<>(figure.points());
        rows.sort(Comparator.comparingDouble(
                point -> Double.isNaN(point.score()) ? Double.POSITIVE_INFINITY : -point.score()));
        return new SweepDots(figure, splits, rows);
    }

    @Override
    public double width() {
        return labelWidth() + splits.size() * (PLOT_WIDTH + GAP);
    }

    @Override
    public double height() {
        return ABOVE + rows.size() * ROW + BELOW;
    }

    private double labelWidth() {
        int longest = rows.stream().mapToInt(row -> label(row).length()).max().orElse(0);
        return Math.ceil(30 + 0.57 * TEXT * longest);
    }

    private String label(Point row) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < figure.keys().size(); i++) {
            parts.add(figure.keys().get(i) + " " + row.values().get(i));
        }
        String count = SweepFigure.isPartial(row)
                ? " (" + Math.max(row.train().end().n(), row.val().end().n()) + "/" + row.runs() + ")"
                : "";
        return (parts.isEmpty() ? "all runs" : String.join(", ", parts)) + count;
    }

    @Override
    public void draw(Canvas canvas, double top) {
        for (int i = 0; i < rows.size(); i++) {
            Font font = new Font(TEXT, LinePanel.INK, false);
            canvas.text(labelWidth() - 10, top + ABOVE + (i + 0.5) * ROW + 4, label(rows.get(i)), font, Anchor.END);
        }
        for (int i = 0; i < splits.size(); i++) {
            drawPanel(canvas, splits.get(i), labelWidth() + i * (PLOT_WIDTH + GAP), top + ABOVE);
        }
    }

    private void drawPanel(Canvas canvas, Split split, double left, double top) {
        double[] span = rows.stream()
                .flatMap(row -> split.level().apply(row).span())
                .mapToDouble(Double::doubleValue)
                .toArray();
        double low = DoubleStream.of(span).min().orElse(0);
        double high = DoubleStream.of(span).max().orElse(1);
        double margin = 0.06 * (high - low);
        Scale x = Scale.linear(low - margin, high + margin, left, left + PLOT_WIDTH);
        double bottom = top + rows.size() * ROW;
        double middle = left + PLOT_WIDTH / 2;
        canvas.text(middle, top - 12, split.title(), new Font(14, LinePanel.INK, true), Anchor.MIDDLE);
        canvas.text(middle, bottom + 42, "reward after training", new Font(14, LinePanel.INK, false), Anchor.MIDDLE);
        for (BigDecimal tick : x.ticks(5)) {
            double at = x.at(tick.doubleValue());
            canvas.line(at, top, at, bottom, GRID, 1, false);
            canvas.line(at, bottom, at, bottom + 6, LinePanel.INK, 1, false);
            canvas.text(at, bottom + 21, Axis.label(tick), new Font(13, LinePanel.INK, false), Anchor.MIDDLE);
        }
        for (int i = 0; i < rows.size(); i++) {
            double y = top + (i + 0.5) * ROW;
            canvas.line(left, y, left + PLOT_WIDTH, y, GRID, 1, false);
            drawRow(canvas, split.level().apply(rows.get(i)), x, y);
        }
        canvas.line(left, top, left, bottom, LinePanel.INK, 1, false);
        canvas.line(left, bottom, left + PLOT_WIDTH, bottom, LinePanel.INK, 1, false);
    }

    private static void drawRow(Canvas canvas, Level level, Scale x, double y) {
        int rgb = Marker.DISC.rgb;
        if (level.isMissing()) {
            SweepFigure.cross(canvas, x.axis().from() + 10, y, LinePanel.GREY);
            return;
        }
        if (Double.isFinite(level.start())) {
            double start = x.at(level.start());
            canvas.line(start, y - ROW / 2, start, y + ROW / 2, LinePanel.GREY, 1.6, true);
        }
        if (level.end().std() > 0) {
            double low = x.at(level.end().mean() - level.end().std());
            double high = x.at(level.end().mean() + level.end().std());
            canvas.line(low, y, high, y, rgb, 1.6, false);
            canvas.line(low, y - 3, low, y + 3, rgb, 1.6, false);
            canvas.line(high, y - 3, high, y + 3, rgb, 1.6, false);
        }
        Marker.DISC.draw(canvas, x.at(level.end().mean()), y);
    }
}
