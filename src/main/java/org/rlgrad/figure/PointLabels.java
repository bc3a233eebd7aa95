package org.rlgrad.figure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.rlgrad.figure.Canvas.Anchor;
import org.rlgrad.figure.Canvas.Font;

/**
 * Names beside points that lie neither on points nor on each other as long as there is room: of eight places around the point, near
 * ones first, each name takes the first of those that overlap least.
 */
final class PointLabels {
    /** Of the canvases' fonts; a little more than the mean width of a letter. */
    private static final double LETTER = 0.62;

    private final Plane plane;
    private final double size;
    private final List<Box> taken = new ArrayList<>();

    private record Box(double left, double top, double right, double bottom) {
        double overlap(Box other) {
            double width = Math.min(right, other.right) - Math.max(left, other.left);
            double height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
            return width > 0 && height > 0 ? width * height : 0;
        }

        double area() {
            return (right - left) * (bottom - top);
        }
    }

    private record Place(double x, double y, Anchor anchor) {}

    PointLabels(Plane plane, double size) {
        this.plane = plane;
        this.size = size;
    }

    /** Keeps names away from a point. */
    void avoid(double x, double y, double radius) {
        taken.add(new Box(x - radius, y - radius, x + radius, y + radius));
    }

    /** Keeps names off a line across the plane. */
    void avoidLevel(double y) {
        taken.add(new Box(plane.left(), y - 1, plane.right(), y + 1));
    }

    /** Keeps names away from a text that is drawn anyway. */
    void avoidText(double x, double y, String text, Anchor anchor) {
        taken.add(box(new Place(x, y, anchor), text));
    }

    /** Draws the name of a point of this radius. */
    void place(Canvas canvas, double x, double y, double radius, String name) {
        Place best = places(x, y, radius).stream()
                .min(Comparator.comparingDouble(place -> conflict(box(place, name))))
                .orElseThrow();
        taken.add(box(best, name));
        canvas.text(best.x, best.y, name, new Font(size, LinePanel.INK, false), best.anchor);
    }

    private List<Place> places(double x, double y, double radius) {
        double gap = radius + 4;
        double middle = y + 0.35 * size;
        double above = y - gap;
        double below = y + gap + 0.8 * size;
        List<Place> places = new ArrayList<>();
        for (double far : new double[] {0, size}) {
            places.add(new Place(x + gap + far, middle, Anchor.START));
            places.add(new Place(x - gap - far, middle, Anchor.END));
            places.add(new Place(x, above - far, Anchor.MIDDLE));
            places.add(new Place(x, below + far, Anchor.MIDDLE));
            places.add(new Place(x + gap, above - far, Anchor.START));
            places.add(new Place(x + gap, below + far, Anchor.START));
            places.add(new Place(x - gap, above - far, Anchor.END));
            places.add(new Place(x - gap, below + far, Anchor.END));
        }
        return places;
    }

    private Box box(Place place, String text) {
        double width = LETTER * size * text.length();
        double left =
                switch (place.anchor) {
                    case START -> place.x;
                    case MIDDLE -> place.x - width / 2;
                    case END -> place.x - width;
                };
        return new Box(left, place.y - size, left + width, place.y + 0.3 * size);
    }

    /** What is outside of the plane counts double, since it may be cut off. */
    private double conflict(Box box) {
        Box inside = new Box(plane.left(), plane.top(), plane.right(), plane.bottom());
        double outside = box.area() - box.overlap(inside);
        return 2 * outside + taken.stream().mapToDouble(box::overlap).sum();
    }
}
