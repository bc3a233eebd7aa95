package org.rlgrad.figure;

import java.math.BigDecimal;
import org.rlgrad.figure.Canvas.Anchor;
import org.rlgrad.figure.Canvas.Font;

/**
 * Two linear axes with a grid.
 *
 * @param x from left to right
 * @param y upwards: its low end is the lower pixel
 */
record Plane(Axis x, Axis y) {
    private static final int GRID = 0xe4e4e4;
    private static final double TEXT = 13;

    double left() {
        return x.from();
    }

    double right() {
        return x.to();
    }

    double top() {
        return y.to();
    }

    double bottom() {
        return y.from();
    }

    /** Draws axes and titles; a unit such as " %" follows each number of its axis. */
    void draw(Canvas canvas, String xTitle, String xUnit, String yTitle, String yUnit) {
        Font plain = new Font(TEXT, LinePanel.INK, false);
        Font title = new Font(TEXT + 1, LinePanel.INK, false);
        for (BigDecimal tick : x.ticks(7)) {
            double at = x.at(tick.doubleValue());
            canvas.line(at, top(), at, bottom(), GRID, 1, false);
            canvas.line(at, bottom(), at, bottom() + 6, LinePanel.INK, 1, false);
            canvas.text(at, bottom() + 21, Axis.label(tick) + xUnit, plain, Anchor.MIDDLE);
        }
        for (BigDecimal tick : y.ticks(7)) {
            double at = y.at(tick.doubleValue());
            canvas.line(left(), at, right(), at, GRID, 1, false);
            canvas.line(left() - 6, at, left(), at, LinePanel.INK, 1, false);
            canvas.text(left() - 9, at + 4.5, Axis.label(tick).replace('-', '−') + yUnit, plain, Anchor.END);
        }
        canvas.line(left(), top(), left(), bottom(), LinePanel.INK, 1, false);
        canvas.line(left(), bottom(), right(), bottom(), LinePanel.INK, 1, false);
        canvas.text((left() + right()) / 2, bottom() + 44, xTitle, title, Anchor.MIDDLE);
        canvas.verticalText(left() - 62, (top() + bottom()) / 2, yTitle, title);
    }

    /** A dashed line across at a value, with its name at the right end above it. */
    void drawLevel(Canvas canvas, double value, String name) {
        double at = y.at(value);
        canvas.line(left(), at, right(), at, LinePanel.GREY, 1.2, true);
        canvas.text(right() - 4, at - 6, name, new Font(TEXT - 1, LinePanel.GREY, false), Anchor.END);
    }
}
