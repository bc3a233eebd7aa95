package org.rlgrad.figure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.rlgrad.figure.Canvas.Point;

/**
 * One line of a panel with the band around it, from the points of one or several runs.
 *
 * @param name in the legend
 * @param rgb colour of line and band
 * @param stroke of the line
 * @param marked whether a disc stands at each point, so that few of them are not taken for many
 * @param points of all runs together, in values of the axes; those that are not finite are not drawn
 */
record Curve(String name, int rgb, Canvas.Stroke stroke, boolean marked, List<Point> points) {
    static final double LINE_WIDTH = 2;

    /** The length of the line in a legend. */
    private static final double SAMPLE = 30;

    /** Thinner points could not be told apart. */
    private static final double COLUMN_WIDTH = 1.5;

    private static final double BAND_OPACITY = 0.22;

    /** What falls into one column of pixels: the mean place and the extremes, so that thinning loses none. */
    private record Column(double x, double y, double top, double bottom) {}

    Curve(String name, int rgb, Canvas.Stroke stroke, List<Point> points) {
        this(name, rgb, stroke, false, points);
    }

    List<Point> finitePoints() {
        return points.stream()
                .filter(point -> Double.isFinite(point.x()) && Double.isFinite(point.y()))
                .toList();
    }

    /** The band, where there is one to see. */
    void drawBand(Canvas canvas, Scale x, Scale y) {
        List<Column> columns = columns(x, y);
        if (columns.size() > 1 && columns.stream().anyMatch(column -> column.bottom - column.top > LINE_WIDTH / 2)) {
            List<Point> border = new ArrayList<>();
            columns.forEach(column -> border.add(new Point(column.x, column.top)));
            for (int i = columns.size() - 1; i >= 0; i--) {
                border.add(new Point(columns.get(i).x, columns.get(i).bottom));
            }
            canvas.polygon(border, rgb, BAND_OPACITY);
        }
    }

    /** The line through the means; a disc where there is only one point. */
    void drawLine(Canvas canvas, Scale x, Scale y) {
        List<Point> line = columns(x, y).stream()
                .map(column -> new Point(column.x, column.y))
                .toList();
        if (line.size() > 1) {
            canvas.polyline(line, rgb, LINE_WIDTH, stroke);
        }
        if (line.size() == 1 || marked) {
            line.forEach(point -> canvas.disc(point.x(), point.y(), 1.5 * LINE_WIDTH, rgb, 1));
        }
    }

    /** A piece of the line and the name beside it; the line begins at the given place. */
    void drawLegend(Canvas canvas, double x, double y) {
        canvas.polyline(List.of(new Point(x, y), new Point(x + SAMPLE, y)), rgb, LINE_WIDTH, stroke);
        canvas.text(x + SAMPLE + 7, y + 4.5, name, new Canvas.Font(12.5, LinePanel.INK, false), Canvas.Anchor.START);
    }

    /** In pixels, so that a mean on a logarithmic scale is a geometric one. */
    private List<Column> columns(Scale x, Scale y) {
        List<Point> pixels = finitePoints().stream()
                .map(point -> new Point(x.at(point.x()), y.at(point.y())))
                .sorted(Comparator.comparingDouble(Point::x))
                .toList();
        List<Column> columns = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= pixels.size(); i++) {
            if (i == pixels.size() || columnOf(pixels.get(i)) != columnOf(pixels.get(start))) {
                columns.add(column(pixels.subList(start, i)));
                start = i;
            }
        }
        return columns;
    }

    private static long columnOf(Point pixel) {
        return (long) Math.floor(pixel.x() / COLUMN_WIDTH);
    }

    private static Column column(List<Point> pixels) {
        double x = pixels.stream().mapToDouble(Point::x).average().orElseThrow();
        double y = pixels.stream().mapToDouble(Point::y).average().orElseThrow();
        double top = pixels.stream().mapToDouble(Point::y).min().orElseThrow();
        double bottom = pixels.stream().mapToDouble(Point::y).max().orElseThrow();
        return new Column(x, y, top, bottom);
    }
}
