package org.rlgrad.figure;

import java.util.List;

/**
 * What a figure is drawn on. Units are CSS pixels, the origin is the top left corner, colours are {@code 0xRRGGBB}.
 *
 * <p>Two of our own instead of a chart library: the scatter with margins is in none of them, and text in an SVG needs
 * anchors, not fonts, so that the SVG has the same bytes everywhere.
 */
interface Canvas {
    /** Which end of a text its position names. */
    enum Anchor {
        START("start"),
        MIDDLE("middle"),
        END("end");

        final String svg;

        Anchor(String svg) {
            this.svg = svg;
        }
    }

    /** How a line is drawn: lengths of dash and gap in pixels, both 0 for a whole line. */
    enum Stroke {
        SOLID(0, 0),
        DASHED(7, 4),
        DOTTED(2, 3);

        final int dash;
        final int gap;

        Stroke(int dash, int gap) {
            this.dash = dash;
            this.gap = gap;
        }
    }

    /** A place, in pixels or in values of two axes. */
    record Point(double x, double y) {}

    /** How a text looks: size in pixels, colour, weight. */
    record Font(double size, int rgb, boolean bold) {}

    /** A filled rectangle, without outline. */
    void rectangle(double x, double y, double width, double height, int rgb, double opacity);

    /** A straight line; dashed four by three. */
    void line(double x1, double y1, double x2, double y2, int rgb, double width, boolean dashed);

    /** A line through all points, at least two. */
    void polyline(List<Point> points, int rgb, double width, Stroke stroke);

    /** A filled area, without outline, whose border goes through all points and back to the first. */
    void polygon(List<Point> points, int rgb, double opacity);

    /** A filled disc around a centre. */
    void disc(double x, double y, double radius, int rgb, double opacity);

    /** A text on a baseline. */
    void text(double x, double y, String text, Font font, Anchor anchor);

    /** A text that reads upwards, centred on {@code y}. */
    void verticalText(double x, double y, String text, Font font);
}
