package org.rlgrad.figure;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.rlgrad.figure.Canvas.Anchor;
import org.rlgrad.figure.Canvas.Font;
import org.rlgrad.figure.Canvas.Point;
import org.rlgrad.figure.Canvas.Stroke;
import org.rlgrad.report.GradientNorm;
import org.rlgrad.report.GradientNormSummary;

/**
 * The scatter of gradient norms on logarithmic axes, where a power law is a straight line. Longer than most, since every line is one
 * mark of the picture.
 *
 * <p>Discs are estimates, with bars of one standard error of the square. An estimate of 0 (its square came out negative) is a
 * triangle on the lower edge. Inputs of deviation 0 have no place on the axis and a gradient of exactly 0: they are counted.
 */
final class GradientNormPanel {
    private static final int POINT = 0x0072b2;
    private static final int D1 = 0xe69f00;
    private static final int THEOREM = 0xd55e00;
    private static final int GRID = 0xe4e4e4;
    private static final double TEXT = 13;

    private final Canvas canvas;
    private final double left;
    private final double top;
    private final double width;
    private final double height;
    private final List<GradientNorm> rows;
    private final GradientNormSummary summary;
    private final Scale x;
    private final Scale y;

    /** The rectangle between the axes, and all rows of the table. */
    GradientNormPanel(
            Canvas canvas,
            double left,
            double top,
            double width,
            double height,
            List<GradientNorm> all,
            GradientNormSummary summary) {
        this.canvas = canvas;
        this.left = left;
        this.top = top;
        this.width = width;
        this.height = height;
        this.summary = summary;
        this.rows =
                all.stream().filter(row -> row.isComplete() && row.std() > 0).toList();
        this.x = logarithmic(rows.stream().mapToDouble(GradientNorm::std), left, left + width);
        DoubleStream heights = rows.stream()
                .flatMapToDouble(row -> DoubleStream.of(
                        row.norm(),
                        upper(row),
                        row.hasGamma() ? row.boundTheorem1() : 0,
                        row.hasGamma() ? row.boundD1() : 0));
        this.y = logarithmic(heights, top + height, top);
    }

    /** From the smallest to the largest positive value with a margin; whole decades would leave half of the plane empty. */
    private static Scale logarithmic(DoubleStream values, double from, double to) {
        double[] logs =
                values.filter(value -> value > 0).map(Math::log10).sorted().toArray();
        double low = logs.length == 0 ? -1 : logs[0];
        double high = logs.length == 0 ? 0 : logs[logs.length - 1];
        double margin = Math.max(0.04 * (high - low), 0.06);
        return new Scale(new Axis(low - margin, high + margin, from, to), true);
    }

    private static double upper(GradientNorm row) {
        return Math.sqrt(Math.max(0, row.squared() + error(row)));
    }

    void draw() {
        drawAxes();
        if (rows.isEmpty()) {
            String why = "no input whose rewards are finite and differ";
            canvas.text(left + width / 2, top + height / 2, why, new Font(TEXT, LinePanel.GREY, false), Anchor.MIDDLE);
        } else {
            rows.stream().filter(GradientNorm::hasGamma).forEach(this::drawBounds);
            drawFit();
            rows.forEach(this::drawEstimate);
            drawLegend();
        }
        drawNote();
    }

    private void drawAxes() {
        double bottom = top + height;
        for (BigDecimal tick : ticks(x)) {
            double at = x.at(tick.doubleValue());
            canvas.line(at, top, at, bottom, GRID, 1, false);
            canvas.line(at, bottom, at, bottom + 6, LinePanel.INK, 1, false);
            canvas.text(at, bottom + 21, Axis.label(tick), new Font(TEXT, LinePanel.INK, false), Anchor.MIDDLE);
        }
        for (BigDecimal tick : ticks(y)) {
            double at = y.at(tick.doubleValue());
            canvas.line(left, at, left + width, at, GRID, 1, false);
            canvas.line(left - 6, at, left, at, LinePanel.INK, 1, false);
            canvas.text(left - 9, at + 4.5, Axis.label(tick), new Font(TEXT, LinePanel.INK, false), Anchor.END);
        }
        canvas.line(left, top, left, bottom, LinePanel.INK, 1, false);
        canvas.line(left, bottom, left + width, bottom, LinePanel.INK, 1, false);
        Font title = new Font(TEXT + 1, LinePanel.INK, false);
        canvas.text(left + width / 2, bottom + 42, "reward standard deviation (log scale)", title, Anchor.MIDDLE);
        canvas.verticalText(left - 58, top + height / 2, "norm of the expected gradient (log scale)", title);
    }

    /** Powers of ten; where those are few, 2 and 5 times them, too. */
    private static List<BigDecimal> ticks(Scale scale) {
        double decades = scale.axis().high() - scale.axis().low();
        int[] digits = decades < 1.2 ? new int[] {1, 2, 3, 5, 7} : decades < 2.5 ? new int[] {1, 2, 5} : new int[] {1};
        int step = (int) Math.max(1, Math.ceil(decades / 8));
        List<BigDecimal> ticks = new ArrayList<>();
        for (int exponent = (int) Math.floor(scale.axis().low());
                exponent <= scale.axis().high();
                exponent++) {
            for (int digit : digits) {
                BigDecimal tick = BigDecimal.valueOf(digit).scaleByPowerOfTen(exponent);
                double log = Math.log10(tick.doubleValue());
                if (exponent % step == 0
                        && log >= scale.axis().low()
                        && log <= scale.axis().high()) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }

    private void drawEstimate(GradientNorm row) {
        double at = x.at(row.std());
        double bottom = top + height;
        double high = upper(row) > 0 ? y.at(upper(row)) : bottom;
        if (row.norm() == 0) {
            if (high < bottom) {
                canvas.line(at, bottom, at, high, POINT, 0.8, false);
            }
            triangle(at, bottom - 1, -1, POINT);
            return;
        }
        double low = Math.sqrt(Math.max(0, row.squared() - error(row)));
        canvas.line(at, y.at(low), at, high, POINT, 0.8, false);
        canvas.disc(at, y.at(row.norm()), 3, POINT, 0.8);
    }

    private void drawBounds(GradientNorm row) {
        triangle(x.at(row.std()), y.at(row.boundTheorem1()), 1, THEOREM);
        double at = x.at(row.std());
        double d1 = y.at(row.boundD1());
        canvas.polygon(
                List.of(
                        new Point(at - 3.4, d1),
                        new Point(at, d1 - 3.4),
                        new Point(at + 3.4, d1),
                        new Point(at, d1 + 3.4)),
                D1,
                0.85);
    }

    /** Pointing down (1) or up (-1). */
    private void triangle(double at, double y0, int direction, int rgb) {
        canvas.polygon(
                List.of(
                        new Point(at - 3.6, y0 - 2.5 * direction),
                        new Point(at + 3.6, y0 - 2.5 * direction),
                        new Point(at, y0 + 3.6 * direction)),
                rgb,
                0.85);
    }

    /** The power law, and where there are no bounds the fitted scales. */
    private void drawFit() {
        double[] stds = rows.stream().mapToDouble(GradientNorm::std).sorted().toArray();
        double low = stds[0];
        double high = stds[stds.length - 1];
        if (Double.isFinite(summary.positive().exponent())) {
            power(summary.positive().factor(), summary.positive().exponent(), low, high, LinePanel.INK, Stroke.SOLID);
        }
        if (summary.gammas().isEmpty() && summary.scale() > 0) {
            power(summary.scale(), 1, low, high, D1, Stroke.DASHED);
            power(summary.scaleTwoThirds(), 2 / 3.0, low, high, THEOREM, Stroke.DOTTED);
        }
    }

    private void power(double factor, double exponent, double low, double high, int rgb, Stroke stroke) {
        List<Point> ends = Stream.of(low, high)
                .map(std -> new Point(x.at(std), Math.max(top, y.at(factor * Math.pow(std, exponent)))))
                .toList();
        canvas.polyline(ends, rgb, 1.6, stroke);
    }

    private void drawLegend() {
        double second = left + width / 2 - 16;
        double line = top - 38;
        canvas.disc(left + 12, line - 4, 3, POINT, 1);
        legend(left + 30, line, "estimate ± one standard error");
        if (Double.isFinite(summary.positive().exponent())) {
            sample(second, line - 4, LinePanel.INK, Stroke.SOLID);
            legend(
                    second + 34,
                    line,
                    String.format(
                            Locale.ROOT,
                            "fit: norm ∝ std^a, a = %.2f ± %.2f",
                            summary.positive().exponent(),
                            summary.positive().standardError()));
        }
        line += 20;
        if (!summary.gammas().isEmpty()) {
            triangle(left + 12, line - 4, 1, THEOREM);
            legend(left + 30, line, "6 L γ std^(2/3) (Theorem 1)");
            canvas.polygon(
                    List.of(
                            new Point(second + 11.6, line - 4),
                            new Point(second + 15, line - 7.4),
                            new Point(second + 18.4, line - 4),
                            new Point(second + 15, line - 0.6)),
                    D1,
                    1);
            legend(second + 34, line, "√L γ std (γ of sampled prefixes)");
        } else if (summary.scale() > 0) {
            sample(left, line - 4, THEOREM, Stroke.DOTTED);
            legend(left + 34, line, text("smallest c std^(2/3): c = %.3g", summary.scaleTwoThirds()));
            sample(second, line - 4, D1, Stroke.DASHED);
            legend(second + 34, line, text("smallest c std: c = %.3g", summary.scale()));
        }
    }

    private static String text(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private void sample(double from, double at, int rgb, Stroke stroke) {
        canvas.polyline(List.of(new Point(from, at), new Point(from + 27, at)), rgb, 1.6, stroke);
    }

    private void legend(double from, double baseline, String text) {
        canvas.text(from, baseline, text, new Font(12, LinePanel.INK, false), Anchor.START);
    }

    /** What cannot be drawn is at least counted. */
    private void drawNote() {
        List<String> notes = new ArrayList<>();
        if (summary.zeroStd() > 0) {
            notes.add("not drawn: " + summary.zeroStd() + " of std 0, whose gradient is 0");
        }
        long negative = rows.stream().filter(row -> row.norm() == 0).count();
        if (negative > 0) {
            notes.add(negative + " estimated at 0 (triangles on the axis)");
        }
        if (summary.notFinite() > 0) {
            notes.add(summary.notFinite() + " not finite");
        }
        String note = String.join("; ", notes);
        double size = LineFigure.fitting(11.5, note, width);
        canvas.text(left + width / 2, top + height + 63, note, new Font(size, LinePanel.GREY, false), Anchor.MIDDLE);
    }

    /** No bar where the error is not known. */
    private static double error(GradientNorm row) {
        return Double.isNaN(row.standardError()) ? 0 : row.standardError();
    }
}
