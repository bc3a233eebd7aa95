package org.rlgrad.figure;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.rlgrad.Failure;
import org.rlgrad.figure.Canvas.Anchor;
import org.rlgrad.figure.Canvas.Font;
import org.rlgrad.statistics.Correlations;

/**
 * One point for each data set: how small reward deviations are before finetuning against what RFT reaches relative to SFT, as in
 * Figure 2 of arXiv 2310.20703. The quantities are known at second hand; axes and layout are ours.
 */
public final class Figure2 {
    private static final double WIDTH = 760;
    private static final double HEIGHT = 560;
    private static final double SIZE = 5;
    private static final int FEWEST = 3;
    private static final List<String> TITLE = List.of(
            "Reward after reinforcement (RFT) less that after supervised finetuning (SFT),",
            "against how small the inputs' reward deviations were before");

    private static final String ABOVE = "RFT reaches more ↑";
    private static final String BELOW = "SFT reaches more ↓";

    private Figure2() {}

    /** A data set's name, the 10th percentile of its reward deviations, and RFT's reward less SFT's. */
    public record Point(String name, double std, double difference) {}

    /**
     * Draws the figure, and the same as SVG beside it.
     *
     * @param points at least one
     * @return the files that were written
     * @throws Failure {@code CANNOT_WRITE}, {@code USAGE} where the file's name does not end with {@code .png}
     */
    public static List<Path> draw(List<Point> points, Path png, Consumer<String> warnings) {
        return FigureFiles.write(png, WIDTH, HEIGHT, canvas -> draw(canvas, points), warnings);
    }

    /** Both correlations of the points, or that there are too few. */
    public static String correlation(List<Point> points) {
        if (points.size() < FEWEST) {
            return points.size() + (points.size() == 1 ? " point" : " points") + ": no correlation";
        }
        double[] x = points.stream().mapToDouble(Point::std).toArray();
        double[] y = points.stream().mapToDouble(Point::difference).toArray();
        return String.format(
                Locale.ROOT,
                "%d points: Pearson r = %.2f, Spearman ρ = %.2f",
                points.size(),
                Correlations.pearson(x, y),
                Correlations.spearman(x, y));
    }

    private static void draw(Canvas canvas, List<Point> points) {
        canvas.text(WIDTH / 2, 28, TITLE.get(0), new Font(14.5, LinePanel.INK, true), Anchor.MIDDLE);
        canvas.text(WIDTH / 2, 49, TITLE.get(1), new Font(14.5, LinePanel.INK, true), Anchor.MIDDLE);
        canvas.text(WIDTH / 2, 72, correlation(points), new Font(13, LinePanel.GREY, false), Anchor.MIDDLE);
        double largest = points.stream().mapToDouble(Point::std).max().orElseThrow();
        double low =
                Math.min(0, points.stream().mapToDouble(Point::difference).min().orElseThrow());
        double high =
                Math.max(0, points.stream().mapToDouble(Point::difference).max().orElseThrow());
        double margin = Math.max(0.01, 0.12 * (high - low));
        Plane plane = new Plane(
                new Axis(-0.04 * Math.max(largest, 0.01), 1.12 * Math.max(largest, 0.01), 92, WIDTH - 24),
                new Axis(low - margin, high + margin, HEIGHT - 62, 92));
        plane.draw(
                canvas,
                "10th percentile over inputs of the pretrained model's reward std",
                "",
                "train reward after RFT minus after SFT",
                "");
        plane.drawLevel(canvas, 0, ABOVE);
        double zero = plane.y().at(0);
        canvas.text(plane.right() - 4, zero + 16, BELOW, new Font(12, LinePanel.GREY, false), Anchor.END);
        PointLabels labels = new PointLabels(plane, 13);
        points.forEach(
                point -> labels.avoid(plane.x().at(point.std()), plane.y().at(point.difference()), SIZE));
        labels.avoidLevel(zero);
        labels.avoidText(plane.right() - 4, zero - 6, ABOVE, Anchor.END);
        labels.avoidText(plane.right() - 4, zero + 16, BELOW, Anchor.END);
        for (Point point : points) {
            double x = plane.x().at(point.std());
            double y = plane.y().at(point.difference());
            Mark.DISC.draw(canvas, x, y, SIZE, 0x0064a8, 1);
            labels.place(canvas, x, y, SIZE, point.name());
        }
    }
}
