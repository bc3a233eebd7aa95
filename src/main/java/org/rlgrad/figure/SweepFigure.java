package org.rlgrad.figure;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.rlgrad.figure.Canvas.Anchor;
import org.rlgrad.figure.Canvas.Font;
import org.rlgrad.statistics.MeanAndSpread;

/**
 * The reward after training against the values of swept keys, a panel for each split: against one key, against one key with a
 * line for each value of another, or, where that would be crowded, all combinations in the order of their rewards.
 *
 * @param title above everything
 * @param metric that is the reward
 * @param keys the swept keys, as short as they can be; may be empty
 * @param points one for each combination of values
 */
public record SweepFigure(String title, String metric, List<String> keys, List<Point> points) {
    private static final int MOST_LINES = 6;
    private static final int LONGEST_LABEL = 16;
    private static final int MOST_LETTERS = 45;

    /** Labels of numbers may be left out where they would touch. */
    private static final int LONGEST_NUMBER = 8;

    private static final double HEADER = 58;

    /**
     * One combination of values.
     *
     * @param values of the keys
     * @param runs how many runs have these values, finished or not
     * @param train reward on the train split
     * @param val reward on the validation split
     */
    public record Point(List<String> values, int runs, Level train, Level val) {
        double score() {
            return Double.isNaN(val.end.mean()) ? train.end.mean() : val.end.mean();
        }
    }

    /**
     * A reward before and after training.
     *
     * @param start mean over the runs; NaN where it is not known
     * @param end over the finished runs
     */
    public record Level(double start, MeanAndSpread end) {
        boolean isMissing() {
            return end.n() == 0;
        }

        /** The values that an axis must span. */
        Stream<Double> span() {
            return Stream.of(start, end.mean() - end.std(), end.mean() + end.std())
                    .filter(Double::isFinite);
        }
    }

    /** One split's panel. */
    record Split(String title, Function<Point, Level> level) {}

    /** What is drawn below the header. */
    interface Body {
        double width();

        double height();

        void draw(Canvas canvas, double top);
    }

    /**
     * Draws {@code name.svg} and {@code name.png}; at least one combination must have a finished run.
     *
     * @param warnings where to say that this Java cannot draw pictures (no fonts, no AWT); the SVG is there anyway
     * @return the files that were written
     */
    public List<Path> write(Path folder, String name, Consumer<String> warnings) {
        Body body = body();
        return FigureFiles.write(
                folder, name, body.width(), HEADER + body.height(), canvas -> draw(canvas, body), warnings);
    }

    private Body body() {
        List<Split> splits = Stream.of(
                        new Split("train split", Point::train), new Split("validation split", Point::val))
                .filter(split -> points.stream()
                        .anyMatch(point -> !split.level().apply(point).isMissing()))
                .toList();
        int across = across();
        boolean fewLines =
                keys.size() == 1 || (keys.size() == 2 && values(1 - across).size() <= MOST_LINES);
        return fewLines && haveRoom(values(across)) ? new SweepLines(this, splits, across) : SweepDots.of(this, splits);
    }

    /** Of two keys numbers go to the horizontal axis rather than texts, and then the key of more values. */
    private int across() {
        if (keys.size() != 2) {
            return 0;
        }
        boolean firstIsText = SweepAcross.of(keys.get(0), values(0)).isText();
        boolean secondIsText = SweepAcross.of(keys.get(1), values(1)).isText();
        boolean secondIsBetter =
                firstIsText == secondIsText ? values(1).size() > values(0).size() : firstIsText;
        return secondIsBetter ? 1 : 0;
    }

    /** Whether the values of a horizontal axis, all of one width, would stand beside each other. */
    private static boolean haveRoom(List<String> values) {
        int longest = values.stream().mapToInt(String::length).max().orElse(0);
        boolean fit = longest <= LONGEST_LABEL && values.size() * longest <= MOST_LETTERS;
        return fit || longest <= LONGEST_NUMBER;
    }

    /** The values of a key in their order. */
    List<String> values(int key) {
        return points.stream().map(point -> point.values().get(key)).distinct().toList();
    }

    private void draw(Canvas canvas, Body body) {
        double middle = body.width() / 2;
        String subtitle = subtitle();
        Font large = new Font(LineFigure.fitting(15, title, body.width()), LinePanel.INK, true);
        Font small = new Font(LineFigure.fitting(12, subtitle, body.width()), LinePanel.GREY, false);
        canvas.text(middle, 24, title, large, Anchor.MIDDLE);
        canvas.text(middle, 44, subtitle, small, Anchor.MIDDLE);
        body.draw(canvas, HEADER);
    }

    private String subtitle() {
        boolean seeds = points.stream().anyMatch(point -> point.runs() > 1);
        boolean missing = points.stream().anyMatch(point -> Double.isNaN(point.score()));
        boolean partial = points.stream().anyMatch(SweepFigure::isPartial);
        return String.join(
                " · ",
                Stream.of(
                                metric,
                                seeds ? "mean ± std over seeds" : null,
                                "dashes: before training",
                                missing ? "×: not finished" : null,
                                partial ? "1/2: runs finished" : null)
                        .filter(Objects::nonNull)
                        .toList());
    }

    /** Whether some of its runs are finished, and some are not. */
    static boolean isPartial(Point point) {
        int done = Math.max(point.train().end().n(), point.val().end().n());
        return done > 0 && done < point.runs();
    }

    /** A cross where there is no value to draw. */
    static void cross(Canvas canvas, double x, double y, int rgb) {
        canvas.line(x - 4, y - 4, x + 4, y + 4, rgb, 1.6, false);
        canvas.line(x - 4, y + 4, x + 4, y - 4, rgb, 1.6, false);
    }
}
