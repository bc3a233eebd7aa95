package org.rlgrad.figure;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.rlgrad.figure.Canvas.Anchor;
import org.rlgrad.figure.Canvas.Font;

/**
 * Mean rewards after several finetunings, a row each: the inputs that were at risk and all others as two marks, with the repetitions as
 * small ones. Ours, not the paper's.
 */
public final class GroupRewardFigure {
    private static final double WIDTH = 880;
    private static final double LEFT = 300;
    private static final double RIGHT = 28;
    private static final double HEADER = 72;
    private static final double ROW = 34;
    private static final double FOOTER = 56;
    private static final double MEAN = 6;
    private static final double SEED = 3;
    private static final int AT_RISK = RewardPanel.MARKED;
    private static final int OTHERS = 0x0064a8;
    private static final int GRID = 0xe4e4e4;

    private GroupRewardFigure() {}

    /**
     * One finetuning.
     *
     * @param label what was done
     * @param atRisk mean reward of the inputs at risk, of each repetition
     * @param others of all others
     */
    public record Row(String label, List<Double> atRisk, List<Double> others) {}

    /** The figure as an SVG document. Rows: at least one with a finite value. */
    public static String svg(String title, List<Row> rows) {
        return FigureFiles.svg(WIDTH, HEADER + ROW * rows.size() + FOOTER, canvas -> draw(canvas, title, rows));
    }

    private static void draw(Canvas canvas, String title, List<Row> rows) {
        Font bold = new Font(LineFigure.fitting(16, title, WIDTH), LinePanel.INK, true);
        canvas.text(WIDTH / 2, 26, title, bold, Anchor.MIDDLE);
        drawLegend(canvas);
        double[] values = rows.stream()
                .flatMap(row -> Stream.concat(row.atRisk.stream(), row.others.stream()))
                .mapToDouble(value -> value)
                .filter(Double::isFinite)
                .toArray();
        double low = Math.min(0, Arrays.stream(values).min().orElse(0));
        double high = Arrays.stream(values).max().orElse(1);
        Axis axis = Scale.linear(low, high + 0.03 * (high - low), LEFT, WIDTH - RIGHT)
                .axis();
        double bottom = HEADER + ROW * rows.size();
        drawAxis(canvas, axis, bottom);
        for (int i = 0; i < rows.size(); i++) {
            drawRow(canvas, rows.get(i), axis, HEADER + ROW * (i + 0.5));
        }
    }

    private static void drawLegend(Canvas canvas) {
        Font font = new Font(12.5, LinePanel.GREY, false);
        Mark.TRIANGLE.draw(canvas, LEFT, 47, MEAN, AT_RISK, 1);
        canvas.text(LEFT + 12, 52, "inputs at risk", font, Anchor.START);
        Mark.DISC.draw(canvas, LEFT + 130, 48, MEAN, OTHERS, 1);
        canvas.text(LEFT + 142, 52, "all other inputs", font, Anchor.START);
        canvas.text(LEFT + 270, 52, "large: mean over seeds, small: one seed", font, Anchor.START);
    }

    private static void drawAxis(Canvas canvas, Axis axis, double bottom) {
        Font plain = new Font(13, LinePanel.INK, false);
        for (BigDecimal tick : axis.ticks(8)) {
            double at = axis.at(tick.doubleValue());
            canvas.line(at, HEADER, at, bottom, GRID, 1, false);
            canvas.line(at, bottom, at, bottom + 6, LinePanel.INK, 1, false);
            canvas.text(at, bottom + 21, Axis.label(tick).replace('-', '−'), plain, Anchor.MIDDLE);
        }
        canvas.line(LEFT, bottom, WIDTH - RIGHT, bottom, LinePanel.INK, 1, false);
        canvas.text((LEFT + WIDTH - RIGHT) / 2, bottom + 44, "mean reward", plain, Anchor.MIDDLE);
    }

    private static void drawRow(Canvas canvas, Row row, Axis axis, double y) {
        double size = LineFigure.fitting(13.5, row.label, LEFT - 10);
        canvas.text(LEFT - 16, y + 5, row.label, new Font(size, LinePanel.INK, false), Anchor.END);
        canvas.line(LEFT, y, WIDTH - RIGHT, y, GRID, 1, false);
        drawMarks(canvas, Mark.DISC, row.others, axis, y, OTHERS);
        drawMarks(canvas, Mark.TRIANGLE, row.atRisk, axis, y, AT_RISK);
    }

    private static void drawMarks(Canvas canvas, Mark mark, List<Double> values, Axis axis, double y, int rgb) {
        List<Double> finite = values.stream().filter(Double::isFinite).toList();
        if (finite.size() > 1) {
            finite.forEach(value -> mark.draw(canvas, axis.at(value), y, SEED, rgb, 0.55));
        }
        finite.stream()
                .mapToDouble(value -> value)
                .average()
                .ifPresent(mean -> mark.draw(canvas, axis.at(mean), y, MEAN, rgb, 0.9));
    }
}
