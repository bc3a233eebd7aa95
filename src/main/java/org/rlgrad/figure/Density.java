package org.rlgrad.figure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rlgrad.report.RewardStatistics;

/** How crowded the plane is around each point, as a colour. */
final class Density {
    /** Pixels; about the size of a point, so that points that are counted together also overlap. */
    private static final double CELL = 4;

    private static final int LIGHT = 0x7fb3e0;
    private static final int DARK = 0x06204a;

    private Density() {}

    /** A place on the canvas, how many inputs lie near it (at least 1), and its colour. */
    record Point(double x, double y, int neighbours, int rgb) {}

    private record Cell(int column, int row) {}

    private record Place(double x, double y) {}

    /**
     * The inputs as points, the crowded ones last, so that they lie on top. Inputs within a tenth of a pixel of each other
     * are one point: the colour counts them.
     */
    static List<Point> of(List<RewardStatistics> rows, Axis stds, Axis means) {
        Map<Place, Integer> places = new LinkedHashMap<>();
        Map<Cell, Integer> cells = new HashMap<>();
        for (RewardStatistics row : rows) {
            Place place = new Place(Math.rint(stds.at(row.std()) * 10) / 10, Math.rint(means.at(row.mean()) * 10) / 10);
            places.merge(place, 1, Integer::sum);
            cells.merge(cell(place), 1, Integer::sum);
        }
        int most = cells.values().stream().max(Comparator.naturalOrder()).orElse(1);
        List<Point> points = new ArrayList<>();
        for (Place place : places.keySet()) {
            int neighbours = cells.getOrDefault(cell(place), 1);
            double darkness = most == 1 ? 0 : Math.log(neighbours) / Math.log(most);
            points.add(new Point(place.x, place.y, neighbours, colour(darkness)));
        }
        points.sort(Comparator.comparingInt(Point::neighbours));
        return points;
    }

    private static Cell cell(Place place) {
        return new Cell((int) Math.floor(place.x / CELL), (int) Math.floor(place.y / CELL));
    }

    /** From light (0) to dark (1), straight through RGB. */
    static int colour(double darkness) {
        int rgb = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            double light = (LIGHT >> shift) & 0xff;
            double dark = (DARK >> shift) & 0xff;
            rgb |= (int) Math.round(light + darkness * (dark - light)) << shift;
        }
        return rgb;
    }
}
