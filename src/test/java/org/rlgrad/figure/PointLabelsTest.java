package org.rlgrad.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PointLabelsTest {
    private static final List<String> NAMES =
            List.of("NarrativeQA", "ToTTo", "CommonGen", "IWSLT 2017", "CNN/DailyMail", "DailyDialog", "IMDB");
    private static final Pattern TEXT =
            Pattern.compile("<text x=\"([0-9.]+)\" y=\"([0-9.]+)\"[^>]*text-anchor=\"(\\w+)\">([^<]*)<");

    private static List<Rectangle2D> boxes(String svg) {
        List<Rectangle2D> boxes = new ArrayList<>();
        Matcher texts = TEXT.matcher(svg);
        while (texts.find()) {
            double width = 7.5 * texts.group(4).length();
            double shift =
                    switch (texts.group(3)) {
                        case "start" -> 0;
                        case "middle" -> width / 2;
                        default -> width;
                    };
            double x = Double.parseDouble(texts.group(1)) - shift;
            boxes.add(new Rectangle2D.Double(x, Double.parseDouble(texts.group(2)) - 11, width, 13));
        }
        return boxes;
    }

    @Test
    void crowdedNamesLieBesideEachOtherAndInside() {
        Plane plane = new Plane(new Axis(0, 1, 80, 700), new Axis(0, 1, 500, 80));
        PointLabels labels = new PointLabels(plane, 13);
        SvgCanvas canvas = new SvgCanvas(760, 560);
        double[][] points = {{400, 300}, {405, 304}, {430, 296}, {410, 318}, {695, 300}, {400, 84}, {82, 498}};
        for (double[] point : points) {
            labels.avoid(point[0], point[1], 5);
        }
        for (int i = 0; i < points.length; i++) {
            labels.place(canvas, points[i][0], points[i][1], 5, NAMES.get(i));
        }
        List<Rectangle2D> boxes = boxes(canvas.document());
        assertThat(boxes).hasSize(7);
        for (int i = 0; i < boxes.size(); i++) {
            assertThat(new Rectangle2D.Double(80, 80, 620, 420).contains(boxes.get(i)))
                    .as(NAMES.get(i))
                    .isTrue();
            for (int j = 0; j < i; j++) {
                assertThat(boxes.get(i).intersects(boxes.get(j)))
                        .as(NAMES.get(i) + " on " + NAMES.get(j))
                        .isFalse();
            }
        }
    }
}
