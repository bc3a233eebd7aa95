package org.rlgrad.figure;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.DoubleStream;
import org.rlgrad.figure.Canvas.Anchor;
import org.rlgrad.figure.Canvas.Font;
import org.rlgrad.figure.Canvas.Point;
import org.rlgrad.figure.Canvas.Stroke;
import org.rlgrad.report.RewardSummary;
import org.rlgrad.statistics.BinnedMeans;

/**
 * What one finetuning did to the inputs, by their initial reward standard deviation: a point per input, and the mean change of
 * each tenth of them as a line with marks.
 *
 * @param title what was done
 * @param subtitle numbers, below the title
 * @param stds initial standard deviation of each input, finite, at least one
 * @param changes of the mean reward of each input, finite
 */
public record ChangePanel(String title, String subtitle, double[] stds, double[] changes) {
    static final double WIDTH = 400;
    static final double HEIGHT = 366;
    static final int LINE = 0x222222;
    static final int DOT = 0x0064a8;

    private static final int SMALL = 0xe69f00;
    private static final int SMALL_TEXT = 0x9c5a00;
    private static final int DECILES = 10;
    private static final double PLOT_WIDTH = 310;
    private static final double PLOT_HEIGHT = 264;
    private static final double LEFT = 70;
    private static final double TOP = 50;
    /** Above the points, for the text on the small deviations. */
    private static final double STRIP = 20;

    /** The values that the panels of a figure span together. */
    record Range(double largestStd, double lowestChange, double highestChange) {
        static Range of(List<ChangePanel> panels) {
            double[] changes = panels.stream()
                    .flatMapToDouble(panel -> DoubleStream.of(panel.changes))
                    .toArray();
            return new Range(
                    panels.stream()
                            .flatMapToDouble(panel -> DoubleStream.of(panel.stds))
                            .max()
                            .orElseThrow(),
                    Math.min(0, DoubleStream.of(changes).min().orElseThrow()),
                    Math.max(0, DoubleStream.of(changes).max().orElseThrow()));
        }
    }

    void draw(Canvas canvas, double x, double y, Range range) {
        double left = x + LEFT;
        double top = y + TOP;
        double right = range.largestStd > 0 ? 1.04 * range.largestStd : 2 * RewardSummary.SHOWN_THRESHOLD;
        double spread = range.highestChange - range.lowestChange;
        double pad = spread > 0 ? 0.04 * spread : 0.05;
        // Five pixels before zero, so that the points at exactly zero are whole.
        Axis across = new Axis(-5 * right / PLOT_WIDTH, right, left, left + PLOT_WIDTH);
        Axis up = new Axis(range.lowestChange - pad, range.highestChange + pad, top + PLOT_HEIGHT, top + STRIP);
        double middle = left + PLOT_WIDTH / 2;
        Font bold = new Font(LineFigure.fitting(13, title, PLOT_WIDTH + 60), LinePanel.INK, true);
        canvas.text(middle, y + 18, title, bold, Anchor.MIDDLE);
        Font small = new Font(LineFigure.fitting(11, subtitle, PLOT_WIDTH + 70), LinePanel.GREY, false);
        canvas.text(middle, y + 36, subtitle, small, Anchor.MIDDLE);
        drawSmallRegion(canvas, left, top, across);
        drawAxes(canvas, left, top, across, up);
        for (int i = 0; i < stds.length; i++) {
            canvas.disc(across.at(stds[i]), up.at(changes[i]), 2.2, DOT, 0.4);
        }
        drawMeans(canvas, across, up);
    }

    private void drawSmallRegion(Canvas canvas, double left, double top, Axis across) {
        double threshold = RewardSummary.SHOWN_THRESHOLD;
        double edge = Math.min(left + PLOT_WIDTH, across.at(threshold));
        canvas.rectangle(left, top, edge - left, PLOT_HEIGHT, SMALL, 0.16);
        if (edge < left + PLOT_WIDTH) {
            canvas.line(edge, top, edge, top + PLOT_HEIGHT, SMALL, 1.2, true);
        }
        long count = DoubleStream.of(stds).filter(std -> std <= threshold).count();
        String text = "std ≤ " + threshold + ": " + count + " of " + stds.length + " inputs";
        boolean inside = edge - left > 175;
        canvas.text(
                inside ? left + 6 : left + PLOT_WIDTH - 4,
                top + 14,
                text,
                new Font(11, SMALL_TEXT, true),
                inside ? Anchor.START : Anchor.END);
    }

    private static void drawAxes(Canvas canvas, double left, double top, Axis across, Axis up) {
        Font plain = new Font(11, LinePanel.INK, false);
        double bottom = top + PLOT_HEIGHT;
        for (BigDecimal tick : across.ticks(6)) {
            double x = across.at(tick.doubleValue());
            if (tick.signum() >= 0) {
                canvas.line(x, bottom, x, bottom + 4, LinePanel.INK, 1, false);
                canvas.text(x, bottom + 17, Axis.label(tick), plain, Anchor.MIDDLE);
            }
        }
        for (BigDecimal tick : up.ticks(7)) {
            double y = up.at(tick.doubleValue());
            boolean zero = tick.signum() == 0;
            canvas.line(left - 4, y, left, y, LinePanel.INK, 1, false);
            canvas.line(left, y, left + PLOT_WIDTH, y, zero ? 0x888888 : 0xe8e8e8, zero ? 1.2 : 0.8, false);
            canvas.text(left - 7, y + 4, Axis.label(tick), plain, Anchor.END);
        }
        canvas.line(left, top, left, bottom, LinePanel.INK, 1, false);
        canvas.line(left, bottom, left + PLOT_WIDTH, bottom, LinePanel.INK, 1, false);
        Font title = new Font(12, LinePanel.INK, false);
        canvas.text(left + PLOT_WIDTH / 2, bottom + 36, "reward standard deviation before", title, Anchor.MIDDLE);
        canvas.verticalText(left - 50, top + PLOT_HEIGHT / 2, "change of mean reward", title);
    }

    private void drawMeans(Canvas canvas, Axis across, Axis up) {
        List<Point> means = BinnedMeans.byQuantiles(stds, changes, DECILES).stream()
                .map(bin -> new Point(across.at(bin.x()), up.at(bin.y())))
                .toList();
        if (means.size() > 1) {
            canvas.polyline(means, 0xffffff, 4, Stroke.SOLID); // a rim, so that it stands out from a crowd of points
            canvas.polyline(means, LINE, 2, Stroke.SOLID);
        }
        means.forEach(mean -> drawMark(canvas, mean.x(), mean.y()));
    }

    /** A diamond with a white rim: another shape than the inputs' discs. */
    static void drawMark(Canvas canvas, double x, double y) {
        for (double size : new double[] {6, 4.5}) {
            canvas.polygon(
                    List.of(
                            new Point(x - size, y),
                            new Point(x, y - size),
                            new Point(x + size, y),
                            new Point(x, y + size)),
                    size == 6 ? 0xffffff : LINE,
                    1);
        }
    }
}
