package org.rlgrad.figure;

import java.util.List;
import org.rlgrad.figure.Canvas.Point;

/** What stands at a point: shapes that differ also where colours do not. */
enum Mark {
    DISC,
    SQUARE,
    TRIANGLE,
    DIAMOND,
    /** A triangle that stands on its tip. */
    WEDGE;

    /** Draws it, filled; the size is that of a disc's radius, and all shapes look about equally large. */
    void draw(Canvas canvas, double x, double y, double size, int rgb, double opacity) {
        double s = size;
        switch (this) {
            case DISC -> canvas.disc(x, y, s, rgb, opacity);
            case SQUARE -> canvas.rectangle(x - 0.9 * s, y - 0.9 * s, 1.8 * s, 1.8 * s, rgb, opacity);
            case TRIANGLE ->
                area(canvas, rgb, opacity, x, y - 1.2 * s, x + 1.1 * s, y + 0.8 * s, x - 1.1 * s, y + 0.8 * s);
            case DIAMOND -> area(canvas, rgb, opacity, x, y - 1.3 * s, x + 1.3 * s, y, x, y + 1.3 * s, x - 1.3 * s, y);
            case WEDGE ->
                area(canvas, rgb, opacity, x, y + 1.2 * s, x + 1.1 * s, y - 0.8 * s, x - 1.1 * s, y - 0.8 * s);
        }
    }

    private static void area(Canvas canvas, int rgb, double opacity, double... corners) {
        Point[] points = new Point[corners.length / 2];
        for (int i = 0; i < points.length; i++) {
            points[i] = new Point(corners[2 * i], corners[2 * i + 1]);
        }
        canvas.polygon(List.of(points), rgb, opacity);
    }
}
