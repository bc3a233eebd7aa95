package org.rlgrad.figure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.rlgrad.Failure;
import org.rlgrad.report.RewardStatistics;
import org.rlgrad.report.RewardStatisticsFile;

/**
 * {@code reward_mean_std.svg} and {@code .png}: reward standard deviation against reward mean, one point per input, as in
 * Figure 1 of arXiv 2310.20703. Always drawn from {@code reward_stats.csv}.
 *
 * <p>Which quantity lies on which axis, the margins and the colours are ours: the paper's sources do not fix them.
 */
public final class RewardFigure {
    private static final int PANELS_PER_ROW = 3;
    private static final double HEADER = 54;

    private RewardFigure() {}

    /**
     * Draws both files beside each other.
     *
     * @param statistics {@code reward_stats.csv}
     * @param folder where the figures go
     * @param title the run's name
     * @param warnings where to say that this Java cannot draw pictures (no fonts, no AWT); the SVG is there anyway
     * @throws Failure {@code NO_INPUT} or {@code BAD_DATA} for the table, {@code CANNOT_WRITE} for the figures
     */
    public static void draw(Path statistics, Path folder, String title, Consumer<String> warnings) {
        List<RewardStatistics> rows = RewardStatisticsFile.read(statistics);
        if (rows.isEmpty()) {
            throw Failure.badData(statistics + ": has no rows to draw");
        }
        List<List<RewardStatistics>> metrics = byMetric(rows);
        int columns = Math.min(PANELS_PER_ROW, metrics.size());
        int lines = (metrics.size() + columns - 1) / columns;
        double width = columns * RewardPanel.WIDTH;
        double height = HEADER + lines * RewardPanel.HEIGHT;

        FigureFiles.write(
                folder, "reward_mean_std", width, height, canvas -> draw(canvas, metrics, columns, title), warnings);
    }

    private static List<List<RewardStatistics>> byMetric(List<RewardStatistics> rows) {
        Map<String, List<RewardStatistics>> metrics = new LinkedHashMap<>();
        rows.forEach(row ->
                metrics.computeIfAbsent(row.metric(), key -> new ArrayList<>()).add(row));
        return List.copyOf(metrics.values());
    }

    private static void draw(Canvas canvas, List<List<RewardStatistics>> metrics, int columns, String title) {
        double width = columns * RewardPanel.WIDTH;
        double size = Math.max(8, Math.min(15, (width - 24) / (0.68 * Math.max(1, title.length()))));
        canvas.text(width / 2, 24, title, new Canvas.Font(size, RewardPanel.INK, true), Canvas.Anchor.MIDDLE);
        canvas.text(
                width / 2,
                43,
                subtitle(metrics.get(0)),
                new Canvas.Font(11.5, RewardPanel.GREY, false),
                Canvas.Anchor.MIDDLE);
        for (int i = 0; i < metrics.size(); i++) {
            double left = i % columns * RewardPanel.WIDTH;
            int line = i / columns;
            double top = HEADER + line * RewardPanel.HEIGHT;
            new RewardPanel(canvas, left, top, metrics.get(i)).draw();
        }
    }

    private static String subtitle(List<RewardStatistics> rows) {
        int least = rows.stream().mapToInt(RewardStatistics::n).min().orElseThrow();
        int most = rows.stream().mapToInt(RewardStatistics::n).max().orElseThrow();
        String samples = least == most ? "" + most : least + " to " + most;
        return String.format(
                Locale.ROOT,
                "%d input%s × %s sample%s",
                rows.size(),
                rows.size() == 1 ? "" : "s",
                samples,
                most == 1 ? "" : "s");
    }
}
