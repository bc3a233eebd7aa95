package org.rlgrad.report;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.DoubleStream;
import org.rlgrad.report.Canvas.Anchor;
import org.rlgrad.report.Canvas.Font;
import org.rlgrad.report.Canvas.Point;

/**
 * Curves of one quantity against the epoch.
 *
 * @param title above it; may be empty
 * @param subtitles lines below the title, in grey
 * @param quantity what the curves show
 * @param epochs where the axis ends
 * @param level a value that is marked by a thin line with its name
 * @param curves the most important last, on top of the others
 */
record LinePanel(String title, List<String> subtitles, Quantity quantity, int epochs, Level level, List<Curve> curves) {
    static final int INK = RewardPanel.INK;
    static final int GREY = RewardPanel.GREY;

    private static final int GRID = 0xe4e4e4;
    private static final double TEXT = 13;
    private static final double LINE = 16;

    /** What stands on the upright axis, and how it is laid out. */
    enum Quantity {
        EXPECTED_REWARD("expected reward"),
        GRADIENT_NORM("gradient norm"),
        LOSS("loss (nats)");

        private final String axisTitle;

        Quantity(String axisTitle) {
            this.axisTitle = axisTitle;
        }

        /** Rewards lie in -1..1 in every plan of the paper; others widen the axis. */
        private Scale scale(double[] values, double from, double to) {
            double low = DoubleStream.of(values).min().orElse(0);
            double high = DoubleStream.of(values).max().orElse(1);
            return switch (this) {
                case EXPECTED_REWARD -> Scale.linear(Math.min(-1, low) - 0.06, Math.max(1, high) + 0.06, from, to);
                case GRADIENT_NORM -> Scale.decades(DoubleStream.of(values), from, to);
                case LOSS -> Scale.linear(low - 0.05 * (high - low), high + 0.05 * (high - low), from, to);
            };
        }
    }

    /** A marked value; an empty name for none. */
    record Level(double value, String name) {
        static final Level NONE = new Level(0, "");
    }

    /** How much is to be left free above the axes. */
    double above() {
        return 14 + (title.isEmpty() ? 0 : 28) + LINE * subtitles.size();
    }

    /** Draws it; the rectangle is that between the axes. Only the lowest of several panels says what the epochs are. */
    void draw(Canvas canvas, double left, double top, double width, double height, boolean lowest) {
        Scale x = Scale.counts(epochs, left, left + width);
        Scale y = quantity.scale(values(), top + height, top);
        drawTitles(canvas, left + width / 2, top, width);
        Font plain = new Font(TEXT + 1, INK, false);
        canvas.verticalText(left - 46, top + height / 2, quantity.axisTitle, plain);
        if (lowest) {
            canvas.text(left + width / 2, top + height + 40, "epoch (log scale)", plain, Anchor.MIDDLE);
        }
        drawEpochs(canvas, x, top, height);
        drawValues(canvas, y, left, width);
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

    private void drawTitles(Canvas canvas, double middle, double top, double width) {
        double y = top - above() + 24;
        canvas.text(middle, y, title, new Font(14, INK, true), Anchor.MIDDLE);
        for (String subtitle : subtitles) {
            y += LINE;
            double size = LineFigure.fitting(12, subtitle, width + 40);
            canvas.text(middle, y, subtitle, new Font(size, GREY, false), Anchor.MIDDLE);
        }
    }

    private void drawEpochs(Canvas canvas, Scale x, double top, double height) {
        double bottom = top + height;
        for (BigDecimal tick : x.minorTicks()) {
            double at = x.at(tick.doubleValue());
            canvas.line(at, bottom, at, bottom + 3, INK, 0.7, false);
        }
        for (BigDecimal tick : x.ticks(6)) {
            double at = x.at(tick.doubleValue());
            canvas.line(at, top, at, bottom, GRID, 1, false);
            canvas.line(at, bottom, at, bottom + 6, INK, 1, false);
            canvas.text(at, bottom + 21, tick.toPlainString(), new Font(TEXT, INK, false), Anchor.MIDDLE);
        }
    }

    private void drawValues(Canvas canvas, Scale y, double left, double width) {
        for (BigDecimal tick : y.minorTicks()) {
            double at = y.at(tick.doubleValue());
            canvas.line(left - 3, at, left, at, INK, 0.7, false);
        }
        for (BigDecimal tick : y.ticks(6)) {
            double at = y.at(tick.doubleValue());
            canvas.line(left, at, left + width, at, GRID, 1, false);
            canvas.line(left - 6, at, left, at, INK, 1, false);
            if (y.logarithmic()) {
                // Base and exponent meet at one place, so that nobody need know how wide the font is.
                double meet = left - 23;
                canvas.text(meet, at + 6, "10", new Font(TEXT, INK, false), Anchor.END);
                String exponent = Integer.toString(-tick.scale()).replace('-', '−');
                canvas.text(meet + 0.5, at, exponent, new Font(TEXT - 3, INK, false), Anchor.START);
            } else {
                canvas.text(left - 9, at + 4.5, Axis.label(tick), new Font(TEXT, INK, false), Anchor.END);
            }
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
