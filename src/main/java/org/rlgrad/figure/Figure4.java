package org.rlgrad.figure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.rlgrad.Failure;
import org.rlgrad.figure.Canvas.Anchor;
import org.rlgrad.figure.Canvas.Font;
import org.rlgrad.figure.Canvas.Stroke;

/**
 * How much supervision RFT needs before it: its reward against supervised steps, a line for each fraction of labels, both relative
 * to full supervision, as in Figure 4 of arXiv 2310.20703. Axes and layout are ours.
 */
public final class Figure4 {
    private static final String TITLE =
            "How much supervised finetuning (SFT) does reinforcement finetuning (RFT) need?";
    private static final double PANEL_WIDTH = 720;
    private static final double HEIGHT = 540;
    private static final double SIZE = 5;
    /** Lines stand this many pixels beside each other, so that equal points of two are both seen. */
    private static final double DODGE = 7;

    private static final List<Integer> COLOURS = List.of(0x0064a8, 0xd55e00, 0x009e73, 0x7b3294, 0x222222);
    private static final List<Stroke> STROKES = List.of(Stroke.SOLID, Stroke.DASHED, Stroke.DOTTED);

    private static final List<Mark> MARKS = List.of(Mark.DISC, Mark.SQUARE, Mark.TRIANGLE, Mark.DIAMOND, Mark.WEDGE);

    private Figure4() {}

    /** Supervised steps and the rewards after RFT, one for each seed; all as fractions of those with full supervision. */
    public record Point(double steps, List<Double> rewards) {
        double mean() {
            return rewards.stream().mapToDouble(value -> value).average().orElseThrow();
        }
    }

    /** One fraction of labels: its name, such as "5 % of labels", and points by their steps. */
    public record Line(String name, List<Point> points) {}

    /**
     * One data set and model.
     *
     * @param withoutSft the relative reward of RFT alone
     */
    public record Panel(String title, String subtitle, OptionalDouble withoutSft, List<Line> lines) {}

    /**
     * Draws the figure, and the same as SVG beside it.
     *
     * @return the files that were written
     * @throws Failure {@code CANNOT_WRITE}, {@code USAGE} where the file's name does not end with {@code .png}
     */
    public static List<Path> draw(List<Panel> panels, Path png, Consumer<String> warnings) {
        double width = panels.size() * PANEL_WIDTH;
        return FigureFiles.write(png, width, HEIGHT, canvas -> draw(canvas, panels, width), warnings);
    }

    /** The figure as an SVG document. */
    public static String svg(List<Panel> panels) {
        double width = panels.size() * PANEL_WIDTH;
        return FigureFiles.svg(width, HEIGHT, canvas -> draw(canvas, panels, width));
    }

    private static void draw(Canvas canvas, List<Panel> panels, double width) {
        canvas.text(width / 2, 28, TITLE, new Font(14, LinePanel.INK, true), Anchor.MIDDLE);
        for (int i = 0; i < panels.size(); i++) {
            draw(canvas, panels.get(i), i * PANEL_WIDTH);
        }
    }

    private static void draw(Canvas canvas, Panel panel, double left) {
        double middle = left + PANEL_WIDTH / 2;
        canvas.text(middle, 52, panel.title, new Font(14, LinePanel.INK, true), Anchor.MIDDLE);
        boolean bars =
                panel.lines.stream().flatMap(line -> line.points.stream()).anyMatch(point -> point.rewards.size() > 1);
        String subtitle = panel.subtitle + (bars ? " · mean, lowest and highest of several seeds" : "");
        double size = LineFigure.fitting(12, subtitle, PANEL_WIDTH);
        canvas.text(middle, 70, subtitle, new Font(size, LinePanel.GREY, false), Anchor.MIDDLE);
        Plane plane = plane(panel, left);
        plane.draw(
                canvas,
                "supervised steps, in % of all epochs over all labels",
                " %",
                "train reward after RFT, relative to full SFT, then RFT",
                " %");
        panel.withoutSft.ifPresent(value -> plane.drawLevel(canvas, 100 * value, "RFT without SFT"));
        for (int i = 0; i < panel.lines.size(); i++) {
            drawLine(canvas, plane, panel.lines.get(i), i, panel.lines.size());
            drawLegend(canvas, left + 92 + i % 4 * 152, 92 + i / 4 * 18, panel.lines.get(i).name, i);
        }
    }

    private static Plane plane(Panel panel, double left) {
        List<Double> values = new ArrayList<>(List.of(1.0));
        panel.withoutSft.ifPresent(values::add);
        panel.lines.forEach(line -> line.points.forEach(point -> values.addAll(point.rewards)));
        double low = 100 * values.stream().mapToDouble(value -> value).min().orElseThrow();
        double high = 100 * values.stream().mapToDouble(value -> value).max().orElseThrow();
        double margin = Math.max(1, 0.1 * (high - low));
        double most = panel.lines.stream()
                .flatMap(line -> line.points.stream())
                .mapToDouble(Point::steps)
                .max()
                .orElse(1);
        double top = 108 + (panel.lines.size() - 1) / 4 * 18;
        return new Plane(
                new Axis(-3, 100 * Math.max(1, most) + 4, left + 92, left + PANEL_WIDTH - 24),
                new Axis(low - margin, high + margin, HEIGHT - 62, top));
    }

    private static void drawLine(Canvas canvas, Plane plane, Line line, int index, int of) {
        int rgb = COLOURS.get(index % COLOURS.size());
        double aside = DODGE * (index - (of - 1) / 2.0);
        List<Canvas.Point> means = line.points.stream()
                .map(point -> new Canvas.Point(
                        plane.x().at(100 * point.steps) + aside, plane.y().at(100 * point.mean())))
                .toList();
        if (means.size() > 1) {
            canvas.polyline(means, rgb, 2, STROKES.get(index % STROKES.size()));
        }
        for (int i = 0; i < means.size(); i++) {
            Canvas.Point at = means.get(i);
            drawBar(canvas, plane, line.points.get(i), at.x(), rgb);
            mark(index).draw(canvas, at.x(), at.y(), SIZE, rgb, 1);
        }
    }

    /** From the lowest seed to the highest. */
    private static void drawBar(Canvas canvas, Plane plane, Point point, double x, int rgb) {
        double low = plane.y()
                .at(100
                        * point.rewards.stream()
                                .mapToDouble(value -> value)
                                .min()
                                .orElseThrow());
        double high = plane.y()
                .at(100
                        * point.rewards.stream()
                                .mapToDouble(value -> value)
                                .max()
                                .orElseThrow());
        if (low > high) {
            canvas.line(x, low, x, high, rgb, 1.5, false);
            canvas.line(x - 5, low, x + 5, low, rgb, 1.5, false);
            canvas.line(x - 5, high, x + 5, high, rgb, 1.5, false);
        }
    }

    private static void drawLegend(Canvas canvas, double x, double y, String name, int index) {
        int rgb = COLOURS.get(index % COLOURS.size());
        canvas.polyline(
                List.of(new Canvas.Point(x, y), new Canvas.Point(x + 30, y)),
                rgb,
                2,
                STROKES.get(index % STROKES.size()));
        mark(index).draw(canvas, x + 15, y, SIZE, rgb, 1);
        canvas.text(x + 37, y + 4.5, name, new Font(12.5, LinePanel.INK, false), Anchor.START);
    }

    private static Mark mark(int index) {
        return MARKS.get(index % MARKS.size());
    }
}
