package org.rlgrad.figure;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.rlgrad.figure.Canvas.Anchor;
import org.rlgrad.figure.Canvas.Font;
import org.rlgrad.report.RewardStatistics;
import org.rlgrad.report.RewardSummary;

/**
 * One metric's scatter with a histogram at each side. Longer than most, since every line is one mark of the picture.
 *
 * <p>Nothing is jittered. Where points overlap, the darkness of a point tells how many lie near it, on a logarithmic scale:
 * one hue from light to dark, which every kind of colour vision and a grey printer keep apart. Orange marks the small
 * standard deviations, in the plane and in both histograms.
 */
final class RewardPanel {
    static final double WIDTH = 440;
    static final double HEIGHT = 440;
    static final int INK = 0x222222;
    static final int GREY = 0x666666;

    /** How inputs that are followed through several panels look. */
    static final int MARKED = 0xb00058;

    static final double MARKED_SIZE = 3.6;
    static final double MARKED_OPACITY = 0.75;

    private static final int RULE = 0xcccccc;
    private static final int BAR = 0x9ab4cc;
    private static final int SMALL = 0xe69f00;
    private static final int SMALL_TEXT = 0x9c5a00;
    private static final double PLOT = 300;
    private static final double MARGIN = 54;
    private static final double GAP = 6;
    /** A strip at the top of the plane that holds the text on the small deviations and no point. */
    private static final double STRIP = 38;

    private final Canvas canvas;
    private final double left;
    private final double top;
    private final Head head;
    private final Set<Integer> marked;
    private final List<RewardStatistics> rows;
    private final int leftOut;
    private final Axis stds;
    private final Axis means;

    /** What stands above the panel: a bold line, and grey ones below it. */
    record Head(String title, List<String> lines) {
        private static final double LINE = 16;

        /** How much higher than {@link #HEIGHT} a panel is with these lines. */
        double height() {
            return lines.isEmpty() ? 0 : LINE * lines.size() + 6;
        }
    }

    /**
     * What the axes span, which panels side by side share.
     *
     * @param largestStd 0 if no input has one
     */
    record Range(double largestStd, double lowestMean, double highestMean) {
        static Range of(List<RewardStatistics> rows) {
            List<RewardStatistics> complete =
                    rows.stream().filter(RewardStatistics::isComplete).toList();
            return new Range(
                    complete.stream().mapToDouble(RewardStatistics::std).max().orElse(0),
                    complete.stream().mapToDouble(RewardStatistics::mean).min().orElse(0),
                    complete.stream().mapToDouble(RewardStatistics::mean).max().orElse(1));
        }
    }

    /** The panel's top left corner, and the metric's rows, at least one. */
    RewardPanel(Canvas canvas, double left, double top, List<RewardStatistics> all) {
        this(canvas, left, top, new Head(all.get(0).metric(), List.of()), Range.of(all), Set.of(), all);
    }

    /** With axes of a given range, and some inputs, by their train index, as triangles. */
    RewardPanel(
            Canvas canvas,
            double left,
            double top,
            Head head,
            Range range,
            Set<Integer> marked,
            List<RewardStatistics> all) {
        this.canvas = canvas;
        this.left = left + 62;
        this.top = top + 22 + head.height() + MARGIN + GAP;
        this.head = head;
        this.marked = marked;
        this.rows = all.stream().filter(RewardStatistics::isComplete).toList();
        this.leftOut = all.size() - rows.size();
        double low = range.lowestMean;
        double high = range.highestMean;
        double pad = high > low ? 0.03 * (high - low) : Math.max(0.05, 0.05 * Math.abs(high));
        double right = range.largestStd > 0 ? 1.04 * range.largestStd : 2 * RewardSummary.SHOWN_THRESHOLD;
        // Five pixels before zero, so that the points at exactly zero are whole.
        this.stds = new Axis(-5 * right / PLOT, right, this.left, this.left + PLOT);
        this.means = new Axis(low - pad, high + pad, this.top + PLOT, this.top + STRIP);
    }

    void draw() {
        drawHead();
        if (rows.isEmpty()) {
            Font plain = new Font(11.5, GREY, false);
            String why = "no input with a mean and a standard deviation";
            canvas.text(left + PLOT / 2, top + PLOT / 2, why, plain, Anchor.MIDDLE);
            return;
        }
        drawSmallRegion();
        drawAxes();
        List<RewardStatistics> others =
                rows.stream().filter(row -> !marked.contains(row.trainIndex())).toList();
        List<Density.Point> points = Density.of(others, stds, means);
        points.forEach(point -> canvas.disc(point.x(), point.y(), 2.3, point.rgb(), 0.75));
        rows.stream()
                .filter(row -> marked.contains(row.trainIndex()))
                .forEach(row -> Mark.TRIANGLE.draw(
                        canvas, stds.at(row.std()), means.at(row.mean()), MARKED_SIZE, MARKED, MARKED_OPACITY));
        drawStdHistogram();
        drawMeanHistogram();
        drawDensityKey(points.isEmpty() ? 1 : points.get(points.size() - 1).neighbours());
    }

    private void drawHead() {
        double y = top - MARGIN - GAP - 8 - head.height();
        Font bold = new Font(LineFigure.fitting(13, head.title, WIDTH), INK, true);
        canvas.text(left + PLOT / 2, y, head.title, bold, Anchor.MIDDLE);
        for (String line : head.lines) {
            y += Head.LINE;
            Font plain = new Font(LineFigure.fitting(11, line, WIDTH), GREY, false);
            canvas.text(left + PLOT / 2, y, line, plain, Anchor.MIDDLE);
        }
    }

    private void drawSmallRegion() {
        double threshold = RewardSummary.SHOWN_THRESHOLD;
        double edge = Math.min(left + PLOT, stds.at(threshold));
        canvas.rectangle(left, top, edge - left, PLOT, SMALL, 0.16);
        if (edge < left + PLOT) {
            canvas.line(edge, top + STRIP, edge, top + PLOT, SMALL, 1.2, true);
        }
        double small = rows.stream().filter(row -> row.std() <= threshold).count();
        double zero = rows.stream().filter(row -> row.std() == 0).count();
        Font font = new Font(11.5, SMALL_TEXT, true);
        boolean inside = edge - left > 185;
        canvas.text(
                inside ? left + 6 : left + PLOT - 6,
                top + 15,
                percent(small / rows.size()) + " of inputs: std ≤ " + threshold,
                font,
                inside ? Anchor.START : Anchor.END);
        canvas.text(
                inside ? left + 6 : left + PLOT - 6,
                top + 30,
                percent(zero / rows.size()) + " of inputs: std = 0",
                font,
                inside ? Anchor.START : Anchor.END);
    }

    /** Whole percents, but neither 0% nor 100% where that is not exactly so. */
    private static String percent(double fraction) {
        double percent = 100 * fraction;
        if (percent > 0 && percent < 1) {
            return "<1%";
        }
        return percent > 99 && percent < 100 ? ">99%" : Math.round(percent) + "%";
    }

    private void drawAxes() {
        Font plain = new Font(11, INK, false);
        for (BigDecimal tick : stds.ticks(6)) {
            double x = stds.at(tick.doubleValue());
            if (tick.signum() >= 0) {
                canvas.line(x, top + PLOT, x, top + PLOT + 4, INK, 1, false);
                canvas.text(x, top + PLOT + 17, Axis.label(tick), plain, Anchor.MIDDLE);
            }
        }
        for (BigDecimal tick : means.ticks(7)) {
            double y = means.at(tick.doubleValue());
            canvas.line(left - 4, y, left, y, INK, 1, false);
            canvas.line(left, y, left + PLOT, y, 0xeeeeee, 0.8, false);
            canvas.text(left - 7, y + 4, Axis.label(tick), plain, Anchor.END);
        }
        canvas.line(left, top, left, top + PLOT, INK, 1, false);
        canvas.line(left, top + PLOT, left + PLOT, top + PLOT, INK, 1, false);
        Font title = new Font(12, INK, false);
        canvas.text(left + PLOT / 2, top + PLOT + 36, "reward standard deviation", title, Anchor.MIDDLE);
        canvas.verticalText(left - 46, top + PLOT / 2, "reward mean", title);
        if (leftOut > 0) {
            String note = leftOut + " inputs without finite mean and std left out";
            canvas.text(left + PLOT, top + PLOT + 50, note, new Font(9.5, GREY, false), Anchor.END);
        }
    }

    private void drawStdHistogram() {
        double[] values = rows.stream().mapToDouble(RewardStatistics::std).toArray();
        Histogram histogram = Histogram.of(values, Histogram.widthFor(stds.high(), rows.size()), 0);
        double base = top - GAP;
        for (int bin = 0; bin < histogram.bins(); bin++) {
            double height = barLength(histogram.count(bin), histogram);
            double from = Math.max(left, stds.at(histogram.edge(bin)));
            double to = Math.min(left + PLOT, stds.at(histogram.edge(bin + 1)));
            boolean small = histogram.edge(bin + 1) <= RewardSummary.SHOWN_THRESHOLD * (1 + 1e-9);
            canvas.rectangle(from, base - height, to - from - 0.4, height, small ? SMALL : BAR, 1);
        }
        canvas.line(left, base, left + PLOT, base, RULE, 1, false);
    }

    private void drawMeanHistogram() {
        double width = (means.high() - means.low()) / Histogram.bins(rows.size());
        double[] all = rows.stream().mapToDouble(RewardStatistics::mean).toArray();
        double[] small = rows.stream()
                .filter(row -> row.std() <= RewardSummary.SHOWN_THRESHOLD)
                .mapToDouble(RewardStatistics::mean)
                .toArray();
        Histogram whole = Histogram.of(all, width, means.low());
        Histogram part = Histogram.of(small, width, means.low());
        double base = left + PLOT + GAP;
        for (int bin = 0; bin < whole.bins(); bin++) {
            double upper = means.at(whole.edge(bin + 1));
            double height = means.at(whole.edge(bin)) - upper - 0.4;
            canvas.rectangle(base, upper, barLength(whole.count(bin), whole), height, BAR, 1);
            canvas.rectangle(base, upper, barLength(part.count(bin), whole), height, SMALL, 1);
        }
        canvas.line(base, top, base, top + PLOT, RULE, 1, false);
    }

    /** By the square root, since the bin at zero would flatten all others. */
    private static double barLength(int count, Histogram of) {
        return MARGIN * Math.sqrt((double) count / of.largest());
    }

    /** In the corner between the histograms: which darkness is how many neighbours. */
    private void drawDensityKey(int most) {
        double x = left + PLOT + GAP + 3;
        double y = top - GAP - MARGIN + 10;
        Font plain = new Font(9, GREY, false);
        canvas.text(x, top - GAP - 2, "bars: √count", plain, Anchor.START);
        if (most == 1) {
            return;
        }
        canvas.text(x, y - 5, "inputs nearby", plain, Anchor.START);
        int steps = 27;
        for (int i = 0; i < steps; i++) {
            canvas.rectangle(x + 2.0 * i, y, 2.05, 8, Density.colour((double) i / (steps - 1)), 1);
        }
        canvas.text(x, y + 18, "1", plain, Anchor.START);
        canvas.text(x + 2 * steps, y + 18, Integer.toString(most), plain, Anchor.END);
    }
}
