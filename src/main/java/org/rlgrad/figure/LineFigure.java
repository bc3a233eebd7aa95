package org.rlgrad.figure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.rlgrad.figure.Canvas.Anchor;
import org.rlgrad.figure.Canvas.Font;

/**
 * Panels in rows, of which none is longer than the first, under one legend of all panels without their own.
 *
 * @param title above everything
 * @param subtitle below the title, in grey
 * @param legendColumns how many entries of the legend stand side by side
 * @param rows the panels
 */
record LineFigure(String title, String subtitle, int legendColumns, List<List<LinePanel>> rows) {
    /** What lines and bands are, for a subtitle. */
    static final String KEY = "line: mean, band: lowest to highest";

    private static final double LEFT = 68;
    private static final double RIGHT = 22;
    private static final double TICKS = 30;
    private static final double AXIS_TITLE = 24;
    private static final double LEGEND_LINE = 20;
    private static final double LEGEND_LEFT = 30;

    /** Draws {@code name.svg} and {@code name.png}; see {@link FigureFiles#write}. */
    List<Path> write(Path folder, String name, Consumer<String> warnings) {
        double height = header() + AXIS_TITLE;
        for (List<LinePanel> row : rows) {
            height += above(row) + plotHeight() + TICKS;
        }
        return FigureFiles.write(folder, name, width(), height, this::draw, warnings);
    }

    private boolean isSingle() {
        return rows.get(0).size() == 1;
    }

    private double plotWidth() {
        return isSingle() ? 530 : 300;
    }

    private double plotHeight() {
        return isSingle() ? 290 : 210;
    }

    private double width() {
        return rows.get(0).size() * (LEFT + plotWidth() + RIGHT);
    }

    private double header() {
        int lines = (legend().size() + legendColumns - 1) / legendColumns;
        return 54 + lines * LEGEND_LINE;
    }

    private static double above(List<LinePanel> row) {
        return row.stream().mapToDouble(LinePanel::above).max().orElse(0);
    }

    private void draw(Canvas canvas) {
        double middle = width() / 2;
        Font large = new Font(fitting(15, title, width()), LinePanel.INK, true);
        Font small = new Font(fitting(12, subtitle, width()), LinePanel.GREY, false);
        canvas.text(middle, 24, title, large, Anchor.MIDDLE);
        canvas.text(middle, 43, subtitle, small, Anchor.MIDDLE);
        drawLegend(canvas);
        double top = header();
        for (int row = 0; row < rows.size(); row++) {
            top += above(rows.get(row));
            for (int column = 0; column < rows.get(row).size(); column++) {
                boolean lowest = row == rows.size() - 1 || rows.get(row + 1).size() <= column;
                double left = LEFT + column * (plotWidth() + RIGHT + LEFT);
                rows.get(row).get(column).draw(canvas, left, top, plotWidth(), plotHeight(), lowest);
            }
            top += plotHeight() + TICKS;
        }
    }

    /** A smaller font for a text that would be wider. */
    static double fitting(double size, String text, double width) {
        return Math.max(8, Math.min(size, (width - 16) / (0.6 * Math.max(1, text.length()))));
    }

    /** Each name once, whichever panels it is in. */
    private List<Curve> legend() {
        Map<String, Curve> entries = new LinkedHashMap<>();
        rows.forEach(row -> row.stream().filter(panel -> !panel.ownLegend()).forEach(panel -> {
            for (int i = panel.curves().size() - 1; i >= 0; i--) {
                entries.putIfAbsent(panel.curves().get(i).name(), panel.curves().get(i));
            }
        }));
        return new ArrayList<>(entries.values());
    }

    private void drawLegend(Canvas canvas) {
        List<Curve> entries = legend();
        double stride = (width() - LEGEND_LEFT) / legendColumns;
        for (int i = 0; i < entries.size(); i++) {
            int line = i / legendColumns;
            entries.get(i).drawLegend(canvas, LEGEND_LEFT + i % legendColumns * stride, 64 + line * LEGEND_LINE);
        }
    }
}
