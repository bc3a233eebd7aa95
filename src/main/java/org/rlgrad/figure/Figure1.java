package org.rlgrad.figure;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.rlgrad.Failure;
import org.rlgrad.figure.Canvas.Anchor;
import org.rlgrad.figure.Canvas.Font;
import org.rlgrad.report.RewardStatistics;
import org.rlgrad.report.RewardSummary;

/**
 * Reward standard deviation against reward mean of the same inputs before and after finetuning, as in Figure 1 of
 * arXiv 2310.20703: a row for each data set and model, a panel for each state of the model, all panels of a row with the same axes.
 *
 * <p>Which quantity lies on which axis, margins, colours and the marking of single inputs are ours: the paper's sources do not fix them.
 */
public final class Figure1 {
    private static final String TITLE =
            "Rewards of each input's outputs, before and after reinforcement (RFT) and supervised finetuning (SFT)";
    private static final double HEADER = 66;
    private static final double ROW_HEADER = 30;

    private static final int MOST_COLUMNS = 4;
    private static final double PANEL_HEIGHT = RewardPanel.HEIGHT + new RewardPanel.Head("", List.of("", "")).height();
    private static final double SMALL = RewardSummary.SHOWN_THRESHOLD;

    private Figure1() {}

    /** One panel: what was done to the model, a second line on it, and an input's reward each. */
    public record Panel(String title, String subtitle, List<RewardStatistics> rewards) {}

    /**
     * One data set and model.
     *
     * @param title of the whole row
     * @param marked train indices of the inputs that began with a small deviation at a low reward
     * @param panels at least one
     */
    public record Row(String title, Set<Integer> marked, List<Panel> panels) {}

    /**
     * Draws the figure, and the same as SVG beside it.
     *
     * @return the files that were written
     * @throws Failure {@code CANNOT_WRITE}, {@code USAGE} where the file's name does not end with {@code .png}
     */
    public static List<Path> draw(List<Row> rows, Path png, Consumer<String> warnings) {
        int columns = rows.stream().mapToInt(Figure1::columns).max().orElseThrow();
        double width = width(columns);
        return FigureFiles.write(
                png, width, height(rows, columns), canvas -> draw(canvas, rows, columns, width), warnings);
    }

    /** The figure as an SVG document with two panels side by side, for pages that are narrower than a sheet of four. */
    public static String svg(List<Row> rows) {
        double width = width(2);
        return FigureFiles.svg(width, height(rows, 2), canvas -> draw(canvas, rows, 2, width));
    }

    private static double width(int columns) {
        return Math.max(2, columns) * RewardPanel.WIDTH;
    }

    private static double height(List<Row> rows, int columns) {
        return HEADER + rows.stream().mapToDouble(row -> height(row, columns)).sum();
    }

    /** At most four panels side by side; more are spread evenly. */
    private static int columns(Row row) {
        int count = row.panels.size();
        int lines = (count + MOST_COLUMNS - 1) / MOST_COLUMNS;
        return (count + lines - 1) / lines;
    }

    private static double height(Row row, int columns) {
        int lines = (row.panels.size() + columns - 1) / columns;
        return ROW_HEADER + lines * PANEL_HEIGHT;
    }

    private static void draw(Canvas canvas, List<Row> rows, int columns, double width) {
        Font bold = new Font(LineFigure.fitting(17, TITLE, width), LinePanel.INK, true);
        canvas.text(width / 2, 26, TITLE, bold, Anchor.MIDDLE);
        drawLegend(canvas, width);
        double top = HEADER;
        for (Row row : rows) {
            canvas.rectangle(0, top, width, 24, 0xf0f0f0, 1);
            canvas.text(20, top + 17, row.title, new Font(14, LinePanel.INK, true), Anchor.START);
            List<RewardStatistics> all =
                    row.panels.stream().flatMap(panel -> panel.rewards.stream()).toList();
            RewardPanel.Range range = RewardPanel.Range.of(all);
            for (int i = 0; i < row.panels.size(); i++) {
                Panel panel = row.panels.get(i);
                double left = i % columns * RewardPanel.WIDTH;
                int line = i / columns;
                double panelTop = top + ROW_HEADER + line * PANEL_HEIGHT;
                new RewardPanel(canvas, left, panelTop, head(row, panel), range, row.marked, panel.rewards).draw();
            }
            top += height(row, columns);
        }
    }

    private static RewardPanel.Head head(Row row, Panel panel) {
        return new RewardPanel.Head(panel.title, List.of(panel.subtitle, fate(row, panel)));
    }

    private static void drawLegend(Canvas canvas, double width) {
        Font font = new Font(12, LinePanel.GREY, false);
        double y = 50;
        double left = width / 2 - 415;
        canvas.disc(left, y - 4, 3.2, Density.colour(0.4), 1);
        canvas.text(left + 9, y, "an input (one point each)", font, Anchor.START);
        Mark.TRIANGLE.draw(canvas, left + 190, y - 4, 4.5, RewardPanel.MARKED, 1);
        String marked =
                "the same for inputs that began with std ≤ 0.05 and a mean below half of the largest reward of any output";
        canvas.text(left + 200, y, marked, font, Anchor.START);
    }

    /** What became of the marked inputs. */
    private static String fate(Row row, Panel panel) {
        List<RewardStatistics> marked = panel.rewards.stream()
                .filter(input -> input.isComplete() && row.marked.contains(input.trainIndex()))
                .toList();
        if (marked.isEmpty()) {
            return "no input began with small std and low reward";
        }
        double mean =
                marked.stream().mapToDouble(RewardStatistics::mean).average().orElseThrow();
        long small = marked.stream().filter(input -> input.std() <= SMALL).count();
        return String.format(
                Locale.ROOT, "▲ %d inputs: mean reward %.3f, %d with std ≤ %s", marked.size(), mean, small, SMALL);
    }
}
