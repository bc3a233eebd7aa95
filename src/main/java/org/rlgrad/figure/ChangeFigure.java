package org.rlgrad.figure;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.rlgrad.figure.Canvas.Anchor;
import org.rlgrad.figure.Canvas.Font;
import org.rlgrad.figure.Canvas.Point;
import org.rlgrad.figure.Canvas.Stroke;

/**
 * {@code change_by_std.svg} and {@code .png}: how far finetuning moved each input's mean reward, against the input's initial reward
 * standard deviation (the pair of Table 1 of arXiv 2310.20703). All panels share their axes, so that they compare.
 */
public final class ChangeFigure {
    private static final int PANELS_PER_ROW = 3;
    private static final double HEADER = 72;

    private ChangeFigure() {}

    /**
     * Draws both files.
     *
     * @param panels one for each finetuning, at least one
     * @param warnings where to say that this Java cannot draw pictures (no fonts, no AWT); the SVG is there anyway
     * @return the files that were written
     * @throws org.rlgrad.Failure {@code CANNOT_WRITE}
     */
    public static List<Path> draw(
            Path folder, String title, String subtitle, List<ChangePanel> panels, Consumer<String> warnings) {
        int columns = panels.size() == 4 ? 2 : Math.min(PANELS_PER_ROW, panels.size());
        double width = columns * ChangePanel.WIDTH;
        double height = height(panels, columns);
        return FigureFiles.write(
                folder,
                "change_by_std",
                width,
                height,
                canvas -> draw(canvas, width, columns, title, subtitle, panels),
                warnings);
    }

    /** The figure as an SVG document, two panels side by side. */
    public static String svg(String title, String subtitle, List<ChangePanel> panels) {
        int columns = Math.min(2, panels.size());
        double width = columns * ChangePanel.WIDTH;
        return FigureFiles.svg(
                width, height(panels, columns), canvas -> draw(canvas, width, columns, title, subtitle, panels));
    }

    private static double height(List<ChangePanel> panels, int columns) {
        int rows = (panels.size() + columns - 1) / columns;
        return HEADER + rows * ChangePanel.HEIGHT;
    }

    private static void draw(
            Canvas canvas, double width, int columns, String title, String subtitle, List<ChangePanel> panels) {
        Font large = new Font(LineFigure.fitting(15, title, width), LinePanel.INK, true);
        Font small = new Font(LineFigure.fitting(12, subtitle, width), LinePanel.GREY, false);
        canvas.text(width / 2, 24, title, large, Anchor.MIDDLE);
        canvas.text(width / 2, 43, subtitle, small, Anchor.MIDDLE);
        drawKey(canvas, width / 2);
        ChangePanel.Range range = ChangePanel.Range.of(panels);
        for (int i = 0; i < panels.size(); i++) {
            double left = i % columns * ChangePanel.WIDTH;
            int row = i / columns;
            panels.get(i).draw(canvas, left, HEADER + row * ChangePanel.HEIGHT, range);
        }
    }

    private static void drawKey(Canvas canvas, double middle) {
        Font plain = new Font(11, LinePanel.INK, false);
        double y = 61;
        canvas.disc(middle - 168, y - 4, 3, ChangePanel.DOT, 0.8);
        canvas.text(middle - 160, y, "an input", plain, Anchor.START);
        canvas.polyline(
                List.of(new Point(middle - 88, y - 4), new Point(middle - 54, y - 4)),
                ChangePanel.LINE,
                2,
                Stroke.SOLID);
        ChangePanel.drawMark(canvas, middle - 71, y - 4);
        canvas.text(middle - 46, y, "mean of each tenth of the inputs by std", plain, Anchor.START);
    }
}
