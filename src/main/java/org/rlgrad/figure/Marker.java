package org.rlgrad.figure;

import java.util.List;
import java.util.stream.IntStream;
import org.rlgrad.figure.Canvas.Point;
import org.rlgrad.figure.Canvas.Stroke;

/** How the lines of a figure are told apart, in colour (Okabe and Ito's, safe for the colour-blind) and without it. */
enum Marker {
    DISC(0x0072b2, Stroke.SOLID, 0, 0),
    SQUARE(0xd55e00, Stroke.DASHED, 4, 45),
    TRIANGLE(0x009e73, Stroke.DOTTED, 3, -90),
    DIAMOND(0xcc79a7, Stroke.SOLID, 4, 0),
    INVERTED(0xe69f00, Stroke.DASHED, 3, 90),
    HEXAGON(0x56b4e9, Stroke.DOTTED, 6, 0);

    /** In the order in which lines take them. */
    static final List<Marker> ALL = List.of(values());

    private static final double RADIUS = 5;

    final int rgb;
    final Stroke stroke;
    private final int corners;
    private final double turn;

    Marker(int rgb, Stroke stroke, int corners, double turn) {
        this.rgb = rgb;
        this.stroke = stroke;
        this.corners = corners;
        this.turn = Math.toRadians(turn);
    }

    void draw(Canvas canvas, double x, double y) {
        if (corners == 0) {
            canvas.disc(x, y, 0.9 * RADIUS, rgb, 1);
            return;
        }
        List<Point> border = IntStream.range(0, corners)
                .mapToDouble(corner -> turn + 2 * Math.PI * corner / corners)
                .mapToObj(angle -> new Point(x + RADIUS * Math.cos(angle), y + RADIUS * Math.sin(angle)))
                .toList();
        canvas.polygon(border, rgb, 1);
    }
}
