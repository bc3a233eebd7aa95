package org.rlgrad.figure;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.rlgrad.Failure;
import org.rlgrad.figure.Canvas.Anchor;
import org.rlgrad.figure.Canvas.Font;
import org.rlgrad.report.GradientNorm;
import org.rlgrad.report.GradientNormSummary;
import org.rlgrad.report.GradientNormsFile;

/**
 * {@code gradient_norm_by_std.svg} and {@code .png}: the norm of the expected gradient against the reward's standard deviation, one
 * point per input, with the bounds where gamma is known. Always drawn from {@code gradient_norms.csv}.
 */
public final class GradientNormFigure {
    private static final double WIDTH = 640;
    private static final double HEADER = 100;
    private static final double LEFT = 78;
    private static final double RIGHT = 24;
    private static final double PLOT_HEIGHT = 380;
    private static final double FOOTER = 76;

    private GradientNormFigure() {}

    /**
     * Draws both files beside each other.
     *
     * @param title the run's name
     * @param warnings where to say that this Java cannot draw pictures; the SVG is there anyway
     * @return the files
     * @throws Failure {@code NO_INPUT} or {@code BAD_DATA} for the table, {@code CANNOT_WRITE} for the figures
     */
    public static List<Path> draw(Path table, Path folder, String title, Consumer<String> warnings) {
        List<GradientNorm> rows = GradientNormsFile.read(table);
        if (rows.isEmpty()) {
            throw Failure.badData(table + ": has no rows to draw");
        }
        return FigureFiles.write(
                folder,
                "gradient_norm_by_std",
                WIDTH,
                HEADER + PLOT_HEIGHT + FOOTER,
                canvas -> draw(canvas, rows, title),
                warnings);
    }

    /** The figure as an SVG document. Rows: at least one. */
    public static String svg(List<GradientNorm> rows, String title) {
        return FigureFiles.svg(WIDTH, HEADER + PLOT_HEIGHT + FOOTER, canvas -> draw(canvas, rows, title));
    }

    private static void draw(Canvas canvas, List<GradientNorm> rows, String title) {
        GradientNormSummary summary = GradientNormSummary.of(rows);
        double width = WIDTH - LEFT - RIGHT;
        String whole = title + ": gradient norm by reward deviation";
        double size = LineFigure.fitting(15, whole, WIDTH);
        canvas.text(WIDTH / 2, 24, whole, new Font(size, LinePanel.INK, true), Anchor.MIDDLE);
        String subtitle = String.format(
                Locale.ROOT,
                "%s, %d input%s × %d outputs of up to %d tokens",
                summary.metric(),
                rows.size(),
                rows.size() == 1 ? "" : "s",
                rows.get(0).n(),
                rows.get(0).maxLength());
        canvas.text(
                WIDTH / 2,
                43,
                subtitle,
                new Font(LineFigure.fitting(12, subtitle, WIDTH), LinePanel.GREY, false),
                Anchor.MIDDLE);
        new GradientNormPanel(canvas, LEFT, HEADER, width, PLOT_HEIGHT, rows, summary).draw();
    }
}
