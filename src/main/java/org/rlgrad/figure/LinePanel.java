package org.rlgrad.figure;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.DoubleStream;
import org.rlgrad.figure.Canvas.Anchor;
import org.rlgrad.figure.Canvas.Font;
import org.rlgrad.figure.Canvas.Point;

/**
 * Curves of one quantity against the epoch or step.
 *
 * @param title above it; may be empty
 * @param subtitles lines below the title, in grey
 * @param across the horizontal axis
 * @param upright the other one
 * @param level a value that is marked by a thin line with its name
 * @param ownLegend whether the names of the curves stand above this panel, and not above the figure
 * @param curves the most important last, on top of the others
 */
record LinePanel(
        String title,
        List<String> subtitles,
        Across across,
        Upright upright,
        Level level,
        boolean ownLegend,
        List<Curve> curves) {
    static final int INK = RewardPanel.INK;
    static final int GREY = RewardPanel.GREY;

    private static final int GRID = 0xe4e4e4;
    private static final double TEXT = 13;
    private static final double LINE = 16;
    private static final double LEGEND_LINE = 18;

    /** A marked value; an empty name for none. */
    record Level(double value, String name) {
        static final Level NONE = new Level(0, "");
    }

    /** How much is to be left free above the axes. */
    double above() {
        return 14 + (title.isEmpty() ? 0 : 28) + LINE * subtitles.size() + (ownLegend ? LEGEND_LINE : 0);
    }

    /** Draws it; the rectangle is that between the axes. Only the lowest of several panels names the horizontal axis. */
    void draw(Canvas canvas, double left, double top, double width, double height, boolean lowest) {
        Scale x = across.scale(left, left + width);
        Scale y = upright.scale(values(), top + height, top);
        drawTitles(canvas, left, top, width);
        Font plain = new Font(TEXT + 1, INK, false);
        canvas.verticalText(left - Upright.titleDistance(y), top + height / 2, upright.title(), plain);
        if (lowest) {
            canvas.text(left + width / 2, top + height + 40, across.title(), plain, Anchor.MIDDLE);
        }
        drawSteps(canvas, x, top, height);
        drawValues(canvas, y, left, top, width);
        canvas.line(left, top, left, top + height, INK, 1, false);
        canvas.line(left, top + height, left + width, top + height, INK, 1, false);
        if (!level.name().isEmpty()) {
            double at = y.at(level.value());
            canvas.line(left, at, left + width, at, GREY, 1, true);
            canvas.text(left + width - 4, at - 6, level.name(), new Font(TEXT, GREY, false), Anchor.END);
        }
        curves.forEach(curve -> curve.drawBand(canvas, x, y));
        curves.forEach(curve -> curve.drawLine(canvas, x, y));
        drawNote(canvas, left + width, top);
    }

    private double[] values() {
        DoubleStream drawn =
                curves.stream().flatMap(curve -> curve.finitePoints().stream()).mapToDouble(Point::y);
        return (level.name().isEmpty() ? drawn : DoubleStream.concat(drawn, DoubleStream.of(level.value()))).toArray();
    }

    private void drawTitles(Canvas canvas, double left, double top, double width) {
        double middle = left + width / 2;
        double y = top - above() + 24;
        double large = LineFigure.fitting(14, title, width + 60);
        canvas.text(middle, y, title, new Font(large, INK, true), Anchor.MIDDLE);
        for (String subtitle : subtitles) {
            y += LINE;
            double size = LineFigure.fitting(12, subtitle, width + 40);
            canvas.text(middle, y, subtitle, new Font(size, GREY, false), Anchor.MIDDLE);
        }
        if (ownLegend) {
            for (int i = 0; i < curves.size(); i++) {
                Curve curve = curves.get(curves.size() - 1 - i);
                curve.drawLegend(canvas, left + i * width / curves.size(), y + LEGEND_LINE - 4);
            }
        }
    }

    private void drawSteps(Canvas canvas, Scale x, double top, double height) {
        double bottom = top + height;
        for (BigDecimal tick : x.minorTicks()) {
            double at = x.at(tick.doubleValue());
            canvas.line(at, bottom, at, bottom + 3, INK, 0.7, false);
        }
        for (BigDecimal tick : across.ticks(x)) {
            double at = x.at(tick.doubleValue());
            canvas.line(at, top, at, bottom, GRID, 1, false);
            canvas.line(at, bottom, at, bottom + 6, INK, 1, false);
            canvas.text(at, bottom + 21, across.label(tick), new Font(TEXT, INK, false), Anchor.MIDDLE);
        }
    }

    private void drawValues(Canvas canvas, Scale y, double left, double top, double width) {
        for (BigDecimal tick : y.minorTicks()) {
            double at = y.at(tick.doubleValue());
            canvas.line(left - 3, at, left, at, INK, 0.7, false);
        }
        int exponent = Upright.exponent(y);
        for (BigDecimal tick : Upright.ticks(y)) {
            double at = y.at(tick.doubleValue());
            canvas.line(left, at, left + width, at, GRID, 1, false);
            canvas.line(left - 6, at, left, at, INK, 1, false);
            if (y.logarithmic()) {
                // Base and exponent meet at one place, so that nobody need know how wide the font is.
                double meet = left - 23;
                canvas.text(meet, at + 6, "10", new Font(TEXT, INK, false), Anchor.END);
                String power = Integer.toString(-tick.scale()).replace('-', '−');
                canvas.text(meet + 0.5, at, power, new Font(TEXT - 3, INK, false), Anchor.START);
            } else {
                canvas.text(left - 9, at + 4.5, Upright.label(tick, exponent), new Font(TEXT, INK, false), Anchor.END);
            }
        }
        if (exponent != 0) {
            canvas.text(left - 9, top - 8, "×1e" + exponent, new Font(TEXT - 2, INK, false), Anchor.END);
        }
    }

    /** What cannot be drawn is at least counted. */
    private void drawNote(Canvas canvas, double right, double top) {
        long infinite = curves.stream()
                .flatMap(curve -> curve.points().stream())
                .filter(point -> Double.isInfinite(point.y()))
                .count();
        String note = "";
        if (curves.stream().allMatch(curve -> curve.finitePoints().isEmpty())) {
            note = "nothing finite to draw";
        } else if (infinite > 0) {
            note = "infinite values left out: " + infinite;
        }
        canvas.text(right - 4, top + 14, note, new Font(TEXT - 2, GREY, false), Anchor.END);
    }
}
